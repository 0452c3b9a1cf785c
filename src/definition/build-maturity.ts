/**
 * A maturity model's tree → its clauses as items and its nodes as measures. Sub-domains take their clauses from the questions
 * `<id>_<level>_<n>`; each node has one measure a level (`<id>_l<level>`) and one of all levels (`<id>`).
 */
import type { ScoringContext } from './build-scoring.ts';
import type { Expression } from './expression.ts';
import type { Fidelity } from './provenance.ts';
import type { ProvenanceSource } from './schema-parts.ts';
import type { MaturityNodeSource, MaturitySource } from './scoring-schema.ts';
import type { LevelRule, MaturityNode, Measure, NestedTerm, ScoredItem } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

export type BuiltMaturity = {
  readonly items: readonly ScoredItem[];
  readonly measures: readonly Measure[];
  readonly level: LevelRule;
};

type Draft = { readonly node: MaturityNode; readonly source: MaturityNodeSource; readonly applies: Expression | null };

export function buildMaturity(source: MaturitySource, context: ScoringContext): BuiltMaturity {
  const path: SourcePath = ['scoring', 'level'];
  const items: ScoredItem[] = [];
  const measures: Measure[] = [];
  const levelCount = source.levels.length - 1;
  const levelName = (index: number): string => source.levels[index + 1]?.name ?? '';
  const plain = { grades: [], axis: false, detail: true, full: 1, decimals: 2 } as const;

  const addTotal = (id: string, name: string, parts: readonly (string | null)[], own: ProvenanceSource | undefined): void => {
    const terms = parts.flatMap((measure) => (measure === null ? [] : [{ measure, weight: 1 }]));
    const provenance = context.provenance(own);
    measures.push({
      ...plain,
      kind: 'level-sum',
      id,
      name,
      terms,
      full: terms.length,
      satisfiedAt: null,
      applies: null,
      provenance,
    });
  };

  const clausesOf = (id: string): readonly string[][] => {
    const byLevel: string[][] = Array.from({ length: levelCount }, () => []);
    for (const name of context.names.keys()) {
      const match = /^(.+)_(\d+)_(\d+)$/.exec(name);
      if (match?.[1] === id) byLevel[Number(match[2]) - 1]?.push(name);
    }
    return byLevel;
  };

  const leaf = (node: MaturityNodeSource, at: SourcePath, applies: Expression | null): readonly (string | null)[] => {
    const byLevel = clausesOf(node.id);
    if (byLevel.flat().length === 0) {
      context.report(at, null, `“${node.id}”没有题`, `题名写成 ${node.id}_<等级>_<序号>`);
    }
    return byLevel.map((questions, index) => {
      if (questions.length === 0) return null;
      const id = `${node.id}_l${String(index + 1)}`;
      measures.push({
        ...plain,
        kind: 'mean',
        id,
        name: `${node.name} · ${levelName(index)}`,
        minAnswered: source.min_answered,
        hiddenCounts: true,
        applies,
        provenance: context.provenance(source.clauses),
      });
      for (const question of questions) {
        items.push({
          name: question,
          label: context.labelOf(question) ?? question,
          measure: id,
          group: context.groupId(id, node.name),
          weight: 1,
          rule: { kind: 'satisfaction', question, shares: source.shares },
          inputs: [question],
          provenance: context.provenance(source.clauses),
        });
      }
      return id;
    });
  };

  const visit = (node: MaturityNodeSource, at: SourcePath, around: Expression | null): Draft => {
    const own = context.condition(node.applies, [...at, 'applies'], null);
    const applies = around === null || own === null ? (own ?? around) : both(around, own);
    const children = (node.children ?? []).map((child, index) => visit(child, [...at, 'children', index], applies));
    const perLevel =
      children.length === 0
        ? leaf(node, at, applies)
        : join(children, node.id, node.name, applies, [...at, 'children'], node.provenance);
    addTotal(node.id, node.name, perLevel, { fidelity: 'tool-default', note: '各级得分相加，只作展示' });
    const built: MaturityNode = {
      id: node.id,
      name: node.name,
      measures: perLevel,
      total: node.id,
      children: children.map((child) => child.node),
    };
    return { node: built, source: node, applies };
  };

  /** One nested mean a level over those children that ask something there. */
  const join = (
    children: readonly Draft[],
    id: string,
    name: string,
    applies: Expression | null,
    at: SourcePath,
    own: ProvenanceSource | undefined,
  ): readonly (string | null)[] =>
    Array.from({ length: levelCount }, (_, index) => {
      const terms = children.flatMap(({ node, source: from }, child) => {
        const measure = node.measures[index] ?? null;
        return measure === null ? [] : weightsOf(from, measure, [...at, child, 'weight'], source.kind_question, context);
      });
      if (terms.length === 0) return null;
      const measure = `${id}_l${String(index + 1)}`;
      measures.push({
        ...plain,
        kind: 'nested-mean',
        id: measure,
        name: `${name} · ${levelName(index)}`,
        terms,
        minAnswered: source.min_answered,
        applies,
        provenance: context.provenance(own),
      });
      return measure;
    });

  const drafts = source.tree.map((node, index) => visit(node, [...path, 'tree', index], null));
  const levelMeasures = join(drafts, source.total.id, source.total.name, null, [...path, 'tree'], source.provenance);
  const present = levelMeasures.flatMap((measure) => (measure === null ? [] : [measure]));
  if (present.length < levelCount) context.report([...path, 'tree'], null, '有的等级一道题也没有', '每一级至少要有一道题');
  measures.push({
    ...plain,
    kind: 'level-sum',
    id: source.total.id,
    name: source.total.name,
    detail: false,
    full: levelCount,
    terms: present.map((measure) => ({ measure, weight: 1 })),
    satisfiedAt: source.satisfied_at,
    applies: null,
    provenance: context.provenance(source.provenance),
  });
  const axes = new Set(source.tree.map(({ id }) => id));
  return {
    items,
    measures: measures.map((measure) => (axes.has(measure.id) ? { ...measure, axis: true } : measure)),
    level: {
      kind: 'satisfied-levels',
      measures: [source.total.id],
      levelMeasures: present,
      satisfiedAt: source.satisfied_at,
      decides: source.decides,
      tree: drafts.map(({ node }) => node),
      levels: source.levels.map(({ id, name, score }) => ({
        id,
        name,
        gates: score === undefined ? [] : [{ measure: source.total.id, min: score }],
      })),
      provenance: context.provenance(source.provenance),
    },
  };
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
