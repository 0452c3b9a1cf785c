import type { CompiledDefinition } from '#definition/compiled.ts';
import { isItemMeasure } from '#definition/measure-kinds.ts';
import type { Expression } from '#definition/expression.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import { DirtyNumbers } from '#engine/dirty-numbers.ts';
import { decide } from '#engine/evaluate-expression.ts';
import type { Decided } from '#engine/evaluate-expression.ts';
import type { FormView } from '#engine/form-view.ts';
import { notMeasured, scoreMeasure, sumsOf } from './score-measure.ts';
import type { Measured, MeasureInputs } from './score-measure.ts';
import type { ItemScore, MeasureScore } from './score-result.ts';
import { versionedList } from './versioned-list.ts';
import type { VersionedList } from './versioned-list.ts';

export type LivingMeasures = {
  /** By id, changed in place. */
  readonly scores: Readonly<Record<string, MeasureScore>>;
  readonly measured: VersionedList<Measured>;
  itemChanged(index: number): void;
  /** What a measure's own conditions read is another: each of its parts may count or not. */
  conditionChanged(measure: number): void;
  /** Recomputes, in order, the measures that wait and all that are made of what moved; returns those that changed. */
  remeasure(): readonly string[];
  readonly recomputed: number;
};

/** A part of a measure: one of its items or terms. */
type Place = { readonly measure: number; readonly part: number };

/** The measures of a form, each with its sums kept, so that one answer adds up again only what it is in. */
export function livingMeasures(
  compiled: CompiledDefinition,
  form: FormView,
  itemScore: (index: number) => ItemScore,
): LivingMeasures {
  const { items, measures } = compiled.scoring;
  const numberOf = new Map(measures.map(({ id }, number) => [id, number]));
  const itemsOf = measures.map((): { readonly items: ScoredItem[]; readonly numbers: number[] } => ({ items: [], numbers: [] }));
  /** By item, its place in its measure. */
  const places = items.map((item, index): Place => {
    const measure = numberOf.get(item.measure) ?? -1;
    itemsOf[measure]?.items.push(item);
    return { measure, part: (itemsOf[measure]?.numbers.push(index) ?? 0) - 1 };
  });
  const scores: Record<string, MeasureScore> = {};
  const measured = versionedList(measures.map(() => notMeasured));
  let recomputed = 0;
  const measuredOf = (id: string): Measured | null => {
    recomputed += 1;
    return measured.at(numberOf.get(id) ?? -1) ?? null;
  };
  const holds = (condition: Expression): Decided => decide(compiled, condition, form);
  const living = measures.map((measure, number) => {
    const { items: own = [], numbers = [] } = itemsOf[number] ?? {};
    const inputs: MeasureInputs = {
      items: own,
      itemScore(_item, part) {
        recomputed += 1;
        return itemScore(numbers[part] ?? -1);
      },
      measured: measuredOf,
      decide: holds,
    };
    return { measure, inputs, sums: sumsOf(measure, inputs), readers: [] as Place[] };
  });
  const waiting = new DirtyNumbers(measures.length);
  const touch = ({ measure, part }: Place): void => {
    living[measure]?.sums.changed(part);
    waiting.add(measure);
  };
  measures.forEach((measure, number) => {
    waiting.add(number);
    if (isItemMeasure(measure)) return;
    // A place in every measure that is made of this one.
    measure.terms.forEach((term, part) => living[numberOf.get(term.measure) ?? -1]?.readers.push({ measure: number, part }));
  });

  return {
    scores,
    measured,
    itemChanged(index) {
      const place = places[index];
      if (place !== undefined) touch(place);
    },
    conditionChanged(number) {
      living[number]?.sums.allChanged();
      waiting.add(number);
    },
    remeasure() {
      const changed: string[] = [];
      for (let number = waiting.take(); number >= 0; number = waiting.take()) {
        const own = living[number];
        const before = measured.at(number);
        if (own === undefined || before === undefined) continue;
        const after = scoreMeasure(own.measure, own.inputs, own.sums);
        recomputed += 1;
        measured.set(number, after);
        scores[own.measure.id] = after.score;
        const same = sameScore(before.score, after.score);
        if (!same) changed.push(own.measure.id);
        // What stops or starts to apply moves the means around it, even where its own score stays as it was.
        if (!same || before.applicable !== after.applicable) own.readers.forEach(touch);
      }
      return changed;
    },
    get recomputed() {
      return recomputed;
    },
  };
}

function sameScore(before: MeasureScore, after: MeasureScore): boolean {
  return before.score === after.score && before.answeredWeight === after.answeredWeight;
}
