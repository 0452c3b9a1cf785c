/** The scoring block of a compiled definition: data that `#scoring` carries out and that screens draw (radar, ladder, method note). */
import type { Provenance } from './provenance.ts';

/** A point of a piecewise-linear curve: value `x`, score `s` (0–100). */
export type CurvePoint = { readonly x: number; readonly s: number };
/** A band: values up to and including `le`. */
export type Band = { readonly le: number; readonly s: number };

export type ChangeRule = 'relative' | 'gap-closed' | 'points';

/** How one item gets its 0–100. A choice whose score is null means 'not applicable'. */
export type ItemRule =
  /** The score of the chosen option. */
  | { readonly kind: 'options'; readonly question: string; readonly scores: Readonly<Record<string, number | null>> }
  /** The sum of the ticked options' scores, at most 100; an exclusive option scores 0. */
  | { readonly kind: 'ticks'; readonly question: string; readonly scores: Readonly<Record<string, number>> }
  /** `scores[number of ticked options]`; an exclusive option counts 0. */
  | { readonly kind: 'count'; readonly question: string; readonly scores: readonly number[] }
  /** The first band whose upper end is not below the value. */
  | { readonly kind: 'bands'; readonly question: string; readonly bands: readonly Band[] }
  /** Straight lines between points, clamped outside. */
  | { readonly kind: 'curve'; readonly question: string; readonly points: readonly CurvePoint[] }
  /** The change from `previous` to `last`, then the curve. */
  | {
      readonly kind: 'change';
      readonly last: string;
      readonly previous: string;
      readonly rule: ChangeRule;
      readonly better: 'higher' | 'lower';
      readonly points: readonly CurvePoint[];
    }
  /** Ordered statements, lowest first; each has a grade (0, 1, 2 …) that level rules count and a score. */
  | { readonly kind: 'ladder'; readonly question: string; readonly steps: readonly LadderStep[] }
  /** How far a requirement is met: 1, 0.8, 0.5 or 0 of it; null is 'not applicable'. */
  | { readonly kind: 'satisfaction'; readonly question: string; readonly shares: Readonly<Record<string, Satisfaction | null>> };

export type LadderStep = { readonly choice: string; readonly grade: number | null; readonly s: number | null };
export type Satisfaction = 1 | 0.8 | 0.5 | 0;

export type ScoredItem = {
  readonly name: string;
  readonly label: string;
  /** Id of the measure that it counts in. */
  readonly measure: string;
  /** Id of its second-level group (二级). */
  readonly group: string;
  readonly weight: number;
  readonly rule: ItemRule;
  /** Questions whose value, or whose being hidden, decides the item. */
  readonly inputs: readonly string[];
  /** Of weight and curve; the wording's own is the question's. */
  readonly provenance: Provenance;
};

/** A second-level group (二级, such as 设备设施): items of one measure that the diagnosis compares. */
export type ItemGroup = { readonly id: string; readonly name: string; readonly measure: string };

/** The first grade whose `lt` is null or above the score. */
export type Grade = { readonly lt: number | null; readonly name: string };

export type MeasureTerm = { readonly measure: string; readonly weight: number };

type MeasureBase = {
  readonly id: string;
  readonly name: string;
  /** Empty: not graded. */
  readonly grades: readonly Grade[];
  /** Drawn as an axis of the radar. */
  readonly axis: boolean;
  readonly provenance: Provenance;
};

/**
 * Measures of items take the items that name them. `minAnswered` is the answered share of the relevant, applicable weight under
 * which the measure has no score. `sum` is in points: each item gives weight × score / 100.
 */
export type Measure =
  | (MeasureBase & { readonly kind: 'weighted-mean' | 'mean' | 'sum'; readonly minAnswered: number })
  | (MeasureBase & { readonly kind: 'weighted-sum'; readonly terms: readonly MeasureTerm[] });

export type Gate = { readonly measure: string; readonly min: number };
export type Level = { readonly id: string; readonly name: string; readonly gates: readonly Gate[] };

/** Gates climbed in order, stopping at the first level with a missed gate; no level while one of `measures` has no score. */
export type LevelRule = {
  readonly kind: 'gates';
  readonly measures: readonly string[];
  readonly levels: readonly Level[];
  readonly provenance: Provenance;
};

export type Scoring = {
  /** In the order in which they are computed and shown. */
  readonly measures: readonly Measure[];
  readonly groups: readonly ItemGroup[];
  readonly items: readonly ScoredItem[];
  readonly level: LevelRule | null;
};
