import { For, Show, type JSX } from 'solid-js';
import type { Measure } from '#definition/scoring.ts';
import type { ChecklistResult, PartTally, ScoreResult } from '#scoring/score-result.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { formatScore, isShown } from '#app/form/format-score.ts';
import { t } from '#app/i18n/t.ts';
import { Card } from '#app/ui/card.tsx';

/** The phone's preview beside the server's record; a difference is said aloud. */
export function ScoreCard(props: { readonly evaluation: Evaluation }): JSX.Element {
  const server = (): ScoreResult | null => props.evaluation.view.serverScore?.result ?? null;
  const level = (): boolean => props.evaluation.compiled.scoring.level !== null;
  const onlyAxes = (): boolean =>
    props.evaluation.compiled.scoring.measures.every((measure) => measure.axis || !isShown(measure));
  const totals = (): readonly Measure[] =>
    props.evaluation.compiled.scoring.measures.filter((measure) => isShown(measure) && (!measure.axis || onlyAxes()));
  const scoreText = (result: ScoreResult, id: string): string => {
    const score = result.measures[id]?.score ?? null;
    return score === null
      ? t('form.overview.insufficient')
      : formatScore(score, props.evaluation.compiled.scoring.measures.find((measure) => measure.id === id)?.decimals ?? null);
  };
  return (
    <Show when={level() || totals().length > 0 || props.evaluation.result.checklist !== null}>
      <Card title={level() || totals().length > 0 ? t('form.overview.scores') : t('form.overview.conditions')}>
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
            <Show when={level()}>
              <tr>
                <th scope="row">{t('form.overview.stage')}</th>
                <td>{props.evaluation.result.levelName ?? t('form.overview.insufficient')}</td>
                <Show when={server()}>{(result) => <td>{result().levelName ?? t('form.overview.insufficient')}</td>}</Show>
              </tr>
            </Show>
            <Show when={props.evaluation.result.checklist}>
              {(checklist) => (
                <For each={tallyRows(checklist(), server()?.checklist ?? null)}>
                  {(row) => (
                    <tr>
                      <th scope="row">{row.name}</th>
                      <td>{row.phone}</td>
                      <Show when={server()}>
                        <td>{row.server ?? t('shell.standing.none')}</td>
                      </Show>
                    </tr>
                  )}
                </For>
              )}
            </Show>
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
    </Show>
  );
}

type TallyRow = { readonly name: string; readonly phone: number; readonly server: number | null };

/** Conditions by state, never summed up to a score. */
function tallyRows(phone: ChecklistResult, server: ChecklistResult | null): readonly TallyRow[] {
  const row = (name: string, key: keyof PartTally): TallyRow => ({
    name,
    phone: tallied(phone, key),
    server: server === null ? null : tallied(server, key),
  });
  return [
    row(t('form.overview.conditionsMet'), 'met'),
    row(t('form.overview.conditionsNotMet'), 'notMet'),
    row(t('form.overview.conditionsOpen'), 'unanswered'),
    row(t('form.overview.conditionsJudged'), 'judged'),
  ];
}

function tallied(checklist: ChecklistResult, key: keyof PartTally): number {
  return Object.values(checklist.parts).reduce((sum, part) => sum + part[key], 0);
}

function sameScores(a: ScoreResult, b: ScoreResult): boolean {
  return (
    a.level === b.level && Object.entries(a.measures).every(([id, measure]) => measure.score === (b.measures[id]?.score ?? null))
  );
}
