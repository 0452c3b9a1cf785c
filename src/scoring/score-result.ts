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

export type Blocking = { readonly measure: string; readonly required: number; readonly actual: number };

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
};
