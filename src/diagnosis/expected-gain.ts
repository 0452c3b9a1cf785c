import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import { decide } from '#engine/evaluate-expression.ts';
import type { FormView } from '#engine/form-view.ts';
import { itemSources } from '#scoring/item-sources.ts';
import { scoreMeasure } from '#scoring/score-measure.ts';
import type { Measured } from '#scoring/score-measure.ts';
import type { ItemScore, ScoreResult } from '#scoring/score-result.ts';

/** `points` of the measure's own scale, unrounded. */
export type ExpectedGain = { readonly measure: string; readonly measureName: string; readonly points: number };

/**
 * What a total would rise by if the clauses that a question feeds had their full score: an upper bound, everything else as it is. The
 * total is the first measure above the dimensions that moves, else the first dimension. Null where nothing would move or no total can
 * be told yet.
 */
export function expectedGain(
  compiled: CompiledDefinition,
  form: FormView,
  result: ScoreResult,
  question: string,
): ExpectedGain | null {
  const name = question.split('/').at(-1) ?? question;
  const better: Record<string, ItemScore> = {};
  for (const item of compiled.scoring.items) {
    const now = result.items[item.name];
    const feeds = item.inputs.includes(name) || itemSources(compiled, item).includes(name);
    if (feeds && now !== undefined && now.state === 'answered') better[item.name] = { score: 100, state: 'answered' };
  }
  if (Object.keys(better).length === 0) return null;
  const then = measuresWith(compiled, form, { ...result.items, ...better });
  const gains = compiled.scoring.measures.flatMap((measure): readonly (ExpectedGain & { readonly axis: boolean })[] => {
    const before = result.measures[measure.id]?.score ?? null;
    const after = then.get(measure.id)?.score.score ?? null;
    if (measure.detail || measure.kind === 'unscored' || before === null || after === null || after <= before) return [];
    return [{ measure: measure.id, measureName: measure.name, points: after - before, axis: measure.axis }];
  });
  const best = gains.find(({ axis }) => !axis) ?? gains[0];
  return best === undefined ? null : { measure: best.measure, measureName: best.measureName, points: best.points };
}

function measuresWith(
  compiled: CompiledDefinition,
  form: FormView,
  items: Readonly<Record<string, ItemScore>>,
): ReadonlyMap<string, Measured> {
  const itemsOf = new Map<string, ScoredItem[]>();
  for (const item of compiled.scoring.items) itemsOf.set(item.measure, [...(itemsOf.get(item.measure) ?? []), item]);
  const measured = new Map<string, Measured>();
  for (const measure of compiled.scoring.measures)
    measured.set(
      measure.id,
      scoreMeasure(measure, {
        items: itemsOf.get(measure.id) ?? [],
        itemScore: (item) => items[item.name] ?? { score: null, state: 'unanswered' },
        measured: (id) => measured.get(id) ?? null,
        decide: (condition) => decide(compiled, condition, form),
      }),
    );
  return measured;
}
