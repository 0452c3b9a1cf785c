import type { LevelRule } from '#definition/scoring.ts';
import type { Blocking, MeasureScore } from './score-result.ts';

export type LevelReached = {
  readonly level: string | null;
  readonly levelName: string | null;
  readonly blocking: readonly Blocking[];
};

const untold: LevelReached = { level: null, levelName: null, blocking: [] };

/** Climbs the levels in order and stops below the first one with a missed gate. Gates compare raw scores. */
export function reachLevel(rule: LevelRule | null, measures: Readonly<Record<string, MeasureScore>>): LevelReached {
  if (rule === null || rule.measures.some((id) => (measures[id]?.score ?? null) === null)) return untold;
  let reached = untold;
  for (const level of rule.levels) {
    const blocking = level.gates.flatMap(({ measure, min }): readonly Blocking[] => {
      const actual = measures[measure]?.score ?? 0;
      return actual >= min ? [] : [{ measure, required: min, actual }];
    });
    if (blocking.length > 0) return { ...reached, blocking };
    reached = { level: level.id, levelName: level.name, blocking: [] };
  }
  return reached;
}
