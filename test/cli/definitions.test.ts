import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { instrumentsDoc } from '../../src/definition/instruments-doc.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { loadFacts } from '../../src/server/definitions/load-facts.ts';
import { runCli } from './run-cli.ts';

const made: string[] = [];

/** A folder with two-integration alone as shipped, one file of it rewritten. */
async function folderWith(file: string, rewrite: (text: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'definitions-'));
  made.push(folder);
  for (const part of ['two-integration', 'facts.yaml'])
    await cp(join(definitionsFolder(), part), join(folder, part), { recursive: true });
  const key = 'two-integration/2013-1';
  const pinned = JSON.parse(await readFile(join(definitionsFolder(), 'lock.json'), 'utf8')) as Record<string, string>;
  await writeFile(join(folder, 'lock.json'), `${JSON.stringify({ [key]: pinned[key] }, null, 2)}\n`);
  const path = join(folder, file);
  await writeFile(path, rewrite(await readFile(path, 'utf8')));
  return folder;
}

afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true });
});

const yaml = 'two-integration/2013-1.yaml';

test('definitions check finds the shipped definitions sound', async () => {
  expect(await runCli(['definitions', 'check'])).toMatchObject({ code: 0, err: '' });
});

test('[D12] definitions check fails when a published edition changed, and says what to do', async () => {
  const folder = await folderWith(yaml, (text) => text.replace('谁牵头管数字化？', '谁来管数字化？'));
  const { code, err } = await runCli(['definitions', 'check', '--folder', folder]);
  expect(code).toBe(1);
  expect(err).toMatch(/^two-integration\/2013-1\.yaml: 已发布的版本被改动.*改回原样；要改内容就另存为新版本文件，换 edition\n$/);
  expect(await runCli(['definitions', 'lock', '--folder', folder])).toMatchObject({ code: 1, out: '' });
});

test('[D12] definitions check misses a published edition that is gone', async () => {
  const folder = await folderWith('lock.json', (text) =>
    text.replace('{', `{\n  "two-integration/2012-1": "${'0'.repeat(64)}",`),
  );
  const { code, err } = await runCli(['definitions', 'check', '--folder', folder]);
  expect([code, err]).toEqual([
    1,
    'two-integration/2012-1.yaml: 已发布的版本不见了。把文件放回来；不再用的版本写 status: retired，不删\n',
  ]);
});

test('[D12] a new edition is pinned by lock, and only then passes', async () => {
  const folder = await folderWith('lock.json', () => '{}\n');
  expect((await runCli(['definitions', 'check', '--folder', folder])).err).toContain('还没有锁定');
  expect(await runCli(['definitions', 'lock', '--folder', folder])).toMatchObject({
    code: 0,
    out: '已锁定 two-integration/2013-1\n',
  });
  const shipped = JSON.parse(await readFile(join(definitionsFolder(), 'lock.json'), 'utf8')) as Record<string, string>;
  const written = JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8')) as Record<string, string>;
  expect(written).toEqual({ 'two-integration/2013-1': shipped['two-integration/2013-1'] });
  expect((await runCli(['definitions', 'check', '--folder', folder])).code).toBe(0);
});

test('[D3] definitions check names file, line, question and what to do', async () => {
  const folder = await folderWith(yaml, (text) =>
    text
      .replace("${equipment_digital} div ${equipment_total}'", "${equipment_digitl} div ${equipment_total}'")
      .replace('100 * ${equipment_digital} div', '100 * ${equipment_digitl} div'),
  );
  const { code, err } = await runCli(['definitions', 'check', '--folder', folder]);
  const line =
    (await readFile(join(folder, yaml), 'utf8')).split('\n').findIndex((text) => text.includes('equipment_digitl')) + 1;
  expect(code).toBe(1);
  expect(err).toContain(`${yaml}:${String(line)}:`);
  expect(err).toContain('[jc08] 引用了不存在的题“equipment_digitl”。是不是“equipment_digital”？');
});

test('[D11] definitions check fails when a worked example comes out differently', async () => {
  const folder = await folderWith('two-integration/2013-1.examples.json', (text) =>
    text.replace('"level": "single"', '"level": "start"'),
  );
  const { code, err } = await runCli(['definitions', 'check', '--folder', folder]);
  expect(code).toBe(1);
  expect(err).toContain('等级应为 start，算出 single');
});

test('definitions list --json gives hash and fidelity counts', async () => {
  const { code, out } = await runCli(['definitions', 'list', '--json']);
  const lock = JSON.parse(await readFile(join(definitionsFolder(), 'lock.json'), 'utf8')) as Record<string, string>;
  const listed = JSON.parse(out) as { id: string; edition: string; hash: string }[];
  expect(code).toBe(0);
  expect(listed.find(({ id }) => id === 'two-integration')).toMatchObject({
    edition: '2013-1',
    hash: lock['two-integration/2013-1'],
    items: 74,
    fidelity: {
      questions: { official: 0, secondary: expect.any(Number), recalled: expect.any(Number), 'tool-default': expect.any(Number) },
    },
  });
});

test('every command explains itself; an unknown one is refused', async () => {
  expect(await runCli(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('definitions') });
  expect(await runCli(['score', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('用法') });
  expect(await runCli(['definitions', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('check') });
  expect(await runCli(['definitions'])).toMatchObject({ code: 2 });
  expect(await runCli(['sing'])).toMatchObject({ code: 2, err: expect.stringContaining('没有命令“sing”') });
});

test('definitions describe --json holds every question with range, relevance, score and source', async () => {
  const { code, out } = await runCli(['definitions', 'describe', 'two-integration', '--json']);
  const described = JSON.parse(out) as {
    edition: string;
    questions: Record<string, unknown>[];
    measures: unknown[];
    level: unknown;
  };
  expect([code, described.edition]).toEqual([0, '2013-1']);
  expect(described.questions.find(({ name }) => name === 'dx01')).toMatchObject({
    type: 'select_one',
    relevant: "${production_type} = 'discrete_mass' or ${production_type} = 'discrete_small' or ${production_type} = 'mixed'",
    score: [{ weight: expect.any(Number), rule: { kind: 'options' } }],
    fidelity: 'recalled',
    source: ['KI'],
  });
  expect(described.measures).toHaveLength(8);
  expect((await runCli(['definitions', 'describe', 'two-integration'])).out).toContain('## 两化融合评估诊断 2013-1');
  expect(await runCli(['definitions', 'describe', 'two-integraton'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('可用'),
  });
});

test('definitions new makes a definition that passes the check, and never overwrites', async () => {
  const folder = await folderWith('lock.json', (text) => text);
  expect((await runCli(['definitions', 'new', 'county-visit', '--edition', '2026', '--folder', folder])).code).toBe(0);
  expect(await runCli(['definitions', 'check', '--folder', folder])).toMatchObject({ code: 0, err: '' });
  const again = await runCli(['definitions', 'new', 'county-visit', '--edition', '2026', '--folder', folder]);
  expect([again.code, again.err.includes('没有动它')]).toEqual([2, true]);
  expect((await runCli(['definitions', 'new', 'County', '--folder', folder])).code).toBe(2);
});

test('[D19] definitions compare says which questions differ', async () => {
  const folder = await folderWith('lock.json', (text) => text);
  const newer = (await readFile(join(folder, yaml), 'utf8'))
    .replace('edition: 2013-1', 'edition: 2013-2')
    .replace('谁牵头管数字化？', '谁来管数字化？');
  await writeFile(join(folder, 'two-integration/2013-2.yaml'), newer);
  const { code, out } = await runCli(['definitions', 'compare', 'two-integration', '2013-1', '2013-2', '--folder', folder]);
  expect([code, out]).toEqual([0, '题 jc03（谁来管数字化？）：改了 label\n计分项 jc03（谁来管数字化？）：改了 label\n']);
});

test('docs/instruments.md is what definitions docs writes', async () => {
  const folder = definitionsFolder();
  const doc = instrumentsDoc(await loadDefinitions(folder), await loadFacts(folder));
  expect(await readFile(join(folder, '../docs/instruments.md'), 'utf8')).toBe(doc);
});
