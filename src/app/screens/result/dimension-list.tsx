import { For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { MeasureScore } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore, isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';

/** Every dimension with its score and grade word, or how much of it is answered when that is too little. */
export function DimensionList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const axes = (): readonly Measure[] =>
    props.evaluation.compiled.scoring.measures.filter((measure) => measure.axis && isShown(measure));
  const scoreOf = (measure: Measure): MeasureScore | undefined => props.evaluation.result.measures[measure.id];
  return (
    <ul class="dimensions">
      <For each={axes()}>
        {(measure) => (
          <li class="dimension">
            <span class="dimension-name">{measure.name}</span>
            <Show
              when={scoreOf(measure)?.score ?? null}
              keyed
              fallback={
                <span class="dimension-thin">
                  {t('form.result.thin', { percent: Math.floor((scoreOf(measure)?.answeredWeight ?? 0) * 100) })}
                </span>
              }
            >
              {(score) => (
                <>
                  <span class="dimension-bar" aria-hidden="true">
                    <span style={{ '--share': String(score / measure.full) }} />
                  </span>
                  <span class="dimension-score">{formatScore(score, measure.decimals)}</span>
                  <span class="dimension-grade">
                    {scoreOf(measure)?.grade ?? (measure.full === 100 ? '' : t('form.result.of', { full: measure.full }))}
                  </span>
                </>
              )}
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
