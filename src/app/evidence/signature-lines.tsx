import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import './signature-lines.css';

export type SignatureLine = {
  readonly side: 'firm' | 'staff';
  readonly name: string;
  /** ISO time of the phone's clock. */
  readonly at: string;
  readonly holds: boolean;
};

/** Who signed, and whether it still holds; a side that nobody signed for says so, with the reason that was given. */
export function SignatureLines(props: {
  readonly signatures: readonly SignatureLine[];
  readonly reason: string | null;
}): JSX.Element {
  const missing = (): boolean => missingSides(props.signatures).length > 0;
  return (
    <>
      <ul class="signature-lines">
        <For each={['firm', 'staff'] as const}>
          {(side) => (
            <For each={shownOf(props.signatures, side)} fallback={<Line side={side} line={null} />}>
              {(line) => <Line side={side} line={line} />}
            </For>
          )}
        </For>
      </ul>
      <Show when={missing() && props.reason}>
        {(reason) => <p class="small">{t('shell.proof.signatureReason', { reason: reason() })}</p>}
      </Show>
    </>
  );
}

/** Sides without a signature that holds. */
export function missingSides(signatures: readonly SignatureLine[]): readonly SignatureLine['side'][] {
  return (['firm', 'staff'] as const).filter((side) => !signatures.some((line) => line.side === side && line.holds));
}

/** Void ones are told only while no later one of their side holds. */
function shownOf(signatures: readonly SignatureLine[], side: SignatureLine['side']): readonly SignatureLine[] {
  const own = signatures.filter((line) => line.side === side);
  const holding = own.filter((line) => line.holds);
  return holding.length > 0 ? holding : own.slice(-1);
}

function Line(props: { readonly side: SignatureLine['side']; readonly line: SignatureLine | null }): JSX.Element {
  const state = (): string => {
    if (props.line === null) return t('shell.proof.signatureMissing');
    return t(props.line.holds ? 'shell.proof.signatureHolds' : 'shell.proof.signatureVoid');
  };
  const holds = (): boolean => props.line?.holds === true;
  return (
    <li class={holds() ? 'signature-holds' : 'signature-open'}>
      <Dynamic component={holds() ? CircleCheck : TriangleAlert} size={18} aria-hidden="true" />
      <span>
        <span class="strong">{t(props.side === 'firm' ? 'shell.proof.signedFirm' : 'shell.proof.signedStaff')}</span>{' '}
        <Show when={props.line}>
          {(line) => (
            <>
              {line().name} · {formatMoment(line().at)} ·{' '}
            </>
          )}
        </Show>
        {state()}
      </span>
    </li>
  );
}
