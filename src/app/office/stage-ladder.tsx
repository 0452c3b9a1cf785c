import { For, type JSX } from 'solid-js';
import { t } from '../i18n/t.ts';
import './stage-ladder.css';

/** The stage by name with a small ladder: as many steps as there are stages, filled up to the one reached. */
export function StageLadder(props: {
  readonly name: string | null;
  readonly reached: number | null;
  readonly of: number;
}): JSX.Element {
  const words = (): string =>
    props.name === null || props.reached === null
      ? t('office.row.ladderNone', { of: props.of })
      : props.reached === 0
        ? t('office.row.ladderBelow', { name: props.name, of: props.of })
        : t('office.row.ladder', { name: props.name, reached: props.reached, of: props.of });
  return (
    <span class="stage-ladder" classList={{ 'stage-ladder-open': props.reached === null }} title={words()}>
      <span class="stage-ladder-steps" aria-hidden="true">
        <For each={Array.from({ length: props.of }, (_, index) => index + 1)}>
          {(step) => (
            <span
              classList={{ reached: step <= (props.reached ?? 0) }}
              style={{ '--step': String(step / Math.max(1, props.of)) }}
            />
          )}
        </For>
      </span>
      <span aria-hidden="true">{props.name ?? t('office.row.noLevel')}</span>
      <span class="visually-hidden">{words()}</span>
    </span>
  );
}
