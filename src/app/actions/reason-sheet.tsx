import { createSignal, untrack, type JSX } from 'solid-js';
import { createDraft } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';

/** A step that needs to be explained. */
export function ReasonSheet(props: {
  readonly open: boolean;
  /** Names the draft: what is explained. */
  readonly about: string;
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** True when it was written. */
  readonly onReason: (reason: string) => Promise<boolean>;
}): JSX.Element {
  return (
    <Sheet open={props.open} title={props.title} onClose={() => props.onClose()}>
      <ReasonForm {...props} />
    </Sheet>
  );
}

function ReasonForm(props: {
  readonly about: string;
  readonly text: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** True when it was written. */
  readonly onReason: (reason: string) => Promise<boolean>;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [asked, setAsked] = createSignal(false);
  const { store } = useField();
  const about = untrack(() => `reason/${props.about}`);
  const draft = createDraft(
    store,
    about,
    () => ({ reason: reason() }),
    (typed) => setReason(typed.reason),
  );
  const missing = (): boolean => reason().trim() === '';
  const go = async (): Promise<void> => {
    setAsked(true);
    if (!missing() && (await props.onReason(reason().trim()))) draft.sent();
  };
  return (
    <div class="stack">
      <p>{props.text}</p>
      <Field
        label={t('actions.detail.reason')}
        placeholder={t('actions.detail.reasonHint')}
        value={reason()}
        maxLength={500}
        problem={asked() && missing() ? t('actions.detail.reasonMissing') : null}
        onType={setReason}
      />
      <Button variant="primary" size="large" wide disabled={props.busy} onClick={() => void go()}>
        {t('actions.detail.confirm')}
      </Button>
      <Button variant="quiet" wide onClick={() => props.onClose()}>
        {t('actions.detail.cancel')}
      </Button>
    </div>
  );
}
