/** The scoring block of a compiled definition: data that `#scoring` carries out and that screens draw (radar, ladder, method note). */
import type { Expression } from './expression.ts';
import type { Fidelity, Provenance } from './provenance.ts';

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
  /** A step on the way to other measures: shown in a breakdown, never among the totals. */
  readonly detail: boolean;
  /** The full mark, such as 100 or 5. Means are of 0–100 items and come out as that share of it. */
  readonly full: number;
  /** Decimals to show; null is the display's own choice. */
  readonly decimals: number | null;
  /** False answers take the measure, and its place in nested means, away. Null: it always applies. */
  readonly applies: Expression | null;
  readonly provenance: Provenance;
};

/** `when` lets one measure weigh differently for different kinds of firms; a term whose `when` does not hold is not there. */
export type NestedTerm = MeasureTerm & {
  readonly when: Expression | null;
  /** How well this weight is grounded, where it differs from the measure's own provenance. */
  readonly fidelity: Fidelity | null;
};

/**
 * Measures of items take the items that name them. `minAnswered` is the answered share of the relevant, applicable weight under
 * which the measure has no score. `sum` is in points: each item gives weight × score / 100. `unscored` holds items that are read one
 * by one. With `hiddenCounts` a hidden item counts as 0 instead of leaving the weights.
 */
export type ItemMeasure = MeasureBase & {
  readonly kind: 'weighted-mean' | 'mean' | 'sum' | 'unscored';
  readonly minAnswered: number;
  readonly hiddenCounts: boolean;
};
/** Σ weight × measure; no score as soon as one part has none. Weights of 1 add points up. */
export type SumMeasure = MeasureBase & { readonly kind: 'weighted-sum'; readonly terms: readonly MeasureTerm[] };
/** Mean of measures, weights re-spread over the terms that apply and have a score. */
export type NestedMeasure = MeasureBase & {
  readonly kind: 'nested-mean';
  readonly terms: readonly NestedTerm[];
  readonly minAnswered: number;
};
/**
 * Adds the levels of a maturity model: a term at or above `satisfiedAt` counts 1, any other its own score (0–1), one without a score
 * 0. Without `satisfiedAt` every term counts its own score. No score while the first term that applies has none.
 */
export type LevelSumMeasure = MeasureBase & {
  readonly kind: 'level-sum';
  readonly terms: readonly MeasureTerm[];
  readonly satisfiedAt: number | null;
};
export type Measure = ItemMeasure | SumMeasure | NestedMeasure | LevelSumMeasure;

export type Gate = { readonly measure: string; readonly min: number };
export type Level = { readonly id: string; readonly name: string; readonly gates: readonly Gate[] };

type LevelBase = {
  /** No level is told while one of them has no score. */
  readonly measures: readonly string[];
  /** Lowest first. In all kinds but `gates` the first one asks for nothing and means 'below the first real level'. */
  readonly levels: readonly Level[];
  readonly provenance: Provenance;
};

/** At least `count` scenes at `grade` or above, `constraining` of them constraining ones. */
export type SceneGate = { readonly level: string; readonly grade: number; readonly count: number; readonly constraining: number };

/** One way to read the source's level table where sources differ. */
export type SceneReading = {
  readonly id: string;
  readonly name: string;
  readonly note: string | null;
  readonly levels: readonly Level[];
  readonly sceneGates: readonly SceneGate[];
};

export type LevelRule =
  /** Gates climbed in order, stopping at the first level with a missed gate. */
  | (LevelBase & { readonly kind: 'gates' })
  /** The same with one measure. */
  | (LevelBase & { readonly kind: 'thresholds' })
  /** The highest level whose score gate and scene gate both hold. Scenes are the ladder items of the measure `scenes`. */
  | (LevelBase & {
      readonly kind: 'score-and-scenes';
      readonly scenes: string;
      readonly constraining: readonly string[];
      readonly sceneGates: readonly SceneGate[];
      /** All readings, the deciding one first; empty where there is only one. */
      readonly readings: readonly SceneReading[];
    })
  /**
   * Two readings side by side: the band that the total falls in (gates of `levels`), and the highest level up to which every
   * level's own measure reaches `satisfiedAt`. `levelMeasures` has the measure of each level above the first.
   */
  | (LevelBase & {
      readonly kind: 'satisfied-levels';
      readonly levelMeasures: readonly string[];
      readonly satisfiedAt: number;
      readonly decides: 'score' | 'satisfied';
      /** Elements, domains and sub-domains, for screens that show the tree. */
      readonly tree: readonly MaturityNode[];
    })
  /** The highest level such that every machine-checked condition of it and of those below holds. */
  | (LevelBase & { readonly kind: 'checklist' });

/** A node of a maturity model. `measures` has its measure at each level, null where the model asks nothing there. */
export type MaturityNode = {
  readonly id: string;
  readonly name: string;
  readonly measures: readonly (string | null)[];
  /** The measure of all levels together. */
  readonly total: string;
  readonly children: readonly MaturityNode[];
};

export type ConditionTest =
  | { readonly kind: 'at-least' | 'at-most'; readonly question: string; readonly value: number }
  /** One of the options `met` is chosen. */
  | { readonly kind: 'chosen'; readonly question: string; readonly met: readonly string[] }
  /** At least `value` options are ticked, of those in `of`, or of all but exclusive ones when that is empty. */
  | { readonly kind: 'ticked'; readonly question: string; readonly value: number; readonly of: readonly string[] }
  | { readonly kind: 'expression'; readonly met: Expression }
  /** A person's view: options in `met` are favourable, those in `notMet` are not, others leave it open. Never decides a level. */
  | { readonly kind: 'judged'; readonly question: string; readonly met: readonly string[]; readonly notMet: readonly string[] };

export type Condition = {
  readonly name: string;
  readonly label: string;
  readonly part: string;
  /** Asked for by this level and all above; null: by every real level, or there are no levels. */
  readonly level: string | null;
  /** Something to hold already, such as the level below. Listed, never decides. */
  readonly prerequisite: boolean;
  readonly test: ConditionTest;
  readonly applies: Expression | null;
  /** What is asked, in words: `不少于 50 人`. */
  readonly needs: string | null;
  /** Questions that the test and `applies` read. */
  readonly inputs: readonly string[];
  readonly provenance: Provenance;
};

export type ChecklistPart = { readonly id: string; readonly name: string; readonly applies: Expression | null };
export type Checklist = { readonly parts: readonly ChecklistPart[]; readonly conditions: readonly Condition[] };

export type Scoring = {
  /** In the order in which they are computed and shown. */
  readonly measures: readonly Measure[];
  readonly groups: readonly ItemGroup[];
  readonly items: readonly ScoredItem[];
  readonly level: LevelRule | null;
  readonly checklist: Checklist | null;
};
