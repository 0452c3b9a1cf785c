import { For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';

/** The phone's preview beside the server's record; a difference is said aloud. */
export function ScoreCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const server = (): ScoreResult | null => props.evaluation.view.serverScore?.result ?? null;
  const totals = (): readonly Measure[] => props.evaluation.compiled.scoring.measures.filter((measure) => !measure.axis);
  const scoreText = (result: ScoreResult, id: string): string => {
    const score = result.measures[id]?.score ?? null;
    return score === null ? t('form.overview.insufficient') : formatScore(score);
  };
  return (
    <Card title={t('form.overview.scores')}>
      <table class="score-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('form.overview.phone')}</th>
            <Show when={server()}>
              <th scope="col">{t('form.overview.server')}</th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('form.overview.stage')}</th>
            <td>{props.evaluation.result.levelName ?? t('form.overview.insufficient')}</td>
            <Show when={server()}>{(result) => <td>{result().levelName ?? t('form.overview.insufficient')}</td>}</Show>
          </tr>
          <For each={totals()}>
            {(measure) => (
              <tr>
                <th scope="row">{measure.name}</th>
                <td>{scoreText(props.evaluation.result, measure.id)}</td>
                <Show when={server()}>{(result) => <td>{scoreText(result(), measure.id)}</td>}</Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={server()} fallback={<p class="soft small">{t('form.overview.noServer')}</p>}>
        {(result) => (
          <Show
            when={sameScores(props.evaluation.result, result())}
            fallback={
              <p class="section-evidence small">
                {props.evaluation.view.pendingOps > 0 ? t('form.overview.ahead') : t('form.overview.differ')}
              </p>
            }
          >
            <p class="soft small">{t('form.overview.same')}</p>
          </Show>
        )}
      </Show>
    </Card>
  );
}

function sameScores(a: ScoreResult, b: ScoreResult): boolean {
  return (
    a.level === b.level && Object.entries(a.measures).every(([id, measure]) => measure.score === (b.measures[id]?.score ?? null))
  );
}
