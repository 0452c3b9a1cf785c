import type { CompiledDefinition } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import type { Measure } from '#definition/scoring.ts';
import type { Change, FormView } from '#engine/form-view.ts';
import { decideLevel } from './decide-level.ts';
import { itemSources } from './item-sources.ts';
import { livingMeasures } from './living-measures.ts';
import type { LivingMeasures } from './living-measures.ts';
import { scoreItem } from './score-item.ts';
import type { ScoredWithWarnings } from './score-item.ts';
import { notMeasured } from './score-measure.ts';
import type { ItemScore, MeasureScore, ScoreResult } from './score-result.ts';
import { versionedList } from './versioned-list.ts';
import type { VersionedList } from './versioned-list.ts';

/** A living score over a living form. */
export type ScoreSession = {
  /** Takes what an edit changed; returns the items and measures whose score or state changed. */
  apply(change: Change): readonly string[];
  /** The score as it is now, and stays in this result whatever is answered later. Lists in it are made when first read. */
  result(): ScoreResult;
  /** One measure as it is now, without making the whole result. */
  measure(id: string): MeasureScore | null;
  /** Items and measures scored and parts of measures read since the session opened; complexity tests read it. */
  readonly recomputedCount: number;
};

export function openScoreSession(compiled: CompiledDefinition, form: FormView): ScoreSession {
  const { items, measures } = compiled.scoring;
  const scored = versionedList<ScoredWithWarnings>(items.map((item) => scoreItem(compiled, item, form)));
  const living = livingMeasures(compiled, form, (index) => scored.at(index)?.score ?? unanswered);
  const itemsByInput = new Map<string, number[]>();
  items.forEach((item, index) => {
    for (const input of item.inputs) listUnder(itemsByInput, input, index);
    for (const source of itemSources(compiled, item)) listUnder(itemsByInput, source, index);
  });
  const measuresByCondition = new Map<string, number[]>();
  measures.forEach((measure, number) => {
    for (const input of conditionInputsOf(measure)) listUnder(measuresByCondition, input, number);
  });
  // Conditions and grades are read from the form itself: any edit may move them.
  const readsForm = compiled.scoring.checklist !== null || compiled.scoring.level?.kind === 'score-and-scenes';
  let cached: ScoreResult | null = null;
  let itemsScored = 0;
  living.remeasure();

  /** Scores items again and marks their measures; returns those that moved. */
  const rescore = (path: string, seen: Set<number>): readonly string[] => {
    const moved: string[] = [];
    for (const index of itemsByInput.get(path) ?? []) {
      const item = items[index];
      if (item === undefined || seen.has(index)) continue;
      seen.add(index);
      const before = scored.at(index);
      const after = scoreItem(compiled, item, form);
      scored.set(index, after);
      itemsScored += 1;
      cached = null;
      if (before?.score.score === after.score.score && before.score.state === after.score.state) continue;
      moved.push(item.name);
      living.itemChanged(index);
    }
    return moved;
  };

  return {
    apply({ changed }) {
      const moved: string[] = [];
      const seen = new Set<number>();
      if (readsForm && changed.length > 0) cached = null;
      for (const path of changed) {
        for (const number of measuresByCondition.get(conditionPath(path)) ?? []) {
          living.conditionChanged(number);
          cached = null;
        }
        moved.push(...rescore(path, seen));
      }
      moved.push(...living.remeasure());
      return moved;
    },

    result() {
      cached ??= resultOf(compiled, living, scored, form);
      return cached;
    },

    measure: (id) => living.scores[id] ?? null,

    get recomputedCount() {
      return itemsScored + living.recomputed;
    },
  };
}

/** Few readers look at every item or measure: the records are made when first asked for. */
function resultOf(
  compiled: CompiledDefinition,
  living: LivingMeasures,
  scored: VersionedList<ScoredWithWarnings>,
  form: FormView,
): ScoreResult {
  const { level, levelName, blocking, ...more } = decideLevel(compiled, living.scores, form);
  const itemsThen = scored.version();
  const measuresThen = living.measured.version();
  let measures: ScoreResult['measures'] | null = null;
  let items: ScoreResult['items'] | null = null;
  let warnings: ScoreResult['warnings'] | null = null;
  return {
    definition: compiled.id,
    edition: compiled.edition,
    get measures() {
      if (measures === null) {
        const then = measuresThen();
        measures = Object.fromEntries(
          compiled.scoring.measures.map(({ id }, number) => [id, (then[number] ?? notMeasured).score]),
        );
      }
      return measures;
    },
    level,
    levelName,
    blocking,
    get items() {
      if (items === null) {
        const then = itemsThen();
        items = Object.fromEntries(compiled.scoring.items.map(({ name }, index) => [name, then[index]?.score ?? unanswered]));
      }
      return items;
    },
    get warnings() {
      warnings ??= itemsThen().flatMap((each) => each.warnings);
      return warnings;
    },
    ...more,
  };
}

const unanswered: ItemScore = { score: null, state: 'unanswered' };

function listUnder(lists: Map<string, number[]>, key: string, number: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [number]);
  else list.push(number);
}

/** Names that the measure's own conditions read. */
function conditionInputsOf(measure: Measure): readonly string[] {
  const terms = measure.kind === 'nested-mean' ? measure.terms.flatMap(({ when }) => referencesOf(when)) : [];
  return measure.applies === null && terms.length === 0 ? [] : [...new Set([...referencesOf(measure.applies), ...terms])];
}

/** A change in a row touches whoever reads that question from outside. */
function conditionPath(path: string): string {
  return path.split('/').at(-1) ?? path;
}
