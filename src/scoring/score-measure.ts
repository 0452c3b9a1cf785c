import type { Grade, Measure, ScoredItem } from '#definition/scoring.ts';
import type { ItemScore, MeasureScore } from './score-result.ts';

type ItemMeasure = Extract<Measure, { readonly minAnswered: number }>;
type SumMeasure = Extract<Measure, { readonly kind: 'weighted-sum' }>;

/** A measure of items: hidden and not-applicable items leave the weights, unanswered ones leave the score. */
export function scoreItemMeasure(
  measure: ItemMeasure,
  items: readonly ScoredItem[],
  scoreOf: (item: ScoredItem) => ItemScore,
): MeasureScore {
  let applicable = 0;
  let answered = 0;
  let weighted = 0;
  for (const item of items) {
    const { score, state } = scoreOf(item);
    if (state === 'not-relevant' || state === 'not-applicable') continue;
    const weight = measure.kind === 'mean' ? 1 : item.weight;
    applicable += weight;
    if (score === null) continue;
    answered += weight;
    weighted += weight * score;
  }
  const answeredWeight = applicable === 0 ? 0 : answered / applicable;
  const enough = answered > 0 && answeredWeight >= measure.minAnswered;
  const score = !enough ? null : measure.kind === 'sum' ? weighted / 100 : weighted / answered;
  return { score, grade: gradeOf(measure.grades, score), answeredWeight };
}

/** A measure of measures: no score as soon as one of them has none. */
export function scoreSumMeasure(measure: SumMeasure, scoreOf: (id: string) => number | null): MeasureScore {
  let score: number | null = 0;
  for (const term of measure.terms) {
    const part = scoreOf(term.measure);
    score = part === null || score === null ? null : score + term.weight * part;
  }
  return { score, grade: gradeOf(measure.grades, score), answeredWeight: null };
}

export function gradeOf(grades: readonly Grade[], score: number | null): string | null {
  if (score === null) return null;
  return grades.find((grade) => grade.lt === null || score < grade.lt)?.name ?? null;
}
