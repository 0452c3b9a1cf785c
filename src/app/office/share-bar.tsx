import type { JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import './share-bar.css';

/** Completeness as a short bar with its number. */
export function ShareBar(props: { readonly share: number }): JSX.Element {
  // 99.6 % is not complete: only a whole is 100.
  const percent = (): number => (props.share >= 1 ? 100 : Math.min(99, Math.round(props.share * 100)));
  return (
    <span class="share-bar" title={t('office.row.completeness', { percent: percent() })}>
      <span class="share-bar-track" aria-hidden="true">
        <span style={{ width: `${String(percent())}%` }} />
      </span>
      <span>{percent()}%</span>
    </span>
  );
}
