/** What a new author gets wrong, one mistake a file, and what `definitions check` says to it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'broken-definitions-'));
await runCli(['definitions', 'new', 'sound', '--edition', '1', '--folder', folder]);
const sound = await readFile(join(folder, 'sound/1.yaml'), 'utf8');
const example = await readFile(join(folder, 'sound/1.examples.json'), 'utf8');

afterAll(() => rm(folder, { recursive: true }));

/** Written instead of the first text, which must be there; the mistake stands on the line of `at`, which is in the new text. */
type Mistake = {
  readonly is: string;
  readonly instead: string;
  readonly write: string;
  readonly at: string;
  readonly says: RegExp;
};

const secondQuestion = `        basis: [R]
      - type: integer
        name: total
        label: 一共多少台
        unit: 台
        range: [0, 100]
        basis: [R]
`;
const withSecond = (rest: string): { instead: string; write: string } => ({
  instead: '        basis: [R]\n',
  write: `${secondQuestion}${rest}`,
});

const mistakes: readonly Mistake[] = [
  { is: 'a tab for spaces', instead: '    label: 第一节', write: '\tlabel: 第一节', at: '\tlabel', says: /tab|indent/i },
  { is: 'a misspelt key', instead: 'minutes: 30', write: 'minuts: 30', at: 'minuts', says: /不认识的键：minuts/ },
  { is: 'a key left out', instead: 'audience: 写谁来答\n', write: '', at: 'definition:', says: /缺少 “audience”/ },
  { is: 'a number that is text', instead: 'minutes: 30', write: 'minutes: 半小时', at: 'minutes', says: /“minutes” 的类型不对/ },
  { is: 'a type that is none', instead: 'type: select_one', write: 'type: select_won', at: 'select_won', says: /select_one/ },
  { is: 'a list that is not there', instead: 'choices: yes_no\n', write: 'choices: yes_now\n', at: 'yes_now', says: /yes_now/ },
  { is: 'a source that is not there', instead: 'basis: [R]', write: 'basis: [Q]', at: 'basis: [Q]', says: /“?Q”?/ },
  { is: 'no source at all', instead: '        basis: [R]\n', write: '', at: 'type: select_one', says: /\[q1\].*(来源|basis)/ },
  {
    is: 'a condition on a question that is not there',
    instead: '        basis: [R]',
    write: "        basis: [R]\n        relevant: ${q2} = 'yes'",
    at: '${q2}',
    says: /引用了不存在的题“q2”.*q1/,
  },
  {
    is: 'a condition that is no expression',
    instead: '        basis: [R]',
    write: "        basis: [R]\n        relevant: ${q1} = = 'yes'",
    at: '= =',
    says: /\[q1\]/,
  },
  {
    is: 'quotes of a Chinese keyboard',
    instead: '        basis: [R]',
    write: '        basis: [R]\n        relevant: ${q1} = ‘yes’',
    at: '‘yes’',
    says: /\[q1\].*半角/,
  },
  {
    is: 'a condition in another language',
    ...withSecond("        relevant: ${q1} = 'yes' && 1 = 1\n"),
    at: '&&',
    says: /\[total\].*并且写 and/,
  },
  {
    is: 'an option that is not there in a condition',
    ...withSecond("        relevant: ${q1} = 'maybe'\n"),
    at: "= 'maybe'",
    says: /maybe/,
  },
  {
    is: 'a question that waits for itself',
    instead: '        basis: [R]',
    write: "        basis: [R]\n        relevant: ${q1} = 'yes'",
    at: 'type: select_one',
    says: /\[q1\]/,
  },
  {
    is: 'a name used twice',
    ...withSecond('      - {type: text, name: total, label: 又一个, basis: [R]}\n'),
    at: '又一个',
    says: /total/,
  },
  {
    is: 'a constraint that says nothing when it fails',
    ...withSecond('        constraint: . > 3\n'),
    at: 'constraint: . > 3',
    says: /\[total\].*constraint_message/,
  },
  {
    is: 'a range upside down',
    instead: '        basis: [R]\n',
    write: secondQuestion.replace('[0, 100]', '[100, 0]'),
    at: '[100, 0]',
    says: /\[total\]/,
  },
  {
    is: 'a fact that is not in the dictionary',
    ...withSecond('        fact: machines\n'),
    at: 'name: total',
    says: /\[total\].*machines/,
  },
  {
    is: 'an option without a score',
    instead: "{'yes': 100, 'no': 0}",
    write: "{'yes': 100}",
    at: "{'yes': 100}",
    says: /\[q1\].*no/,
  },
  { is: 'a score above 100', instead: "{'yes': 100,", write: "{'yes': 120,", at: "'yes': 120", says: /100/ },
  { is: 'weights that are not whole', instead: 'weight: 100,', write: 'weight: 90,', at: 'sum: 100', says: /90/ },
  {
    is: 'a measure that is not there',
    instead: 'measure: M, group',
    write: 'measure: N, group',
    at: 'measure: N',
    says: /“?N”?/,
  },
  {
    is: 'a level asked for below the one before',
    instead: 'score: 60}',
    write: 'score: 60}\n      - {id: more, name: 更好, score: 50}',
    at: 'score: 50',
    says: /50|more/,
  },
  {
    is: 'another edition than the file name says',
    instead: "edition: '1'",
    write: "edition: '2'",
    at: 'yaml-language-server',
    says: /文件名与内容不符/,
  },
];

async function checked(name: string, yaml: string, examples = example): Promise<readonly string[]> {
  const own = join(folder, name);
  await mkdir(join(own, 'sound'), { recursive: true });
  await writeFile(join(own, 'sound/1.yaml'), yaml);
  await writeFile(join(own, 'sound/1.examples.json'), examples);
  const { code, err } = await runCli(['definitions', 'check', '--folder', own]);
  expect(code).toBe(1);
  return err.trimEnd().split('\n');
}

test.each(mistakes.map((mistake, index) => [mistake.is, mistake, index] as const))(
  '[D3] definitions check tells %s by file, line and what to do',
  async (_, { instead, write, at, says }, index) => {
    expect(sound).toContain(instead);
    const yaml = sound.replace(instead, () => write);
    const line = yaml.split('\n').findIndex((text) => text.includes(at)) + 1;
    const told = (await checked(`mistake-${String(index)}`, yaml)).filter((each) =>
      each.startsWith(`sound/1.yaml:${String(line)}:`),
    );
    expect(told).toContainEqual(expect.stringMatching(says));
  },
);

test.each([
  ['not JSON', '[{]', /^sound\/1\.examples\.json:1: /],
  ['without an expectation', '[\n  {"answers": {"q1": "yes"}}\n]', /^sound\/1\.examples\.json:2: 0\.expected 缺少/],
  [
    'with an answer that score refuses',
    example.replace('"yes"', '"maybe"'),
    /^sound\/1\.examples\.json:2: \[0\] q1.*没有选项“maybe”/,
  ],
  ['with a wrong score', example.replace('100', '99'), /^sound\/1\.examples\.json:2: \[0\] M 应为 99，算出 100$/],
])('[D11] definitions check tells an example %s by file and line', async (name, examples, says) => {
  expect((await checked(`example ${name}`, sound, examples))[0]).toMatch(says);
});

test('definitions says so when a folder or an edition cannot be', async () => {
  expect(await runCli(['definitions', 'check', '--folder', join(folder, 'nowhere')])).toMatchObject({
    code: 2,
    err: expect.stringContaining('没有文件夹'),
  });
  const outside = await runCli(['definitions', 'new', 'other', '--edition', '../../outside', '--folder', folder]);
  expect([outside.code, outside.err]).toEqual([2, expect.stringContaining('不能作版本')]);
});
