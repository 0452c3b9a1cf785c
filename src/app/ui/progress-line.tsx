import type { JSX } from 'solid-js';
import './progress-line.css';

/** A thin line for a share of a whole. `label` says what is counted. */
export function ProgressLine(props: { readonly value: number; readonly max: number; readonly label: string }): JSX.Element {
  const share = (): number => (props.max <= 0 ? 0 : Math.min(1, Math.max(0, props.value / props.max)));
  return (
    <div
      class="progress-line"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={props.max}
      aria-valuenow={props.value}
    >
      <div style={{ '--share': String(share()) }} />
    </div>
  );
}
