import type { CompiledDefinition } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import { isItemMeasure } from '#definition/measure-kinds.ts';
import type { Measure, ScoredItem } from '#definition/scoring.ts';
import { decide } from '#engine/evaluate-expression.ts';
import type { Change, FormView } from '#engine/form-view.ts';
import { decideLevel } from './decide-level.ts';
import { itemSources } from './item-sources.ts';
import { scoreItem } from './score-item.ts';
import type { ScoredWithWarnings } from './score-item.ts';
import { scoreMeasure } from './score-measure.ts';
import type { Measured, MeasureInputs } from './score-measure.ts';
import type { ItemScore, MeasureScore, ScoreResult } from './score-result.ts';

/** A living score over a living form. */
export type ScoreSession = {
  /** Takes what an edit changed; returns the items and measures whose score or state changed. */
  apply(change: Change): readonly string[];
  result(): ScoreResult;
};

export function openScoreSession(compiled: CompiledDefinition, form: FormView): ScoreSession {
  const { items, measures } = compiled.scoring;
  const itemsByInput = new Map<string, number[]>();
  items.forEach((item, index) => {
    for (const input of [...item.inputs, ...itemSources(compiled, item)]) {
      itemsByInput.set(input, [...(itemsByInput.get(input) ?? []), index]);
    }
  });
  const itemsByMeasure = new Map(measures.map(({ id }) => [id, items.filter((item) => item.measure === id)]));
  const indexOf = new Map<ScoredItem, number>(items.map((item, index) => [item, index]));
  const scored: ScoredWithWarnings[] = items.map((item) => scoreItem(compiled, item, form));
  const measured = new Map<string, Measured>();
  const measureScores: Record<string, MeasureScore> = {};
  const conditionInputs = new Map<string, string[]>();
  for (const measure of measures) {
    for (const input of conditionInputsOf(measure)) {
      conditionInputs.set(input, [...(conditionInputs.get(input) ?? []), measure.id]);
    }
  }
  // Conditions and grades are read from the form itself: any edit may move them.
  const readsForm = compiled.scoring.checklist !== null || compiled.scoring.level?.kind === 'score-and-scenes';
  let cached: ScoreResult | null = null;

  const scoreOf = (item: ScoredItem): ItemScore => scored[indexOf.get(item) ?? -1]?.score ?? { score: null, state: 'unanswered' };

  const inputs: MeasureInputs = {
    items: [],
    itemScore: scoreOf,
    measured: (id) => measured.get(id) ?? null,
    decide: (condition) => decide(compiled, condition, form),
  };

  /** Recomputes, in order, the measures named in `dirty` and all that are made of them; returns those that changed. */
  const remeasure = (dirty: Set<string>): readonly string[] => {
    const changed: string[] = [];
    for (const measure of measures) {
      const reached = dirty.has(measure.id) || (!isItemMeasure(measure) && measure.terms.some((term) => dirty.has(term.measure)));
      if (!reached) continue;
      const before = measured.get(measure.id);
      const after = scoreMeasure(measure, { ...inputs, items: itemsByMeasure.get(measure.id) ?? [] });
      measured.set(measure.id, after);
      measureScores[measure.id] = after.score;
      const same = before !== undefined && sameScore(before.score, after.score);
      if (!same) changed.push(measure.id);
      // What stops or starts to apply moves the means around it, even where its own score stays as it was.
      if (same && before.applicable === after.applicable) dirty.delete(measure.id);
      else dirty.add(measure.id);
    }
    return changed;
  };
  remeasure(new Set(measures.map(({ id }) => id)));

  return {
    apply(change) {
      const dirty = new Set<string>();
      const changed: string[] = [];
      const seen = new Set<number>();
      if (readsForm && change.changed.length > 0) cached = null;
      for (const path of change.changed) {
        for (const measure of conditionInputs.get(conditionPath(path)) ?? []) dirty.add(measure);
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
      if (dirty.size === 0) return changed;
      cached = null;
      return [...changed, ...remeasure(dirty)];
    },

    result() {
      if (cached === null) {
        const { level, levelName, blocking, ...more } = decideLevel(compiled, measureScores, form);
        cached = {
          definition: compiled.id,
          edition: compiled.edition,
          measures: { ...measureScores },
          level,
          levelName,
          blocking,
          items: Object.fromEntries(items.map((item) => [item.name, scoreOf(item)])),
          warnings: scored.flatMap(({ warnings }) => warnings),
          ...more,
        };
      }
      return cached;
    },
  };
}

function sameScore(before: MeasureScore, after: MeasureScore): boolean {
  return before.score === after.score && before.answeredWeight === after.answeredWeight;
}

/** Names that the measure's own conditions read. */
function conditionInputsOf(measure: Measure): readonly string[] {
  const terms = measure.kind === 'nested-mean' ? measure.terms.flatMap(({ when }) => referencesOf(when)) : [];
  return [...new Set([...referencesOf(measure.applies), ...terms])];
}

/** A change in a row touches whoever reads that question from outside. */
function conditionPath(path: string): string {
  return path.split('/').at(-1) ?? path;
}
