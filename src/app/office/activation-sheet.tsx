import { Show, type JSX } from 'solid-js';
import { formatTime } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Activation } from './people-api.ts';

/** The one-time code, shown once: as a QR code for the person's phone, and as text to be read out. */
export function ActivationSheet(props: {
  readonly activation: (Activation & { readonly account: string }) | null;
  readonly onClose: () => void;
}): JSX.Element {
  /** The code stands after `#`: it never reaches a server's log. */
  const address = (made: { readonly account: string; readonly code: string }): string =>
    `${window.location.origin}/activate?account=${encodeURIComponent(made.account)}#code=${made.code}`;
  return (
    <Sheet open={props.activation !== null} title={t('office.people.codeTitle')} onClose={() => props.onClose()}>
      <Show when={props.activation}>
        {(made) => (
          <div class="stack activation">
            <p>{t('office.people.codeText', { account: made().account, time: formatTime(made().expiresAt) })}</p>
            <QrCode text={address(made())} label={t('office.people.codeQr')} />
            <p class="activation-code code-text">{made().code}</p>
            <p class="soft small">{t('office.people.codeOnce')}</p>
          </div>
        )}
      </Show>
    </Sheet>
  );
}
