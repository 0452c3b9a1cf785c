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
  const numberOf = new Map(measures.map(({ id }, number) => [id, number]));
  const readers = readersOf(measures, numberOf);
  /** 1: to be computed again. A byte each, so that the scan in order costs nothing beside the computing. */
  const waiting = new Uint8Array(measures.length).fill(1);
  const touch = (measure: string): void => {
    const number = numberOf.get(measure);
    if (number !== undefined) waiting[number] = 1;
  };
  const conditionInputs = new Map<string, string[]>();
  for (const measure of measures) {
    for (const input of conditionInputsOf(measure)) {
      conditionInputs.set(input, [...(conditionInputs.get(input) ?? []), measure.id]);
    }
  }
  // Conditions and grades are read from the form itself: any edit may move them.
  const readsForm = compiled.scoring.checklist !== null || compiled.scoring.level?.kind === 'score-and-scenes';
  let cached: ScoreResult | null = null;

  const scoreOf = (item: ScoredItem): ItemScore => scored[indexOf.get(item) ?? -1]?.score ?? unanswered;

  const inputs: MeasureInputs = {
    items: [],
    itemScore: scoreOf,
    measured: (id) => measured.get(id) ?? null,
    decide: (condition) => decide(compiled, condition, form),
  };

  /** Recomputes, in order, the measures that wait and all that are made of what moved; returns those that changed. */
  const remeasure = (): readonly string[] => {
    const changed: string[] = [];
    measures.forEach((measure, number) => {
      if (waiting[number] === 0) return;
      waiting[number] = 0;
      const before = measured.get(measure.id);
      const after = scoreMeasure(measure, { ...inputs, items: itemsByMeasure.get(measure.id) ?? [] });
      measured.set(measure.id, after);
      measureScores[measure.id] = after.score;
      const same = before !== undefined && sameScore(before.score, after.score);
      if (!same) changed.push(measure.id);
      // What stops or starts to apply moves the means around it, even where its own score stays as it was.
      if (same && before.applicable === after.applicable) return;
      for (const reader of readers[number] ?? []) waiting[reader] = 1;
    });
    return changed;
  };
  remeasure();

  return {
    apply(change) {
      let moved = false;
      const changed: string[] = [];
      const seen = new Set<number>();
      if (readsForm && change.changed.length > 0) cached = null;
      for (const path of change.changed) {
        for (const measure of conditionInputs.get(conditionPath(path)) ?? []) {
          touch(measure);
          moved = true;
        }
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
          touch(item.measure);
          moved = true;
        }
      }
      if (!moved) return changed;
      cached = null;
      return [...changed, ...remeasure()];
    },

    result() {
      cached ??= makeResult(compiled, measureScores, scored, form);
      return cached;
    },
  };
}

/** Few readers look at every item: their record and the warnings are made from a snapshot when first asked for. */
function makeResult(
  compiled: CompiledDefinition,
  measureScores: Readonly<Record<string, MeasureScore>>,
  scored: readonly ScoredWithWarnings[],
  form: FormView,
): ScoreResult {
  const { level, levelName, blocking, ...more } = decideLevel(compiled, measureScores, form);
  const snapshot = scored.slice();
  let items: ScoreResult['items'] | null = null;
  let warnings: ScoreResult['warnings'] | null = null;
  return {
    definition: compiled.id,
    edition: compiled.edition,
    measures: { ...measureScores },
    level,
    levelName,
    blocking,
    get items() {
      items ??= Object.fromEntries(
        compiled.scoring.items.map((item, index) => [item.name, snapshot[index]?.score ?? unanswered]),
      );
      return items;
    },
    get warnings() {
      warnings ??= snapshot.flatMap((each) => each.warnings);
      return warnings;
    },
    ...more,
  };
}

const unanswered: ItemScore = { score: null, state: 'unanswered' };

/** By measure, the measures that are made of it. */
function readersOf(measures: readonly Measure[], numberOf: ReadonlyMap<string, number>): readonly (readonly number[])[] {
  const readers = measures.map((): number[] => []);
  measures.forEach((measure, reader) => {
    if (isItemMeasure(measure)) return;
    for (const { measure: read } of measure.terms) readers[numberOf.get(read) ?? -1]?.push(reader);
  });
  return readers;
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
