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

/** A group is compared once half of its weight is answered. */
const minAnsweredOfGroup = 0.5;
const listLength = 3;

/** What the result screen says beside the numbers. */
export function diagnose(compiled: CompiledDefinition, result: ScoreResult): Diagnosis {
  const { level, measures } = compiled.scoring;
  const nameOf = (id: string): string => measures.find((measure) => measure.id === id)?.name ?? id;
  const levels = level?.levels ?? [];
  const next = result.level === null ? undefined : levels[levels.findIndex(({ id }) => id === result.level) + 1];
  const groups = groupStandings(compiled, result, nameOf).filter((group) => group.answeredWeight >= minAnsweredOfGroup);
  const ranked = groups.toSorted((a, b) => b.score - a.score);
  const shown = Math.min(listLength, Math.floor(ranked.length / 2));
  return {
    level: result.level,
    levelName: result.levelName,
    nextLevel: next === undefined ? null : { id: next.id, name: next.name },
    blocking: result.blocking
      .map(({ measure, required, actual }) => ({
        measure,
        measureName: nameOf(measure),
        required,
        actual,
        gap: required - actual,
      }))
      .toSorted((a, b) => b.gap - a.gap),
    insufficient: measures.flatMap(({ id, name }) => {
      const scored = result.measures[id];
      return scored === undefined || scored.score !== null || scored.answeredWeight === null
        ? []
        : [{ measure: id, measureName: name, answeredWeight: scored.answeredWeight }];
    }),
    strongest: ranked.slice(0, shown),
    weakest: ranked.toReversed().slice(0, shown),
    groups,
  };
}

function groupStandings(
  compiled: CompiledDefinition,
  result: ScoreResult,
  nameOf: (id: string) => string,
): readonly GroupStanding[] {
  const { groups, items } = compiled.scoring;
  return groups.flatMap(({ id, name, measure }): readonly GroupStanding[] => {
    let applicable = 0;
    let answered = 0;
    let weighted = 0;
    for (const item of items) {
      const scored = result.items[item.name];
      if (item.group !== id || scored === undefined || scored.state === 'not-relevant' || scored.state === 'not-applicable')
        continue;
      applicable += item.weight;
      if (scored.score === null) continue;
      answered += item.weight;
      weighted += item.weight * scored.score;
    }
    if (answered === 0) return [];
    return [
      {
        group: id,
        name,
        measure,
        measureName: nameOf(measure),
        score: weighted / answered,
        answeredWeight: answered / applicable,
      },
    ];
  });
}
