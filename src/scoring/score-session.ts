import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import type { Change, FormView } from '#engine/form-view.ts';
import { itemSources } from './item-sources.ts';
import { reachLevel } from './reach-level.ts';
import { scoreItem } from './score-item.ts';
import type { ScoredWithWarnings } from './score-item.ts';
import { scoreItemMeasure, scoreSumMeasure } from './score-measure.ts';
import type { ItemScore, MeasureScore, ScoreResult } from './score-result.ts';

/** A living score over a living form. */
export type ScoreSession = {
  /** Takes what an edit changed; returns the items and measures whose score or state changed. */
  apply(change: Change): readonly string[];
  result(): ScoreResult;
};

export function openScoreSession(compiled: CompiledDefinition, form: FormView): ScoreSession {
  const { items, measures, level } = compiled.scoring;
  const itemsByInput = new Map<string, number[]>();
  items.forEach((item, index) => {
    for (const input of [...item.inputs, ...itemSources(compiled, item)]) {
      itemsByInput.set(input, [...(itemsByInput.get(input) ?? []), index]);
    }
  });
  const itemsByMeasure = new Map(measures.map(({ id }) => [id, items.filter((item) => item.measure === id)]));
  const indexOf = new Map<ScoredItem, number>(items.map((item, index) => [item, index]));
  const scored: ScoredWithWarnings[] = items.map((item) => scoreItem(compiled, item, form));
  const measureScores: Record<string, MeasureScore> = {};
  let cached: ScoreResult | null = null;

  const scoreOf = (item: ScoredItem): ItemScore => scored[indexOf.get(item) ?? -1]?.score ?? { score: null, state: 'unanswered' };

  /** Recomputes, in order, the measures named in `dirty` and all that are made of them; returns those that changed. */
  const remeasure = (dirty: Set<string>): readonly string[] => {
    const changed: string[] = [];
    for (const measure of measures) {
      const reached =
        dirty.has(measure.id) || (measure.kind === 'weighted-sum' && measure.terms.some((term) => dirty.has(term.measure)));
      if (!reached) continue;
      const before = measureScores[measure.id];
      const after =
        measure.kind === 'weighted-sum'
          ? scoreSumMeasure(measure, (id) => measureScores[id]?.score ?? null)
          : scoreItemMeasure(measure, itemsByMeasure.get(measure.id) ?? [], scoreOf);
      measureScores[measure.id] = after;
      if (before?.score === after.score && before.answeredWeight === after.answeredWeight) dirty.delete(measure.id);
      else {
        dirty.add(measure.id);
        changed.push(measure.id);
      }
    }
    return changed;
  };
  remeasure(new Set(measures.map(({ id }) => id)));

  return {
    apply(change) {
      const dirty = new Set<string>();
      const changed: string[] = [];
      const seen = new Set<number>();
      for (const path of change.changed) {
        for (const index of itemsByInput.get(path) ?? []) {
          const item = items[index];
          if (item === undefined || seen.has(index)) continue;
          seen.add(index);
          const before = scored[index];
          const after = scoreItem(compiled, item, form);
          scored[index] = after;
          cached = null;
          if (before?.score.score === after.score.score && before.score.state === after.score.state) continue;
          changed.push(item.name);
          dirty.add(item.measure);
        }
      }
      return dirty.size === 0 ? changed : [...changed, ...remeasure(dirty)];
    },

    result() {
      cached ??= {
        definition: compiled.id,
        edition: compiled.edition,
        measures: { ...measureScores },
        ...reachLevel(level, measureScores),
        items: Object.fromEntries(items.map((item) => [item.name, scoreOf(item)])),
        warnings: scored.flatMap(({ warnings }) => warnings),
      };
      return cached;
    },
  };
}
