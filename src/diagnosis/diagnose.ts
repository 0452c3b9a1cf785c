import type { CompiledDefinition } from '#definition/compiled.ts';
import type { LevelRule, MaturityNode } from '#definition/scoring.ts';
import type { ConditionState, Readings, ScoreResult } from '#scoring/score-result.ts';

/** How far a gate of the next level is missed, unrounded: in points of `full`, or in scenes. */
export type BlockingGate = {
  readonly measure: string;
  readonly measureName: string;
  readonly required: number;
  readonly actual: number;
  readonly gap: number;
  readonly unit: 'points' | 'scenes';
  /** What `required` and `actual` are out of. */
  readonly full: number;
  readonly decimals: number | null;
};

export type ConditionStanding = {
  readonly name: string;
  readonly label: string;
  readonly needs: string | null;
  readonly partName: string;
  readonly state: ConditionState;
  readonly required: number | null;
  readonly actual: number | null;
};

/** The conditions a person has to know of, in words. */
export type ChecklistStanding = {
  readonly missing: readonly ConditionStanding[];
  readonly openJudged: readonly ConditionStanding[];
  readonly doubted: readonly ConditionStanding[];
  readonly prerequisites: readonly ConditionStanding[];
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
  /** Null where the source is read in one way only. */
  readonly readings: Readings | null;
  /** Null where there are no conditions. */
  readonly checklist: ChecklistStanding | null;
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
  const compared = comparedMeasures(level, next?.id ?? result.level);
  const groups = groupStandings(compiled, result, nameOf).filter(
    (group) => group.answeredWeight >= minAnsweredOfGroup && (compared === null || compared.has(group.measure)),
  );
  const ranked = groups.toSorted((a, b) => b.score - a.score);
  const shown = Math.min(listLength, Math.floor(ranked.length / 2));
  return {
    level: result.level,
    levelName: result.levelName,
    nextLevel: next === undefined ? null : { id: next.id, name: next.name },
    blocking: result.blocking
      .map((gate) => blockingGate(compiled, gate, next?.id ?? null, nameOf))
      .toSorted((a, b) => b.gap / b.full - a.gap / a.full),
    insufficient: measures.flatMap(({ id, name, kind, detail }) => {
      const scored = result.measures[id];
      return detail || kind === 'unscored' || scored === undefined || scored.score !== null || scored.answeredWeight === null
        ? []
        : [{ measure: id, measureName: name, answeredWeight: scored.answeredWeight }];
    }),
    strongest: ranked.slice(0, shown),
    weakest: ranked.toReversed().slice(0, shown),
    groups,
    readings: result.readings,
    checklist: checklistStanding(compiled, result),
  };
}

function blockingGate(
  { scoring }: CompiledDefinition,
  { measure, required, actual }: ScoreResult['blocking'][number],
  next: string | null,
  nameOf: (id: string) => string,
): BlockingGate {
  const gap = required - actual;
  const rule = scoring.level;
  if (rule?.kind === 'score-and-scenes' && (measure === 'scenes' || measure === 'constraining')) {
    const grade = rule.sceneGates.find((gate) => gate.level === next)?.grade ?? 0;
    const all = scoring.items.filter((item) => item.measure === rule.scenes).length;
    const count = measure === 'scenes' ? all : rule.constraining.length;
    const measureName = `${measure === 'scenes' ? '达到' : '约束性场景达到'}${gradeWord(grade)}及以上的场景`;
    return { measure, measureName, required, actual, gap, unit: 'scenes', full: count, decimals: 0 };
  }
  const known = scoring.measures.find(({ id }) => id === measure);
  const { full, decimals } = known ?? { full: 100, decimals: null };
  return { measure, measureName: nameOf(measure), required, actual, gap, unit: 'points', full, decimals };
}

function gradeWord(grade: number): string {
  return `${['零', '一', '二', '三', '四', '五'][grade] ?? String(grade)}级`;
}

/** In a maturity model the sub-domains of the level in reach are compared; null compares all groups. */
function comparedMeasures(rule: LevelRule | null, level: string | null): ReadonlySet<string> | null {
  if (rule?.kind !== 'satisfied-levels') return null;
  const index =
    Math.max(
      1,
      rule.levels.findIndex(({ id }) => id === level),
    ) - 1;
  const found = new Set<string>();
  const visit = (node: MaturityNode): void => {
    const measure = node.measures[index] ?? null;
    if (node.children.length === 0 && measure !== null) found.add(measure);
    node.children.forEach(visit);
  };
  rule.tree.forEach(visit);
  return found;
}

function checklistStanding({ scoring }: CompiledDefinition, { checklist }: ScoreResult): ChecklistStanding | null {
  if (checklist === null || scoring.checklist === null) return null;
  const { parts, conditions } = scoring.checklist;
  const standing = (name: string): readonly ConditionStanding[] => {
    const condition = conditions.find((each) => each.name === name);
    const found = checklist.conditions[name];
    if (condition === undefined || found === undefined) return [];
    const { label, needs, part } = condition;
    const { state, required, actual } = found;
    return [{ name, label, needs, partName: parts.find(({ id }) => id === part)?.name ?? part, state, required, actual }];
  };
  return {
    missing: checklist.missing.flatMap(standing),
    openJudged: checklist.openJudged.flatMap(standing),
    doubted: checklist.doubted.flatMap(standing),
    prerequisites: checklist.prerequisites.flatMap(standing),
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
