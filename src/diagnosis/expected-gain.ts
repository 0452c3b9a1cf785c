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
  return totalOf(gainsOf(compiled, form, result, question));
}

type GainOfMeasure = ExpectedGain & { readonly axis: boolean };

function totalOf(gains: readonly GainOfMeasure[]): ExpectedGain | null {
  const best = gains.find(({ axis }) => !axis) ?? gains[0];
  return best === undefined ? null : { measure: best.measure, measureName: best.measureName, points: best.points };
}

/** Of every measure that would rise. */
function gainsOf(compiled: CompiledDefinition, form: FormView, result: ScoreResult, question: string): readonly GainOfMeasure[] {
  const name = question.split('/').at(-1) ?? question;
  const better: Record<string, ItemScore> = {};
  for (const item of compiled.scoring.items) {
    const now = result.items[item.name];
    const feeds = item.inputs.includes(name) || itemSources(compiled, item).includes(name);
    if (feeds && now !== undefined && now.state === 'answered') better[item.name] = { score: 100, state: 'answered' };
  }
  if (Object.keys(better).length === 0) return [];
  const then = measuresWith(compiled, form, { ...result.items, ...better });
  return compiled.scoring.measures.flatMap((measure): readonly GainOfMeasure[] => {
    const before = result.measures[measure.id]?.score ?? null;
    const after = then.get(measure.id)?.score.score ?? null;
    if (measure.detail || measure.kind === 'unscored' || before === null || after === null || after <= before) return [];
    return [{ measure: measure.id, measureName: measure.name, points: after - before, axis: measure.axis }];
  });
}

/** A clause with room above it; `question` is the one that it is asked by, `gate` what it raises of all that keeps from the next level. */
export type GainOfClause = ExpectedGain & { readonly question: string; readonly label: string; readonly gate: string | null };

/** The clauses with the most room, each by itself: those that lead to the next level before those that only raise a total, the most first. */
export function largestGains(
  compiled: CompiledDefinition,
  form: FormView,
  result: ScoreResult,
  count: number,
): readonly GainOfClause[] {
  const asked = new Set<string>();
  const clauses = compiled.scoring.items.flatMap((item): readonly GainOfClause[] => {
    const question = itemSources(compiled, item)[0] ?? item.inputs[0];
    if (question === undefined || asked.has(question) || (result.items[item.name]?.score ?? 100) >= 100) return [];
    asked.add(question);
    const gains = gainsOf(compiled, form, result, question);
    const gain = totalOf(gains);
    const gate = gains.find(({ measure }) => result.blocking.some((blocked) => blocked.measure === measure)) ?? null;
    return gain === null ? [] : [{ ...gain, question, label: item.label, gate: gate?.measureName ?? null }];
  });
  const leads = ({ gate }: GainOfClause): number => (gate === null ? 0 : 1);
  return clauses.toSorted((a, b) => leads(b) - leads(a) || b.points - a.points).slice(0, count);
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
