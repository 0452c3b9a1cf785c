import type { CompiledDefinition } from '#definition/compiled.ts';
import type { ScoreResult } from '#scoring/score-result.ts';

/** How far a gate of the next level is missed, in points, unrounded. */
export type BlockingGate = {
  readonly measure: string;
  readonly measureName: string;
  readonly required: number;
  readonly actual: number;
  readonly gap: number;
};

/** A second-level group: the mean of its answered, applicable items, weights re-spread. */
export type GroupStanding = {
  readonly group: string;
  readonly name: string;
  readonly measure: string;
  readonly measureName: string;
  readonly score: number;
  /** Answered share of the group's relevant, applicable weight, 0–1. */
  readonly answeredWeight: number;
};

export type Diagnosis = {
  readonly level: string | null;
  readonly levelName: string | null;
  /** The level above, null at the top and while the level is null. */
  readonly nextLevel: { readonly id: string; readonly name: string } | null;
  /** Missed gates, the widest gap first. */
  readonly blocking: readonly BlockingGate[];
  /** Measures that have too little answered to be scored, in the order of the definition. */
  readonly insufficient: readonly { readonly measure: string; readonly measureName: string; readonly answeredWeight: number }[];
  /** At most three, best first; a group is never in both lists. */
  readonly strongest: readonly GroupStanding[];
  /** At most three, worst first. */
  readonly weakest: readonly GroupStanding[];
  /** All groups that have enough answers to be compared. */
  readonly groups: readonly GroupStanding[];
};

/** What the result screen says beside the numbers. */
export function diagnose(compiled: CompiledDefinition, result: ScoreResult): Diagnosis {
  throw new Error(`diagnose: not built yet (${compiled.id} ${result.edition})`);
}
