/**
 * Size of an industrial firm by 《统计上大中小微型企业划分办法(2017)》(国统字〔2017〕213号): employees X (persons) and
 * business revenue Y (10,000 yuan, 万元). Large, medium and small need both lower limits; a firm that misses one drops a class.
 */
export const sizeClasses = ['large', 'medium', 'small', 'micro'] as const;
export type SizeClass = (typeof sizeClasses)[number];

/** Null while headcount or revenue is not known: a class is computed, never guessed. */
export function sizeClass(headcount: number | null, revenue: number | null): SizeClass | null {
  if (headcount === null || revenue === null) return null;
  if (!Number.isFinite(headcount) || !Number.isFinite(revenue)) return null;
  const reached = lowerLimits.find((limit) => headcount >= limit.headcount && revenue >= limit.revenue);
  return reached?.size ?? 'micro';
}

/** From the largest down. Rows of 工业 in the annex of the rule. */
const lowerLimits: readonly { readonly size: SizeClass; readonly headcount: number; readonly revenue: number }[] = [
  { size: 'large', headcount: 1000, revenue: 40_000 },
  { size: 'medium', headcount: 300, revenue: 2_000 },
  { size: 'small', headcount: 20, revenue: 300 },
];
