import { isItemMeasure } from '#definition/measure-kinds.ts';
import type { Grade, ItemMeasure, LevelSumMeasure, Measure, NestedMeasure, ScoredItem, SumMeasure } from '#definition/scoring.ts';
import type { Expression } from '#definition/expression.ts';
import type { Decided } from '#engine/evaluate-expression.ts';
import type { ItemScore, MeasureScore } from './score-result.ts';

/** What a measure is computed from. */
export type MeasureInputs = {
  readonly items: readonly ScoredItem[];
  itemScore(item: ScoredItem): ItemScore;
  /** Of a measure that comes earlier. */
  measured(id: string): Measured | null;
  decide(condition: Expression): Decided;
};

/** `applicable` false: nothing in the measure concerns this firm, so it leaves the means around it. */
export type Measured = { readonly score: MeasureScore; readonly applicable: boolean };

const absent: Measured = { score: { score: null, grade: null, answeredWeight: null }, applicable: false };

export function scoreMeasure(measure: Measure, inputs: MeasureInputs): Measured {
  if (measure.applies !== null && inputs.decide(measure.applies) === false) return absent;
  if (isItemMeasure(measure)) return scoreItemMeasure(measure, inputs);
  switch (measure.kind) {
    case 'weighted-sum':
      return scoreSumMeasure(measure, inputs);
    case 'nested-mean':
      return scoreNestedMean(measure, inputs);
    case 'level-sum':
      return scoreLevelSum(measure, inputs);
  }
}

/** Hidden and not-applicable items leave the weights, unanswered ones leave the score. */
function scoreItemMeasure(measure: ItemMeasure, { items, itemScore }: MeasureInputs): Measured {
  let applicable = 0;
  let answered = 0;
  let weighted = 0;
  for (const item of items) {
    const { score, state } = itemScore(item);
    const hidden = state === 'not-relevant';
    if (state === 'not-applicable' || (hidden && !measure.hiddenCounts)) continue;
    const weight = measure.kind === 'mean' ? 1 : item.weight;
    applicable += weight;
    if (score === null && !hidden) continue;
    answered += weight;
    weighted += weight * (score ?? 0);
  }
  const answeredWeight = applicable === 0 ? 0 : answered / applicable;
  const enough = measure.kind !== 'unscored' && answered > 0 && answeredWeight >= measure.minAnswered;
  const score = !enough ? null : measure.kind === 'sum' ? weighted / 100 : ofFull(weighted / answered, measure.full);
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight }, applicable: applicable > 0 };
}

function ofFull(percent: number, full: number): number {
  return full === 100 ? percent : (percent * full) / 100;
}

function scoreSumMeasure(measure: SumMeasure, { measured }: MeasureInputs): Measured {
  let score: number | null = 0;
  for (const term of measure.terms) {
    const part = measured(term.measure)?.score.score ?? null;
    score = part === null || score === null ? null : score + term.weight * part;
  }
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight: null }, applicable: true };
}

/** Terms that do not apply leave the weights; those without a score leave the score. */
function scoreNestedMean(measure: NestedMeasure, { measured, decide }: MeasureInputs): Measured {
  let applicable = 0;
  let answered = 0;
  let scored = 0;
  let weighted = 0;
  for (const term of measure.terms) {
    const part = measured(term.measure);
    if (part === null || !part.applicable || (term.when !== null && decide(term.when) !== true)) continue;
    applicable += term.weight;
    answered += term.weight * (part.score.answeredWeight ?? 0);
    if (part.score.score === null) continue;
    scored += term.weight;
    weighted += term.weight * part.score.score;
  }
  const answeredWeight = applicable === 0 ? 0 : answered / applicable;
  const score = scored > 0 && scored / applicable >= measure.minAnswered ? weighted / scored : null;
  return { score: { score, grade: gradeOf(measure.grades, score), answeredWeight }, applicable: applicable > 0 };
}

/** A level that nobody looked at counts 0: the sum is a floor. */
function scoreLevelSum(measure: LevelSumMeasure, { measured }: MeasureInputs): Measured {
  const parts = measure.terms.map((term) => measured(term.measure));
  if (parts.length > 0 && parts.every((part) => part !== null && !part.applicable)) return absent;
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
