/** What scoring returns: on the phone as a preview, on the server as the record, on the command line as printed JSON. */
import type { Problem } from '#shared/problems.ts';

export type ItemState = 'answered' | 'unanswered' | 'not-applicable' | 'not-relevant';

/** `score` is 0–100, unrounded, null unless `state` is `answered`. */
export type ItemScore = { readonly score: number | null; readonly state: ItemState };

/**
 * A dimension, index or total. `score` is unrounded and null when too little is answered; `answeredWeight` is the answered
 * share (0–1) of the relevant, applicable weight, null for measures made of measures.
 */
export type MeasureScore = {
  readonly score: number | null;
  readonly grade: string | null;
  readonly answeredWeight: number | null;
};

/**
 * A missed gate. `measure` is a measure's id, or `scenes` and `constraining` where scenes are counted: then both numbers are scenes
 * at the grade that the level asks for.
 */
export type Blocking = { readonly measure: string; readonly required: number; readonly actual: number };

/** The level by one way of reading the source. */
export type LevelReading = {
  readonly id: string;
  readonly name: string;
  readonly note: string | null;
  readonly level: string | null;
  readonly levelName: string | null;
};

/** All ways of reading; `mismatch`: they do not agree, which has to be said beside the level. */
export type Readings = { readonly ways: readonly LevelReading[]; readonly mismatch: boolean };

/** What scenes were graded and how many reach the grade of each level. */
export type SceneTally = {
  /** By scene; null while unanswered. */
  readonly grades: Readonly<Record<string, number | null>>;
  readonly levels: readonly {
    readonly level: string;
    readonly grade: number;
    readonly reached: number;
    readonly required: number;
    readonly constraining: number;
    readonly constrainingRequired: number;
  }[];
};

/** `judged` is for people to decide; all others are computed. */
export type ConditionState = 'met' | 'not-met' | 'judged' | 'unanswered' | 'not-applicable';

export type ConditionResult = {
  readonly state: ConditionState;
  /** Of a judged condition: what the visitor thinks; `noted` is text without a verdict, null is still open. */
  readonly opinion: 'met' | 'not-met' | 'noted' | null;
  /** The numbers compared, null where none are. */
  readonly required: number | null;
  readonly actual: number | null;
};

export type PartTally = {
  readonly met: number;
  readonly notMet: number;
  readonly judged: number;
  readonly unanswered: number;
  readonly notApplicable: number;
};

/** Never summed up. Lists hold names of conditions, in the order of the definition. */
export type ChecklistResult = {
  readonly conditions: Readonly<Record<string, ConditionResult>>;
  readonly parts: Readonly<Record<string, PartTally>>;
  /** Computed conditions that do not hold: those of the next level, or all where there are no levels. */
  readonly missing: readonly string[];
  /** Judged conditions without an opinion, up to the level reached, or all where there are no levels. */
  readonly openJudged: readonly string[];
  /** Judged conditions the visitor finds unmet, of the same range. */
  readonly doubted: readonly string[];
  /** What to hold already for the level reached and for the next one. */
  readonly prerequisites: readonly string[];
};

export type ScoreResult = {
  readonly definition: string;
  readonly edition: string;
  readonly measures: Readonly<Record<string, MeasureScore>>;
  /** Id of the level reached, null while it cannot be told. */
  readonly level: string | null;
  readonly levelName: string | null;
  /** The missed gates of the next level; empty at the top and while the level is null. */
  readonly blocking: readonly Blocking[];
  readonly items: Readonly<Record<string, ItemScore>>;
  /** Things that made an item count as unanswered though something was typed. */
  readonly warnings: readonly Problem[];
  /** Null where the source is read in one way only. */
  readonly readings: Readings | null;
  /** Null where no scenes are counted. */
  readonly scenes: SceneTally | null;
  /** Null where there are no conditions. */
  readonly checklist: ChecklistResult | null;
};
