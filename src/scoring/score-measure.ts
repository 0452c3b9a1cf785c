import { isItemMeasure } from '#definition/measure-kinds.ts';
import type { Grade, ItemMeasure, LevelSumMeasure, Measure, NestedMeasure, ScoredItem, SumMeasure } from '#definition/scoring.ts';
import type { Expression } from '#definition/expression.ts';
import type { Decided } from '#engine/evaluate-expression.ts';
import type { ItemScore, MeasureScore } from './score-result.ts';
import { BlockSums } from './block-sums.ts';
import type { Sums } from './block-sums.ts';

/** What a measure is computed from. */
export type MeasureInputs = {
  readonly items: readonly ScoredItem[];
  /** `part` is the item's place in `items`. */
  itemScore(item: ScoredItem, part: number): ItemScore;
  /** Of a measure that comes earlier. */
  measured(id: string): Measured | null;
  decide(condition: Expression): Decided;
};

/** `applicable` false: nothing in the measure concerns this firm, so it leaves the means around it. */
export type Measured = { readonly score: MeasureScore; readonly applicable: boolean };

/** What does not concern the firm, or is not computed yet. */
export const notMeasured: Measured = { score: { score: null, grade: null, answeredWeight: null }, applicable: false };

/** What the measure adds up, to be kept between answers. */
export function sumsOf(measure: Measure, inputs: MeasureInputs): BlockSums {
  if (isItemMeasure(measure)) return new BlockSums(inputs.items.length, addItem(measure, inputs));
  switch (measure.kind) {
    case 'weighted-sum':
      return new BlockSums(measure.terms.length, addTerm(measure, inputs));
    case 'nested-mean':
      return new BlockSums(measure.terms.length, addNested(measure, inputs));
    case 'level-sum':
      // Reads its few levels itself.
      return new BlockSums(0, () => undefined);
  }
}

export function scoreMeasure(measure: Measure, inputs: MeasureInputs, sums = sumsOf(measure, inputs)): Measured {
  if (measure.applies !== null && inputs.decide(measure.applies) === false) return notMeasured;
  if (measure.kind === 'level-sum') return scoreLevelSum(measure, inputs);
  const total = sums.total();
  if (isItemMeasure(measure)) return scoreItemMeasure(measure, total);
  return measure.kind === 'weighted-sum' ? scoreSumMeasure(measure, total) : scoreNestedMean(measure, total);
}

/** Hidden and not-applicable items leave the weights, unanswered ones leave the score. */
function addItem(measure: ItemMeasure, { items, itemScore }: MeasureInputs): (part: number, into: Sums) => void {
  return (part, into) => {
    const item = items[part];
    if (item === undefined) return;
    const { score, state } = itemScore(item, part);
    const hidden = state === 'not-relevant';
    if (state === 'not-applicable' || (hidden && !measure.hiddenCounts)) return;
    const weight = measure.kind === 'mean' ? 1 : item.weight;
    into.applicable += weight;
    if (score === null && !hidden) return;
    into.answered += weight;
    into.weighted += weight * (score ?? 0);
  };
}

function scoreItemMeasure(measure: ItemMeasure, { applicable, answered, weighted }: Sums): Measured {
  const answeredWeight = applicable === 0 ? 0 : answered / applicable;
  const enough = measure.kind !== 'unscored' && answered > 0 && answeredWeight >= measure.minAnswered;
  const score = !enough ? null : measure.kind === 'sum' ? weighted / 100 : ofFull(weighted / answered, measure.full);
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight }, applicable: applicable > 0 };
}

function ofFull(percent: number, full: number): number {
  return full === 100 ? percent : (percent * full) / 100;
}

function addTerm(measure: SumMeasure, { measured }: MeasureInputs): (part: number, into: Sums) => void {
  return (part, into) => {
    const term = measure.terms[part];
    if (term === undefined) return;
    const score = measured(term.measure)?.score.score ?? null;
    if (score === null) into.missing += 1;
    else into.weighted += term.weight * score;
  };
}

function scoreSumMeasure(measure: SumMeasure, { missing, weighted }: Sums): Measured {
  const score = missing > 0 ? null : weighted;
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight: null }, applicable: true };
}

/** Terms that do not apply leave the weights; those without a score leave the score. */
function addNested(measure: NestedMeasure, { measured, decide }: MeasureInputs): (part: number, into: Sums) => void {
  return (part, into) => {
    const term = measure.terms[part];
    const read = term === undefined ? null : measured(term.measure);
    if (term === undefined || read === null || !read.applicable) return;
    if (term.when !== null && decide(term.when) !== true) return;
    into.applicable += term.weight;
    into.answered += term.weight * (read.score.answeredWeight ?? 0);
    if (read.score.score === null) return;
    into.scored += term.weight;
    into.weighted += term.weight * read.score.score;
  };
}

function scoreNestedMean(measure: NestedMeasure, { applicable, answered, scored, weighted }: Sums): Measured {
  const answeredWeight = applicable === 0 ? 0 : answered / applicable;
  const score = scored > 0 && scored / applicable >= measure.minAnswered ? weighted / scored : null;
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight }, applicable: applicable > 0 };
}

/** A level that nobody looked at counts 0: the sum is a floor. */
function scoreLevelSum(measure: LevelSumMeasure, { measured }: MeasureInputs): Measured {
  const parts = measure.terms.map((term) => measured(term.measure));
  if (parts.length > 0 && parts.every((part) => part !== null && !part.applicable)) return notMeasured;
  const first = parts.find((part) => part?.applicable === true)?.score.score ?? null;
  const score =
    first === null ? null : parts.reduce((sum, part) => sum + counted(part?.score.score ?? null, measure.satisfiedAt), 0);
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight: null }, applicable: true };
}

function counted(score: number | null, satisfiedAt: number | null): number {
  if (score === null) return 0;
  return satisfiedAt !== null && reaches(score, satisfiedAt) ? 1 : score;
}

/** Sums of fractions may miss a threshold they hit on paper by the last bits of a float. */
export function reaches(score: number, threshold: number): boolean {
  return score >= threshold - 1e-9;
}

export function gradeOf(grades: readonly Grade[], score: number | null): string | null {
  if (score === null) return null;
  return grades.find((grade) => grade.lt === null || score < grade.lt)?.name ?? null;
}
