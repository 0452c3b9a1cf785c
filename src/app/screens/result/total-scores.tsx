import { For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { MeasureScore } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore, isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';

/** The measures above the dimensions, large enough to read across a desk. */
export function TotalScores(props: { readonly evaluation: Evaluation }): JSX.Element {
  const totals = (): readonly Measure[] =>
    props.evaluation.compiled.scoring.measures.filter((measure) => !measure.axis && isShown(measure));
  const scoreOf = (measure: Measure): MeasureScore | undefined => props.evaluation.result.measures[measure.id];
  return (
    <Show when={totals().length > 0}>
      <section class="totals" aria-label={t('form.result.scores')}>
        <For each={totals()}>
          {(measure) => (
            <div class="total card">
              <h2>{measure.name}</h2>
              <Show
                when={scoreOf(measure)?.score ?? null}
                fallback={<p class="total-thin">{t('form.result.thinShort')}</p>}
                keyed
              >
                {(score) => (
                  <p class="total-score">
                    {formatScore(score, measure.decimals)}
                    <span class="total-unit">
                      {' '}
                      {measure.full === 100 ? t('form.result.points') : t('form.result.of', { full: measure.full })}
                    </span>
                  </p>
                )}
              </Show>
            </div>
          )}
        </For>
        <p class="soft small totals-note">{t('form.result.preview')}</p>
      </section>
    </Show>
  );
}
