import { Show, type JSX } from 'solid-js';
import type { AssignmentRow } from '#protocol/assignments-wire.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { endAssignment } from './assignments-api.ts';
import { createCommand } from './create-command.ts';

/** Asks before an assignment ends, and says what that means. Null: closed. */
export function EndAssignmentSheet(props: {
  readonly row: AssignmentRow | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { busy, fault, say, run } = createCommand();
  const close = (): void => {
    say(null);
    props.onClose();
  };
  const end = async (row: AssignmentRow): Promise<void> => {
    if (await run(() => endAssignment(row.person, row.enterprise))) props.onDone();
  };
  return (
    <Sheet open={props.row !== null} title={t('office.assignments.endTitle')} onClose={close}>
      <Show when={props.row}>
        {(row) => (
          <div class="stack">
            <p>{t('office.assignments.endText', { person: row().name, firm: row().enterpriseName })}</p>
            <p class="soft">{t(row().role === 'deputy-gm' ? 'office.assignments.endDeputy' : 'office.assignments.endOther')}</p>
            <FaultNotice fault={fault()} />
            <Button variant="danger" wide disabled={busy()} onClick={() => void end(row())}>
              {t('office.assignments.endConfirm')}
            </Button>
            <Button variant="quiet" wide onClick={close}>
              {t('office.quarantine.cancel')}
            </Button>
          </div>
        )}
      </Show>
    </Sheet>
  );
}
