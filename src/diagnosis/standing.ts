import type { CompiledDefinition } from '#definition/compiled.ts';
import type { MaturityNode } from '#definition/scoring.ts';
import type { ConditionState, PartTally, Readings, ScoreResult } from '#scoring/score-result.ts';

export type SceneStanding = {
  readonly levels: readonly {
    readonly name: string;
    readonly reached: number;
    readonly required: number;
    readonly constraining: number;
    readonly constrainingRequired: number;
  }[];
  /** In the order of the definition; null while unanswered. */
  readonly grades: readonly { readonly label: string; readonly grade: number | null; readonly constraining: boolean }[];
};

export type TreeRow = {
  readonly id: string;
  readonly name: string;
  /** 0 is an element. */
  readonly depth: number;
  /** Of all levels together, in points of `full`. */
  readonly total: number | null;
  /** By level above the first; empty above the leaves. `null` as a cell: the model asks nothing there. */
  readonly levels: readonly ({ readonly score: number | null } | null)[];
};

export type TreeStanding = {
  readonly levels: readonly string[];
  /** From here on a level counts as satisfied, 0–1. */
  readonly satisfiedAt: number;
  readonly rows: readonly TreeRow[];
};

export type ConditionRow = {
  readonly name: string;
  readonly label: string;
  readonly needs: string | null;
  readonly levelName: string | null;
  readonly prerequisite: boolean;
  readonly state: ConditionState;
  readonly opinion: 'met' | 'not-met' | 'noted' | null;
  readonly required: number | null;
  readonly actual: number | null;
};

export type PartStanding = { readonly name: string; readonly tally: PartTally; readonly conditions: readonly ConditionRow[] };

/** What a result says besides scores: each part is null for a definition that has no such thing. */
export type Standing = {
  readonly readings: Readings | null;
  readonly scenes: SceneStanding | null;
  readonly tree: TreeStanding | null;
  readonly parts: readonly PartStanding[] | null;
  /** Conditions that ask for a person, out of `parts`. */
  readonly attention: Attention | null;
};

export type Attention = {
  /** Missed or unanswered: what stands between here and the next level, or between here and all of them. */
  readonly missing: readonly ConditionRow[];
  /** Judged by people, without an opinion so far; up to the level reached. */
  readonly open: readonly ConditionRow[];
  /** Seen on site as not enough. */
  readonly doubted: readonly ConditionRow[];
  /** To be held before anything else. */
  readonly prerequisites: readonly ConditionRow[];
};

/** The parts of a result that are no totals, in words: alike on the phone and at the desk. */
export function standingOf(compiled: CompiledDefinition, result: ScoreResult): Standing {
  const parts = partStandings(compiled, result);
  return {
    readings: readingsOf(compiled, result),
    scenes: sceneStanding(compiled, result),
    tree: treeStanding(compiled, result),
    parts,
    attention: attentionOf(parts, result),
  };
}

function attentionOf(parts: Standing['parts'], { checklist }: ScoreResult): Attention | null {
  if (parts === null || checklist === null) return null;
  const rows = parts.flatMap(({ conditions }) => conditions);
  const named = (names: readonly string[]): readonly ConditionRow[] => rows.filter(({ name }) => names.includes(name));
  return {
    missing: named(checklist.missing),
    open: named(checklist.openJudged),
    doubted: named(checklist.doubted),
    prerequisites: named(checklist.prerequisites),
  };
}

/** The deciding way first. */
function readingsOf({ scoring }: CompiledDefinition, { readings }: ScoreResult): Readings | null {
  const turned = scoring.level?.kind === 'satisfied-levels' && scoring.level.decides === 'satisfied';
  return readings !== null && turned ? { ...readings, ways: readings.ways.toReversed() } : readings;
}

function sceneStanding({ scoring }: CompiledDefinition, { scenes }: ScoreResult): SceneStanding | null {
  const { level, items } = scoring;
  if (scenes === null || level?.kind !== 'score-and-scenes') return null;
  return {
    levels: scenes.levels.map(({ level: id, reached, required, constraining, constrainingRequired }) => ({
      name: level.levels.find((each) => each.id === id)?.name ?? id,
      reached,
      required,
      constraining,
      constrainingRequired,
    })),
    grades: items
      .filter(({ measure }) => measure === level.scenes)
      .map(({ name, label }) => ({ label, grade: scenes.grades[name] ?? null, constraining: level.constraining.includes(name) })),
  };
}

function treeStanding({ scoring }: CompiledDefinition, { measures }: ScoreResult): TreeStanding | null {
  const { level } = scoring;
  if (level?.kind !== 'satisfied-levels') return null;
  const scoreOf = (measure: string): number | null => measures[measure]?.score ?? null;
  const rows: TreeRow[] = [];
  const visit = (node: MaturityNode, depth: number): void => {
    const levels =
      node.children.length > 0 ? [] : node.measures.map((measure) => (measure === null ? null : { score: scoreOf(measure) }));
    rows.push({ id: node.id, name: node.name, depth, total: scoreOf(node.total), levels });
    for (const child of node.children) visit(child, depth + 1);
  };
  for (const node of level.tree) visit(node, 0);
  return { levels: level.levels.slice(1).map(({ name }) => name), satisfiedAt: level.satisfiedAt, rows };
}

function partStandings({ scoring }: CompiledDefinition, { checklist }: ScoreResult): readonly PartStanding[] | null {
  if (checklist === null || scoring.checklist === null) return null;
  const { parts, conditions } = scoring.checklist;
  const levels = scoring.level?.levels ?? [];
  return parts.map(({ id, name }) => ({
    name,
    tally: checklist.parts[id] ?? { met: 0, notMet: 0, judged: 0, unanswered: 0, notApplicable: 0 },
    conditions: conditions
      .filter(({ part }) => part === id)
      .flatMap((condition): readonly ConditionRow[] => {
        const found = checklist.conditions[condition.name];
        if (found === undefined) return [];
        return [
          {
            name: condition.name,
            label: condition.label,
            needs: condition.needs,
            levelName: levels.find((each) => each.id === condition.level)?.name ?? null,
            prerequisite: condition.prerequisite,
            ...found,
          },
        ];
      }),
  }));
}
