import type { Level, LevelRule, SceneGate, ScoredItem } from '#definition/scoring.ts';
import { reaches } from './score-measure.ts';
import type { Blocking, MeasureScore, Readings, SceneTally } from './score-result.ts';

export type LevelReached = {
  readonly level: string | null;
  readonly levelName: string | null;
  readonly blocking: readonly Blocking[];
};

type Measures = Readonly<Record<string, MeasureScore>>;
type ScenesRule = Extract<LevelRule, { readonly kind: 'score-and-scenes' }>;
type SatisfiedRule = Extract<LevelRule, { readonly kind: 'satisfied-levels' }>;

const untold: LevelReached = { level: null, levelName: null, blocking: [] };

/** Climbs the levels in order and stops below the first one with a missed gate. Gates compare raw scores. */
export function reachLevel(rule: LevelRule | null, measures: Measures): LevelReached {
  if (rule === null || rule.measures.some((id) => (measures[id]?.score ?? null) === null)) return untold;
  const holds = rule.kind === 'gates' ? (actual: number, min: number): boolean => actual >= min : reaches;
  let reached = untold;
  for (const level of rule.levels) {
    const blocking = missedGates(level, measures, holds);
    if (blocking.length > 0) return { ...reached, blocking };
    reached = { level: level.id, levelName: level.name, blocking: [] };
  }
  return reached;
}

function missedGates(level: Level, measures: Measures, holds: (actual: number, min: number) => boolean): readonly Blocking[] {
  return level.gates.flatMap(({ measure, min }): readonly Blocking[] => {
    const actual = measures[measure]?.score ?? 0;
    return holds(actual, min) ? [] : [{ measure, required: min, actual }];
  });
}

export type ScenesReached = LevelReached & { readonly readings: Readings | null; readonly scenes: SceneTally };

/** The highest level whose score gate and scene gate both hold, by every reading of the source; the first one decides. */
export function reachWithScenes(
  rule: ScenesRule,
  measures: Measures,
  gradeOf: (scene: string) => number | null,
  items: readonly ScoredItem[],
): ScenesReached {
  const names = items.filter((item) => item.measure === rule.scenes).map(({ name }) => name);
  const grades = Object.fromEntries(names.map((name) => [name, gradeOf(name)]));
  const count = (gate: SceneGate, of: readonly string[]): number =>
    of.filter((name) => (grades[name] ?? -1) >= gate.grade).length;
  const reach = (levels: readonly Level[], gates: readonly SceneGate[]): LevelReached => {
    if (rule.measures.some((id) => (measures[id]?.score ?? null) === null)) return untold;
    const missed = levels.map((level): readonly Blocking[] => [
      ...missedGates(level, measures, reaches),
      ...gates
        .filter((gate) => gate.level === level.id)
        .flatMap((gate): readonly Blocking[] => {
          const all = count(gate, names);
          const constraining = count(gate, rule.constraining);
          return [
            ...(all < gate.count ? [{ measure: 'scenes', required: gate.count, actual: all }] : []),
            ...(constraining < gate.constraining
              ? [{ measure: 'constraining', required: gate.constraining, actual: constraining }]
              : []),
          ];
        }),
    ]);
    const highest = missed.findLastIndex((faults) => faults.length === 0);
    const level = levels[highest];
    return level === undefined ? untold : { level: level.id, levelName: level.name, blocking: missed[highest + 1] ?? [] };
  };
  const ways = rule.readings.map(({ id, name, note, levels, sceneGates }) => {
    const { level, levelName } = reach(levels, sceneGates);
    return { id, name, note, level, levelName };
  });
  return {
    ...reach(rule.levels, rule.sceneGates),
    readings: ways.length === 0 ? null : { ways, mismatch: ways.some(({ level }) => level !== ways[0]?.level) },
    scenes: {
      grades,
      levels: rule.sceneGates.map((gate) => ({
        level: gate.level,
        grade: gate.grade,
        reached: count(gate, names),
        required: gate.count,
        constraining: count(gate, rule.constraining),
        constrainingRequired: gate.constraining,
      })),
    },
  };
}

export type SatisfiedReached = LevelReached & { readonly readings: Readings };

/** The band of the total beside the highest level up to which every level is satisfied by itself. */
export function reachSatisfied(rule: SatisfiedRule, measures: Measures): SatisfiedReached {
  const byScore = reachLevel(rule, measures);
  const satisfied = rule.levelMeasures.map((id) => {
    const score = measures[id]?.score ?? null;
    return score !== null && reaches(score, rule.satisfiedAt);
  });
  const firstMissed = satisfied.indexOf(false);
  const top = firstMissed < 0 ? rule.levels.length - 1 : firstMissed;
  const known = byScore.level !== null;
  const bySatisfied = known ? rule.levels[top] : undefined;
  const missing = known && firstMissed >= 0 ? rule.levelMeasures[firstMissed] : undefined;
  const blocking: readonly Blocking[] =
    missing === undefined ? [] : [{ measure: missing, required: rule.satisfiedAt, actual: measures[missing]?.score ?? 0 }];
  const ways = [
    { id: 'score', name: '按总分所在区间', note: null, level: byScore.level, levelName: byScore.levelName },
    { id: 'satisfied', name: '按逐级都满足', note: null, level: bySatisfied?.id ?? null, levelName: bySatisfied?.name ?? null },
  ];
  const decided =
    rule.decides === 'score' ? byScore : { level: bySatisfied?.id ?? null, levelName: bySatisfied?.name ?? null, blocking };
  return { ...decided, readings: { ways, mismatch: ways[0]?.level !== ways[1]?.level } };
}
