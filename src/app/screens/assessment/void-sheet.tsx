import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { problem } from '#shared/problems.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';

/** Voiding asks why: the assessment stays in the log, and so does the reason. */
export function VoidSheet(props: {
  readonly open: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onVoid: (reason: string) => Promise<void>;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [asked, setAsked] = createSignal(false);
  const missing = (): boolean => reason().trim() === '';
  const go = (): void => {
    setAsked(true);
    if (!missing()) void props.onVoid(reason().trim());
  };
  return (
    <Sheet open={props.open} title={t('form.overview.voidTitle')} onClose={() => props.onClose()}>
      <div class="stack">
        <p>{t('form.overview.voidText')}</p>
        <Field
          label={t('form.overview.voidReason')}
          placeholder={t('form.overview.voidReasonHint')}
          value={reason()}
          maxLength={200}
          problem={asked() && missing() ? problemText(problem('assessment.reason-missing')) : null}
          onType={setReason}
        />
        <Button variant="danger" size="large" wide disabled={props.busy} onClick={go}>
          {t('form.overview.voidNow')}
        </Button>
        <Button variant="quiet" wide onClick={() => props.onClose()}>
          {t('form.overview.cancel')}
        </Button>
      </div>
    </Sheet>
  );
}
