/**
 * A maturity model's tree → its clauses as items and its nodes as measures. Sub-domains take their clauses from the questions
 * `<id>_<level>_<n>`; each node has one measure a level (`<id>_l<level>`) and one of all levels (`<id>`).
 */
import type { ScoringContext } from './scoring-context.ts';
import type { Expression } from './expression.ts';
import type { Fidelity, Provenance } from './provenance.ts';
import type { MaturityNodeSource, MaturitySource } from './scoring-schema.ts';
import type { LevelRule, MaturityNode, Measure, NestedTerm, ScoredItem } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

export type BuiltMaturity = {
  readonly items: readonly ScoredItem[];
  readonly measures: readonly Measure[];
  readonly level: LevelRule;
};

type Draft = { readonly node: MaturityNode; readonly source: MaturityNodeSource };

/** What is filled in while the tree is walked. */
type Walk = {
  readonly source: MaturitySource;
  readonly context: ScoringContext;
  readonly levelCount: number;
  readonly items: ScoredItem[];
  readonly measures: Measure[];
};

type Named = { readonly id: string; readonly name: string };

const path: SourcePath = ['scoring', 'level'];
const plain = { grades: [], axis: false, detail: true, full: 1, decimals: 2, applies: null } as const;

export function buildMaturity(source: MaturitySource, context: ScoringContext): BuiltMaturity {
  const walk: Walk = { source, context, levelCount: source.levels.length - 1, items: [], measures: [] };
  const drafts = source.tree.map((node, index) => buildNode(walk, node, [...path, 'tree', index], null));
  const provenance = context.provenance(source.provenance);
  const perLevel = joinLevels(walk, drafts, source.total, null, [...path, 'tree'], provenance);
  const levelMeasures = perLevel.flatMap((measure) => (measure === null ? [] : [measure]));
  if (levelMeasures.length < walk.levelCount) {
    context.report([...path, 'tree'], null, '有的等级一道题也没有', '每一级至少要有一道题');
  }
  walk.measures.push({
    ...plain,
    ...source.total,
    kind: 'level-sum',
    detail: false,
    full: walk.levelCount,
    terms: levelMeasures.map((measure) => ({ measure, weight: 1 })),
    satisfiedAt: source.satisfied_at,
    provenance,
  });
  const axes = new Set(source.tree.map(({ id }) => id));
  return {
    items: walk.items,
    measures: walk.measures.map((measure) => (axes.has(measure.id) ? { ...measure, axis: true } : measure)),
    level: {
      kind: 'satisfied-levels',
      measures: [source.total.id],
      levelMeasures,
      satisfiedAt: source.satisfied_at,
      decides: source.decides,
      tree: drafts.map(({ node }) => node),
      levels: source.levels.map(({ id, name, score }) => ({
        id,
        name,
        gates: score === undefined ? [] : [{ measure: source.total.id, min: score }],
      })),
      provenance,
    },
  };
}

function buildNode(walk: Walk, source: MaturityNodeSource, at: SourcePath, around: Expression | null): Draft {
  const { context } = walk;
  const own = context.condition(source.applies, [...at, 'applies'], null);
  const applies = around === null || own === null ? (own ?? around) : both(around, own);
  const children = (source.children ?? []).map((child, index) => buildNode(walk, child, [...at, 'children', index], applies));
  const measures =
    children.length === 0
      ? clauseLevels(walk, source, at, applies)
      : joinLevels(walk, children, source, applies, [...at, 'children'], context.provenance(source.provenance));
  const terms = measures.flatMap((measure) => (measure === null ? [] : [{ measure, weight: 1 }]));
  walk.measures.push({
    ...plain,
    kind: 'level-sum',
    id: source.id,
    name: source.name,
    full: terms.length,
    terms,
    satisfiedAt: null,
    provenance: context.provenance({ fidelity: 'tool-default', note: '各级得分相加，只作展示' }),
  });
  const node = { id: source.id, name: source.name, measures, total: source.id, children: children.map((child) => child.node) };
  return { node, source };
}

/** A sub-domain's clauses, level by level: the mean of each level's own. */
function clauseLevels(
  walk: Walk,
  { id, name }: MaturityNodeSource,
  at: SourcePath,
  applies: Expression | null,
): readonly (string | null)[] {
  const { source, context } = walk;
  const byLevel = clausesOf(walk, id);
  if (byLevel.flat().length === 0) context.report(at, null, `“${id}”没有题`, `题名写成 ${id}_<等级>_<序号>`);
  const provenance = context.provenance(source.clauses);
  return byLevel.map((questions, index) => {
    if (questions.length === 0) return null;
    const measure = `${id}_l${String(index + 1)}`;
    walk.measures.push({
      ...plain,
      kind: 'mean',
      id: measure,
      name: `${name} · ${levelName(walk, index)}`,
      minAnswered: source.min_answered,
      hiddenCounts: true,
      applies,
      provenance,
    });
    for (const question of questions) {
      walk.items.push({
        name: question,
        label: context.labelOf(question) ?? question,
        measure,
        group: context.groupId(measure, name),
        weight: 1,
        rule: { kind: 'satisfaction', question, shares: source.shares },
        inputs: [question],
        provenance,
      });
    }
    return measure;
  });
}

/** Names of the questions `<id>_<level>_<n>`, by level. */
function clausesOf({ context, levelCount }: Walk, id: string): readonly (readonly string[])[] {
  const byLevel: string[][] = Array.from({ length: levelCount }, () => []);
  for (const name of context.names.keys()) {
    const match = /^(.+)_(\d+)_(\d+)$/.exec(name);
    if (match?.[1] === id) byLevel[Number(match[2]) - 1]?.push(name);
  }
  return byLevel;
}

/** One nested mean a level over those children that ask something there. */
function joinLevels(
  walk: Walk,
  children: readonly Draft[],
  { id, name }: Named,
  applies: Expression | null,
  at: SourcePath,
  provenance: Provenance,
): readonly (string | null)[] {
  const { source, context } = walk;
  return Array.from({ length: walk.levelCount }, (_, index) => {
    const terms = children.flatMap(({ node, source: from }, child) => {
      const of = node.measures[index] ?? null;
      return of === null ? [] : weightsOf(from, of, [...at, child, 'weight'], source.kind_question, context);
    });
    if (terms.length === 0) return null;
    const measure = `${id}_l${String(index + 1)}`;
    walk.measures.push({
      ...plain,
      kind: 'nested-mean',
      id: measure,
      name: `${name} · ${levelName(walk, index)}`,
      terms,
      minAnswered: source.min_answered,
      applies,
      provenance,
    });
    return measure;
  });
}

function levelName({ source }: Walk, index: number): string {
  return source.levels[index + 1]?.name ?? '';
}

function weightsOf(
  node: MaturityNodeSource,
  measure: string,
  path: SourcePath,
  kindQuestion: string | undefined,
  context: ScoringContext,
): readonly NestedTerm[] {
  const fidelityOf = (option: string): Fidelity | null =>
    typeof node.weight_fidelity === 'object' ? (node.weight_fidelity[option] ?? null) : (node.weight_fidelity ?? null);
  if (typeof node.weight === 'number') return [{ measure, weight: node.weight, when: null, fidelity: fidelityOf('') }];
  if (kindQuestion === undefined) {
    context.report(path, null, '按类型分的权重要有 kind_question', '在 level 里写 kind_question: 题名');
    return [];
  }
  return Object.entries(node.weight).map(([option, weight]) => ({
    measure,
    weight,
    when: context.condition(`\${${kindQuestion}} = '${option}'`, path, null),
    fidelity: fidelityOf(option),
  }));
}

function both(left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: 'and', left, right };
}
