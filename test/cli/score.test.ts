import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { runCli } from './run-cli.ts';
import type { CliRun } from './run-cli.ts';

const file = join(definitionsFolder(), 'two-integration/2013-1.examples.json');
const examples = JSON.parse(await readFile(file, 'utf8')) as {
  answers: Record<string, unknown>;
  expected: { measures: Record<string, Record<string, number | null>>; level: string | null };
}[];

function score(request: unknown): Promise<CliRun> {
  return runCli(['score', '-'], typeof request === 'string' ? request : JSON.stringify(request));
}

const discrete = { definition: 'two-integration', answers: { production_type: 'discrete_mass' } };

function withAnswers(answers: Record<string, unknown>): unknown {
  return { ...discrete, answers: { ...discrete.answers, ...answers } };
}

test('score prints an array for an array, with the worked examples to 1e-9', async () => {
  const { code, out, err } = await runCli(['score', file]);
  expect([code, err]).toEqual([0, '']);
  const results = JSON.parse(out) as { measures: Record<string, Record<string, number | null>>; level: string | null }[];
  expect(results).toHaveLength(examples.length);
  results.forEach((result, index) => {
    const { measures, level } = examples[index]?.expected ?? { measures: {}, level: 'none' };
    expect(result.level).toBe(level);
    for (const [id, expected] of Object.entries(measures)) {
      for (const [key, value] of Object.entries(expected)) {
        const actual = result.measures[id]?.[key];
        expect([index, id, key, value === null ? actual : Math.abs((actual ?? Number.NaN) - value) <= 1e-9]).toEqual([
          index,
          id,
          key,
          value === null ? null : true,
        ]);
      }
    }
  });
});

test('score prints one object of the agreed shape', async () => {
  const { code, out } = await score({ ...discrete, answers: examples[2]?.answers });
  const result = JSON.parse(out) as Record<string, unknown> & {
    measures: Record<string, unknown>;
    items: Record<string, unknown>;
  };
  expect(code).toBe(0);
  expect(Object.keys(result)).toEqual([
    'definition',
    'edition',
    'measures',
    'level',
    'levelName',
    'blocking',
    'items',
    'warnings',
  ]);
  expect(result).toMatchObject({ definition: 'two-integration', edition: '2013-1', level: 'single', levelName: '单项覆盖' });
  expect(Object.keys(result.measures)).toEqual(['JC', 'DX', 'JG', 'XT', 'JZ', 'XY', 'L', 'B']);
  expect(result.measures['JC']).toEqual({ score: expect.any(Number), grade: '较高级', answeredWeight: 0.84 });
  expect(result.measures['L']).toEqual({ score: expect.any(Number) });
  expect(Object.keys(result.items)).toHaveLength(74);
  expect(result.items['dx02']).toEqual({ score: null, state: 'not-relevant' });
  expect(result['blocking']).toEqual([{ measure: 'JG', required: 50, actual: 49.722 }]);
  expect(result['warnings']).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'score.total-zero', item: 'jc08', message: expect.any(String) })]),
  );
});

test.each<[string, unknown, string]>([
  ['an unknown question', withAnswers({ jc99: 1 }), 'jc99：没有这道题'],
  ['a computed question', withAnswers({ jc08: 50 }), 'jc08（生产设备数字化率）：由工具算出'],
  ['a two-year item by its own name', withAnswers({ jz01: 50 }), 'jz01'],
  [
    'a value out of range',
    withAnswers({ jc01: 101 }),
    'jc01（近三年平均，数字化投入占营业收入的比例是多少？）：101 超出范围 0 到 100 %',
  ],
  ['an unknown option', withAnswers({ jc03: 'z' }), 'jc03（谁牵头管数字化？）：没有选项“z”'],
  ['not applicable where it is not offered', withAnswers({ jc03: 'na' }), '没有选项“na”'],
  ['a number as text', withAnswers({ jc01: '5' }), 'jc01（近三年平均，数字化投入占营业收入的比例是多少？）：类型不对，要 数字'],
  ['a part above its total', withAnswers({ equipment_total: 10, equipment_digital: 11 }), '数字化设备台数不能大于生产设备总台数'],
  ['no production type', { definition: 'two-integration', answers: {} }, 'production_type（生产类型）：必填'],
  ['no answers', { definition: 'two-integration' }, 'answers'],
  ['an unknown definition', { ...discrete, definition: 'three-integration' }, '没有评估“three-integration”。可用：'],
  ['an unknown edition', { ...discrete, edition: '1999-1' }, '没有版本“1999-1”。可用：2013-1'],
  ['a number for a request', 5, '缺少或类型不对'],
  ['broken JSON', '{"definition": ', '不是可用的 JSON'],
])('score refuses %s with exit 2, one line and no output', async (_, request, line) => {
  const { code, out, err } = await score(request);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(line);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('score reports every problem of every element, by index, and prints nothing', async () => {
  const { code, out, err } = await score([discrete, withAnswers({ jc01: 101, jc03: 'z' }), { ...discrete, edition: '0' }]);
  expect([code, out]).toEqual([2, '']);
  expect(
    err
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 3)),
  ).toEqual(['[1]', '[1]', '[2]']);
});

test('score says so when the file is not there, or not named', async () => {
  expect(await runCli(['score', '/nowhere/at-all.json'])).toMatchObject({
    code: 2,
    out: '',
    err: '读不到文件 /nowhere/at-all.json。请核对路径\n',
  });
  expect(await runCli(['score'])).toMatchObject({ code: 2, out: '' });
});

test('none together with others is a warning, not an error', async () => {
  const { code, out } = await score(withAnswers({ jc06: ['none', 'a'] }));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    items: { jc06: { score: 0, state: 'answered' } },
    warnings: [{ code: 'score.none-with-others', question: 'jc06' }],
  });
});
