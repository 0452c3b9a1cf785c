import { createSignal, type JSX } from 'solid-js';
import { problem } from '#shared/problems.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';

/** Calling off asks why: the visit stays in the log, and colleagues read the reason. */
export function CancelSheet(props: {
  readonly open: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onCancel: (reason: string) => Promise<void>;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [asked, setAsked] = createSignal(false);
  const missing = (): boolean => reason().trim() === '';
  const go = (): void => {
    setAsked(true);
    if (!missing()) void props.onCancel(reason().trim());
  };
  return (
    <Sheet open={props.open} title={t('visits.visit.cancelTitle')} onClose={() => props.onClose()}>
      <div class="stack">
        <p>{t('visits.visit.cancelText')}</p>
        <Field
          label={t('visits.visit.cancelReason')}
          placeholder={t('visits.visit.cancelHint')}
          value={reason()}
          maxLength={200}
          problem={asked() && missing() ? problemText(problem('assessment.reason-missing')) : null}
          onType={setReason}
        />
        <Button variant="danger" size="large" wide disabled={props.busy} onClick={go}>
          {t('visits.visit.cancelNow')}
        </Button>
        <Button variant="quiet" wide onClick={() => props.onClose()}>
          {t('visits.visit.keep')}
        </Button>
      </div>
    </Sheet>
  );
}
