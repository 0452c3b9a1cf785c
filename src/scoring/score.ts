import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FormView } from '#engine/form-view.ts';
import type { Problem } from '#shared/problems.ts';
import { reachLevel } from './reach-level.ts';
import { scoreItem } from './score-item.ts';
import { scoreItemMeasure, scoreSumMeasure } from './score-measure.ts';
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
  const measures: Record<string, MeasureScore> = {};
  for (const measure of scoring.measures) {
    measures[measure.id] =
      measure.kind === 'weighted-sum'
        ? scoreSumMeasure(measure, (id) => measures[id]?.score ?? null)
        : scoreItemMeasure(
            measure,
            scoring.items.filter((item) => item.measure === measure.id),
            (item) => items[item.name] ?? { score: null, state: 'unanswered' },
          );
  }
  return {
    definition: compiled.id,
    edition: compiled.edition,
    measures,
    ...reachLevel(scoring.level, measures),
    items,
    warnings,
  };
}
