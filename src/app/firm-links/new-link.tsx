import Copy from 'lucide-solid/icons/copy';
import Share2 from 'lucide-solid/icons/share-2';
import { createSignal, Show, type JSX } from 'solid-js';
import type { FirmLinkMade } from '#protocol/firm-link-wire.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { QrCode } from '#app/ui/qr-code.tsx';
import { firmAddress } from './firm-links-api.ts';

/** A link that was just made, ways to hand it over: to scan, to copy, to share. */
export function NewLink(props: { readonly made: FirmLinkMade; readonly firm: string; readonly title: string }): JSX.Element {
  const [copied, setCopied] = createSignal<'done' | 'failed' | null>(null);
  const link = (): string => firmAddress(props.made.token);
  const message = (): string =>
    t('firm.staff.message', {
      firm: props.firm,
      title: props.title,
      until: formatMoment(props.made.link.expiresAt),
      link: link(),
    });
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(message());
      setCopied('done');
    } catch {
      // Plain http and some browsers have no clipboard: the address below can be taken by hand.
      setCopied('failed');
    }
  };
  const share = (): void => void navigator.share({ text: message() }).catch(() => undefined);
  return (
    <Card title={t('firm.staff.made')}>
      <div class="stack firm-links-new">
        <QrCode text={link()} label={t('firm.staff.qr')} />
        <p class="firm-links-address">{link()}</p>
        <div class="firm-links-hand">
          <Button icon={Copy} onClick={() => void copy()}>
            {copied() === 'done' ? t('firm.staff.copied') : t('firm.staff.copy')}
          </Button>
          <Show when={typeof navigator.share === 'function'}>
            <Button icon={Share2} onClick={share}>
              {t('firm.staff.share')}
            </Button>
          </Show>
        </div>
        <p class="soft small" role="status">
          {copied() === 'failed' ? t('firm.staff.copyFailed') : t('firm.staff.once')}
        </p>
      </div>
    </Card>
  );
}
