import { createSignal, Show, type JSX } from 'solid-js';
import type { VisitRow } from '#protocol/visits-wire.ts';
import { problem } from '#shared/problems.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { OfficeFailure } from './office-api.ts';
import { officeProblemText } from './office-problem-text.ts';
import { callOff } from './visits-api.ts';

/** Calls a planned visit off, with a reason that who was to go reads. Null: closed. */
export function CallOffSheet(props: {
  readonly visit: VisitRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const [fault, setFault] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const go = async (): Promise<void> => {
    const { visit } = props;
    if (visit === null || busy()) return;
    if (reason().trim() === '') return void setFault(problemText(problem('assessment.reason-missing')));
    setBusy(true);
    setFault(null);
    try {
      await callOff(visit.visitId, reason().trim());
      setReason('');
      props.onDone();
    } catch (error) {
      setFault(officeProblemText(error instanceof OfficeFailure ? error.problem : problem('server.failed')));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet open={props.visit !== null} title={t('visits.visit.cancelTitle')} onClose={() => props.onClose()}>
      <div class="stack">
        <p>
          <strong>{props.visit?.enterpriseName}</strong> {props.visit?.date}
        </p>
        <p class="soft">{t('visits.visit.cancelText')}</p>
        <Field
          label={t('visits.visit.cancelReason')}
          placeholder={t('visits.visit.cancelHint')}
          value={reason()}
          maxLength={200}
          onType={setReason}
        />
        <Show when={fault()}>{(text) => <Notice tone="red">{text()}</Notice>}</Show>
        <Button variant="danger" wide disabled={busy()} onClick={() => void go()}>
          {t('visits.visit.cancelNow')}
        </Button>
      </div>
    </Sheet>
  );
}
