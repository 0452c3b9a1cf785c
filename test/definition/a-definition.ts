/** A small valid definition to bend: two sections, a repeat, three scored items, one level. */
import { stringify } from 'yaml';
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';
import type { DefinitionProblem } from '../../src/definition/compile.ts';

// Definitions under test are bent in ways that the schema's types would not allow.
export type Bendable = { [key: string]: Bendable } & Bendable[] & string & number & boolean & null;

export function aSource(): Bendable {
  return structuredClone(source) as unknown as Bendable;
}

/** Compiles the definition after `bend`; throws when it does not compile. */
export function aDefinition(bend: (source: Bendable) => void = () => undefined): CompiledDefinition {
  const bent = aSource();
  bend(bent);
  const outcome = compileDefinition(stringify(bent, { aliasDuplicateObjects: false }), 'test.yaml');
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems, null, 2));
  return outcome.compiled;
}

/** The problems of the definition after `bend`, each with the text of the line it points at. */
export function problemsOf(bend: (source: Bendable) => void): readonly (DefinitionProblem & { readonly text: string })[] {
  const bent = aSource();
  bend(bent);
  const yaml = stringify(bent, { aliasDuplicateObjects: false });
  const outcome = compileDefinition(yaml, 'test.yaml');
  if (outcome.kind === 'ok') return [];
  const lines = yaml.split('\n');
  return outcome.problems.map((problem) => ({ ...problem, text: lines[problem.line - 1]?.trim() ?? '' }));
}

/** Puts a value in place, whatever was there. */
export function bend(path: readonly (string | number)[], value: unknown): (source: Bendable) => void {
  return (source) => {
    let at: Bendable = source;
    for (const step of path.slice(0, -1)) at = at[step as string];
    const last = path.at(-1) as string;
    if (value === undefined) delete at[last];
    else at[last] = value as Bendable;
  };
}

const basis = ['R'];

const source = {
  definition: 'small',
  edition: '1',
  title: '小定义',
  purpose: '测试',
  audience: '测试',
  minutes: 5,
  status: 'draft',
  method: ['测试'],
  caution: '测试',
  sources: { R: { title: '测试', fidelity: 'recalled' }, S: { title: '测试', fidelity: 'secondary' } },
  choices: {
    yes_no: [
      { name: 'yes', label: '是' },
      { name: 'no', label: '否' },
    ],
  },
  survey: [
    {
      type: 'group',
      name: 'first',
      label: '一',
      children: [
        {
          type: 'select_one',
          name: 'kind',
          label: '类型',
          choices: [
            { name: 'x', label: 'X' },
            { name: 'y', label: 'Y' },
          ],
          basis,
        },
        { type: 'decimal', name: 'share', label: '占比', range: [0, 100], basis, relevant: "${kind} = 'x'" },
        { type: 'decimal', name: 'other_share', label: '另一占比', range: [0, 100], basis, relevant: "${kind} = 'y'" },
        { type: 'integer', name: 'total', label: '总数', range: [0, 1000], basis },
        {
          type: 'integer',
          name: 'part',
          label: '部分',
          range: [0, 1000],
          basis,
          constraint: "${total} = '' or . <= ${total}",
          constraint_message: '部分不能大于总数',
        },
        { type: 'calculate', name: 'rate', label: '比例', range: [0, 100], basis, calculation: '100 * ${part} div ${total}' },
      ],
    },
    {
      type: 'group',
      name: 'second',
      label: '二',
      children: [
        {
          type: 'repeat',
          name: 'steps',
          label: '工序',
          children: [
            { type: 'text', name: 'step_name', label: '名称', basis },
            { type: 'select_one', name: 'step_done', label: '完成', choices: 'yes_no', basis },
          ],
        },
        {
          type: 'select_multiple',
          name: 'ticks',
          label: '勾选',
          choices: [
            { name: 'a', label: '甲' },
            { name: 'b', label: '乙' },
            { name: 'none', label: '都没有', exclusive: true },
          ],
          basis,
        },
      ],
    },
  ],
  scoring: {
    provenance: { fidelity: 'tool-default' },
    tables: { pair: { yes: 100, no: 0 } },
    curves: {
      line: [
        [0, 0],
        [100, 100],
      ],
    },
    grades: {
      two: [
        { lt: 50, name: '低' },
        { lt: null, name: '高' },
      ],
    },
    weights: { sum: 100, cases: [{ kind: 'x' }, { kind: 'y' }] },
    measures: [
      { id: 'M', name: '维度', kind: 'weighted-mean', min_answered: 0.5, grades: 'two', axis: true },
      { id: 'T', name: '合计', kind: 'weighted-sum', terms: { M: 1 } },
    ],
    items: [
      { name: 'share', measure: 'M', group: '甲组', weight: 40, kind: 'curve', points: 'line' },
      { name: 'other_share', measure: 'M', group: '甲组', weight: 40, kind: 'curve', points: 'line' },
      {
        name: 'rate',
        measure: 'M',
        group: '甲组',
        weight: 20,
        kind: 'bands',
        bands: [
          [50, 0],
          [100, 100],
        ],
      },
      { name: 'ticks', measure: 'M', group: '乙组', weight: 40, kind: 'ticks', scores: { a: 40, b: 60 } },
    ],
    level: {
      kind: 'gates',
      measures: ['M'],
      levels: [
        { id: 'low', name: '低级', gates: {} },
        { id: 'high', name: '高级', gates: { M: 60 } },
      ],
    },
  },
};
