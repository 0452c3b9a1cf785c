import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';

/** A step that needs to be explained. */
export function ReasonSheet(props: {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => Promise<void>;
}): JSX.Element {
  return (
    <Sheet open={props.open} title={props.title} onClose={() => props.onClose()}>
      <ReasonForm text={props.text} busy={props.busy} onClose={props.onClose} onReason={props.onReason} />
    </Sheet>
  );
}

function ReasonForm(props: {
  readonly text: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => Promise<void>;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [asked, setAsked] = createSignal(false);
  const missing = (): boolean => reason().trim() === '';
  const go = (): void => {
    setAsked(true);
    if (!missing()) void props.onReason(reason().trim());
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
      <Button variant="primary" size="large" wide disabled={props.busy} onClick={go}>
        {t('actions.detail.confirm')}
      </Button>
      <Button variant="quiet" wide onClick={() => props.onClose()}>
        {t('actions.detail.cancel')}
      </Button>
    </div>
  );
}
