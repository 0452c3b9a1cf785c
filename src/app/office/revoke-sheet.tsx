import { Show, type JSX } from 'solid-js';
import type { PersonRow } from '#protocol/session-wire.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { createCommand } from './create-command.ts';
import { revokeDevice } from './people-api.ts';

/** Whose device, and which. */
export type Revoking = { readonly person: PersonRow; readonly device: string };

/** Asks how a device is to be taken out of use: destroyed keys are not brought back. Null: closed. */
export function RevokeSheet(props: {
  readonly revoking: Revoking | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const { busy, fault, say, run } = createCommand();
  const close = (): void => {
    say(null);
    props.onClose();
  };
  const revoke = async (device: string, mode: 'lost' | 'transfer'): Promise<void> => {
    if (await run(() => revokeDevice(device, mode))) props.onDone();
  };
  return (
    <Sheet
      open={props.revoking !== null}
      title={t('office.people.revokeTitle', { id: deviceNumber(props.revoking?.device ?? '') })}
      onClose={close}
    >
      <Show when={props.revoking}>
        {(revoking) => (
          <div class="stack">
            <p>{t('office.people.revokeText', { name: revoking().person.name })}</p>
            <FaultNotice fault={fault()} />
            <div class="stack-tight">
              <Button wide disabled={busy()} onClick={() => void revoke(revoking().device, 'transfer')}>
                {t('office.people.transfer')}
              </Button>
              <p class="soft small">{t('office.people.transferText')}</p>
            </div>
            <div class="stack-tight">
              <Button wide variant="danger" disabled={busy()} onClick={() => void revoke(revoking().device, 'lost')}>
                {t('office.people.lost')}
              </Button>
              <p class="soft small">{t('office.people.lostText')}</p>
            </div>
          </div>
        )}
      </Show>
    </Sheet>
  );
}

/** As the person's own phone shows it: the beginning of an id is a time and much the same for all. */
export function deviceNumber(id: string): string {
  return id.slice(-6).toUpperCase();
}
