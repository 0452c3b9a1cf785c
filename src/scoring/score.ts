import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import { decide } from '#engine/evaluate-expression.ts';
import type { FormView } from '#engine/form-view.ts';
import type { Problem } from '#shared/problems.ts';
import { decideLevel } from './decide-level.ts';
import { scoreItem } from './score-item.ts';
import { scoreMeasure } from './score-measure.ts';
import type { Measured } from './score-measure.ts';
import type { ItemScore, MeasureScore, ScoreResult } from './score-result.ts';

/** Items, measures, level and what blocks the next level, computed from scratch: the oracle of the score session. */
export function scoreAll(compiled: CompiledDefinition, form: FormView): ScoreResult {
  const { scoring } = compiled;
  const items: Record<string, ItemScore> = {};
  const warnings: Problem[] = [];
  for (const item of scoring.items) {
    const scored = scoreItem(compiled, item, form);
    items[item.name] = scored.score;
    warnings.push(...scored.warnings);
  }
  const itemsOf = new Map<string, ScoredItem[]>();
  for (const item of scoring.items) itemsOf.set(item.measure, [...(itemsOf.get(item.measure) ?? []), item]);
  const measured = new Map<string, Measured>();
  const measures: Record<string, MeasureScore> = {};
  for (const measure of scoring.measures) {
    const found = scoreMeasure(measure, {
      items: itemsOf.get(measure.id) ?? [],
      itemScore: (item) => items[item.name] ?? { score: null, state: 'unanswered' },
      measured: (id) => measured.get(id) ?? null,
      decide: (condition) => decide(compiled, condition, form),
    });
    measured.set(measure.id, found);
    measures[measure.id] = found.score;
  }
  const { level, levelName, blocking, ...more } = decideLevel(compiled, measures, form);
  return { definition: compiled.id, edition: compiled.edition, measures, level, levelName, blocking, items, warnings, ...more };
}
