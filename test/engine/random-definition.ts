/** Random definitions and edits: groups, repeats, relevance, calculations, constraints and scoring, without cycles by construction. */
import { compileDefinition } from '../../src/definition/compile.ts';
import type { CompiledDefinition, QuestionType } from '../../src/definition/compiled.ts';
import type { AnswerValue } from '../../src/engine/answers.ts';
import { chanceOf } from './random.ts';
import type { Chance } from './random.ts';
import { optionNames, randomCondition, randomNumber, randomText } from './random-expression.ts';
import type { Readable } from './random-expression.ts';

type SourceNode = Record<string, unknown> & { type: string; name: string };

const kinds = ['integer', 'decimal', 'select_one', 'select_multiple', 'text', 'calculate', 'calculate'] as const;

/** `filters`: some selects offer fewer choices depending on other answers. Null: a draw that lints rightly refuse. */
export function randomDefinition(seed: number, options: { readonly filters: boolean }): CompiledDefinition | null {
  const chance = chanceOf(seed);
  const known: Readable[] = [];
  const repeats: string[] = [];
  const scored: Record<string, unknown>[] = [];
  let count = 0;

  const expressionOptions = (repeat: string | null, own: readonly Readable[]): Parameters<typeof randomNumber>[1] => ({
    names: [...known, ...own],
    repeats: repeats.filter((name) => name !== repeat),
    depth: 2,
  });

  const question = (repeat: string | null, own: Readable[]): SourceNode => {
    const kind = chance.pick(kinds);
    const name = `q${String((count += 1))}`;
    const at = expressionOptions(repeat, own);
    const node: SourceNode = { type: kind, name, label: name, basis: ['R'] };
    if (kind === 'select_one' || kind === 'select_multiple') {
      node['choices'] = optionNames.map((option, index) => ({
        name: option,
        label: option,
        ...(kind === 'select_multiple' && index === 2 ? { exclusive: true } : {}),
        ...(kind === 'select_one' && index === 2 ? { not_applicable: true } : {}),
      }));
      if (options.filters && chance.bool(0.3)) node['choice_filter'] = `name != 'b' or ${randomCondition(chance, at)}`;
    }
    if (chance.bool(0.4)) node['relevant'] = randomCondition(chance, at);
    if (kind === 'calculate') node['calculation'] = chance.bool(0.75) ? randomNumber(chance, at) : randomText(chance, at);
    if (chance.bool(0.5) && kind !== 'calculate') {
      node['constraint'] = chance.bool() ? `. > ${randomNumber(chance, at)}` : randomCondition(chance, at);
      node['constraint_message'] = 'no';
    }
    if (chance.bool(0.3) && (kind === 'integer' || kind === 'decimal')) node['range'] = [-5, 50];
    if (chance.bool(0.2) && kind !== 'calculate') node['required'] = true;
    const type = kind === 'integer' || kind === 'decimal' || kind === 'calculate' ? 'number' : kind;
    own.push({ name, type, rows: false });
    if (repeat === null) scored.push(...randomItem(chance, node));
    return node;
  };

  const repeat = (): SourceNode => {
    const name = `r${String(repeats.length + 1)}`;
    const own: Readable[] = [];
    const relevant = chance.bool(0.4) ? { relevant: randomCondition(chance, expressionOptions(name, [])) } : {};
    const children = Array.from({ length: chance.int(1, 4) }, () => question(name, own));
    repeats.push(name);
    known.push(...own.map((readable) => ({ ...readable, rows: true })));
    return { type: 'repeat', name, label: name, ...relevant, children };
  };

  const group = (depth: number): SourceNode => {
    const name = `g${String((count += 1))}`;
    const relevant =
      chance.bool(0.4) && known.length > 0 ? { relevant: randomCondition(chance, expressionOptions(null, [])) } : {};
    const children: SourceNode[] = [];
    for (let i = chance.int(1, 5); i > 0; i -= 1) {
      const dice = chance.next();
      if (dice < 0.15 && depth > 0) children.push(group(depth - 1));
      else if (dice < 0.35) children.push(repeat());
      else children.push(question(null, known));
    }
    return { type: 'group', name, label: name, ...relevant, children };
  };

  // Questions read only what came before; shuffling the sections afterwards takes document order away from evaluation order.
  const survey = chance.shuffle(Array.from({ length: chance.int(1, 4) }, () => group(1)));
  if (scored.length === 0) {
    survey.push({
      type: 'group',
      name: 'last',
      label: 'last',
      children: [{ type: 'decimal', name: 'only', label: 'only', basis: ['R'] }],
    });
    scored.push({
      name: 'only',
      measure: 'M1',
      group: 'g',
      weight: 1,
      kind: 'curve',
      points: [
        [0, 0],
        [10, 100],
      ],
    });
  }
  const used = [...new Set(scored.map((item) => String(item['measure'])))];
  const text = JSON.stringify({
    definition: 'random',
    edition: String(seed >>> 0),
    title: 'random',
    purpose: 'test',
    audience: 'test',
    minutes: 1,
    status: 'draft',
    method: ['test'],
    caution: 'test',
    sources: { R: { title: 'test', fidelity: 'tool-default' } },
    survey,
    scoring: {
      provenance: { fidelity: 'tool-default' },
      grades: {
        two: [
          { lt: 50, name: 'low' },
          { lt: null, name: 'high' },
        ],
      },
      measures: [
        ...used.map((id) => ({
          id,
          name: id,
          kind: id === 'M1' ? 'mean' : 'mean',
          min_answered: chance.pick([0, 0.5, 0.8]),
          grades: 'two',
        })),
        { id: 'T', name: 'T', kind: 'weighted-sum', terms: Object.fromEntries(used.map((id) => [id, 1 / used.length])) },
      ],
      items: scored,
      level: {
        kind: 'gates',
        measures: [used[0]],
        levels: [
          { id: 'low', name: 'low', gates: {} },
          { id: 'high', name: 'high', gates: { [used[0] ?? '']: 40 } },
        ],
      },
    },
  });
  const outcome = compileDefinition(text, `random-${String(seed)}`);
  if (outcome.kind === 'ok') return outcome.compiled;
  const real = outcome.problems.filter(({ message }) => !message.includes('永远不会出现') && !message.includes('没有选项'));
  if (real.length > 0) throw new Error(JSON.stringify(outcome.problems, null, 1));
  return null;
}

function randomItem(chance: Chance, { name, type }: SourceNode): Record<string, unknown>[] {
  if (chance.bool(0.3)) return [];
  const base = { name, measure: chance.pick(['M1', 'M2']), group: chance.pick(['甲', '乙']), weight: chance.int(1, 9) };
  switch (type) {
    case 'select_one':
      return [{ ...base, kind: 'options', scores: { a: 0, b: 60, c: null } }];
    case 'select_multiple':
      return [
        chance.bool() ? { ...base, kind: 'ticks', scores: { a: 30, b: 70 } } : { ...base, kind: 'count', scores: [0, 40, 100] },
      ];
    case 'integer':
    case 'decimal':
    case 'calculate':
      return [
        {
          ...base,
          kind: 'curve',
          points: [
            [-5, 10],
            [0, 20],
            [10, 80],
            [20, 100],
          ],
        },
      ];
    default:
      return [];
  }
}

export type Edit =
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | { readonly kind: 'add'; readonly repeat: number; readonly row: number }
  | { readonly kind: 'remove'; readonly repeat: number; readonly row: number };

/** An answer for a question: mostly one that fits, sometimes one that does not. */
export function someAnswer(type: QuestionType | null, draw: number): AnswerValue {
  const pool = draw % 5 === 0 || type === null ? anyAnswers : answersByType[type];
  return pool[draw % pool.length] ?? null;
}

const anyAnswers: readonly AnswerValue[] = [null, '', 'a', 'zzz', -1, 2.5, [], ['a'], ['a', 'a'], ['zzz'], '2026-02-30'];
const numbers: readonly AnswerValue[] = [null, 0, 1, 2, 3, 7, 10, 60, -4, 2.25];
const texts: readonly AnswerValue[] = [null, 'a', 'b', '甲乙', 'a b', '12'];
const answersByType: Readonly<Record<QuestionType, readonly AnswerValue[]>> = {
  integer: numbers,
  decimal: numbers,
  calculate: numbers,
  select_one: [null, 'a', 'b', 'c', 'a', 'b'],
  select_multiple: [null, ['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c'], []],
  text: texts,
  date: texts,
  geopoint: texts,
  image: texts,
  note: texts,
};
