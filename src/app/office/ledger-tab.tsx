import { Show, type JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { t } from '../i18n/t.ts';
import { VerificationParts } from '../standing/verification-sheet.tsx';

/** Self against verified, in the same words as on the phone. */
export function LedgerTab(props: { readonly detail: OfficeDetail }): JSX.Element {
  return (
    <Show when={props.detail.verification} fallback={<p class="soft">{t('form.verify.result.none')}</p>}>
      {(sheet) => <VerificationParts sheet={sheet()} />}
    </Show>
  );
}
