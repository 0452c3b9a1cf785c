import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { demoCreditCode } from '#domain/credit-code.ts';
import { importEnterprises } from '#server/import/import-enterprises.ts';
import { readEnterprises } from '#server/import/read-enterprises.ts';
import type { LineRead } from '#server/import/read-enterprises.ts';
import { parseCsv, readTable } from '#server/import/read-table.ts';
import { databases, testServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const codes = Array.from({ length: 10 }, (_, index) => demoCreditCode('420115', index + 1));
const head = ['统一社会信用代码', '企业名称', '地区', '行业', '从业人数', '营业收入(万元)'];
const rowsOf = (...lines: readonly (readonly string[])[]) => [head, ...lines].map((cells, index) => ({ line: index + 1, cells }));
const linesOf = (...lines: readonly (readonly string[])[]): readonly LineRead[] => {
  const read = readEnterprises(rowsOf(...lines));
  if (read.kind !== 'read') throw new Error('the head was understood');
  return read.lines;
};
const firmsOf = (lines: readonly LineRead[]) => lines.flatMap((line) => (line.kind === 'firm' ? [line] : []));
const advice = (lines: readonly LineRead[]): string[] =>
  lines.flatMap((line) =>
    line.kind === 'refused' ? [`${String(line.fault.line)} ${line.fault.field} ${line.fault.advice}`] : [],
  );

describe('reading', () => {
  test('[H40] each fault names its line, its column and what to do; the other lines are read', () => {
    const good = [codes[0] ?? '', '甲厂', '江夏区', 'C34', '120', '5,600.5'];
    const lines = linesOf(
      good,
      [codes[1]?.slice(0, 17) ?? '', '乙厂', '江夏区', '', '', ''],
      [`${(codes[2] ?? '').slice(0, 8)}O${(codes[2] ?? '').slice(9)}`, '丙厂', '江夏区', '', '', ''],
      [codes[0] ?? '', '又是甲厂', '江夏区', '', '', ''],
      [codes[3] ?? '', '', '江夏区', '', '', ''],
      [codes[4] ?? '', '戊厂', '某某区', '', '', ''],
      [codes[5] ?? '', '己厂', '420115', '不存在的行业', '', ''],
      [codes[6] ?? '', '庚厂', '420115', '', '12.5', ''],
      [codes[7] ?? '', '辛厂', '420115', '', '', '很多'],
    );
    expect(firmsOf(lines).map(({ record }) => record)).toEqual([
      {
        code: codes[0],
        name: '甲厂',
        region: '420115',
        industry: 'C34',
        headcount: 120,
        revenue: 5600.5,
        address: null,
        contact: null,
        phone: null,
        demo: false,
      },
    ]);
    const faults = advice(lines);
    expect(faults).toHaveLength(8);
    for (const [index, words] of [
      '3 统一社会信用代码 .*17 位,应为 18 位',
      '4 统一社会信用代码 .*第 9 位是“O”',
      '5 统一社会信用代码 .*第 2 行已经有了',
      '6 企业名称 没有填',
      '7 地区 “某某区”找不到',
      '8 行业 “不存在的行业”不是',
      '9 从业人数 “12.5”不是人数',
      '10 营业收入.* “很多”不是金额',
    ].entries()) {
      expect(faults[index]).toMatch(new RegExp(`^${words}`, 'u'));
    }
  });

  test('[H41] columns stand in any order and under the names that registries use; missing ones are named', () => {
    const read = readEnterprises([
      { line: 1, cells: ['所属地区', '单位名称', '信用代码'] },
      { line: 2, cells: ['武汉市江夏区', '甲厂', codes[0] ?? ''] },
    ]);
    expect(read.kind === 'read' ? firmsOf(read.lines)[0]?.record.region : null).toBe('420115');
    expect(readEnterprises([{ line: 1, cells: ['企业名称', '备注'] }])).toEqual({
      kind: 'no-columns',
      missing: ['统一社会信用代码', '地区'],
      found: ['企业名称', '备注'],
    });
    expect(readEnterprises([]).kind).toBe('no-columns');
  });

  test('[H42] a csv is read with quotes, line ends in cells, any line end and either encoding', async () => {
    expect(parseCsv('a,"b ""c""\nd",e\r\n\r\n1,2,3')).toEqual([
      { line: 1, cells: ['a', 'b "c"\nd', 'e'] },
      { line: 4, cells: ['1', '2', '3'] },
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'xunzhen-csv-'));
    try {
      writeFileSync(join(folder, 'utf8.csv'), '\ufeff企业名称,地区\n甲厂,江夏区\n');
      // 企业名称 in GBK.
      writeFileSync(join(folder, 'gbk.csv'), Buffer.from('c6f3d2b5c3fbb3c62c410a312c320a', 'hex'));
      expect((await readTable(join(folder, 'utf8.csv')))[1]?.cells).toEqual(['甲厂', '江夏区']);
      expect((await readTable(join(folder, 'gbk.csv')))[0]?.cells).toEqual(['企业名称', 'A']);
      writeFileSync(join(folder, 'broken.xlsx'), 'no spreadsheet');
      await expect(readTable(join(folder, 'broken.xlsx'))).rejects.toThrow('文件打不开');
      await expect(readTable(join(folder, 'old.xls'))).rejects.toThrow('另存为');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.each(databases)('importing on %s', (_name, url) => {
  let test_: TestServer;
  beforeAll(async () => {
    test_ = await testServer(url);
  });
  afterAll(() => test_.stop());

  const run = async (lines: readonly LineRead[]) =>
    (await importEnterprises(test_.server, firmsOf(lines), () => undefined)).map(({ result }) => result);
  const count = async (table: 'enterprises' | 'op_runs'): Promise<number> =>
    (await test_.server.open.db.selectFrom(table).selectAll().execute()).length;

  test('[H43] an xlsx of 1,200 firms is taken in once, however often it is imported', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xunzhen-xlsx-'));
    try {
      const file = join(folder, 'registry.xlsx');
      const rows = Array.from({ length: 1200 }, (_, index) => [
        demoCreditCode('420115', index + 1),
        `测试第${String(index)}厂`,
        '江夏区',
        'C34',
        index,
        1.5,
      ]);
      await writeXlsxFile(
        [head, ...rows].map((cells) => cells.map((value) => ({ value, type: typeof value === 'number' ? Number : String }))),
      ).toFile(file);
      const read = readEnterprises(await readTable(file));
      if (read.kind !== 'read') throw new Error('the head was understood');
      const first = await run(read.lines);
      expect([first.length, new Set(first)]).toEqual([1200, new Set(['new'])]);
      const ops = await count('op_runs');
      expect(await run(read.lines)).toEqual(first.map(() => 'unchanged'));
      expect(await count('op_runs')).toBe(ops);
      expect(await count('enterprises')).toBe(1200);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('[H44] what differs is set and nothing else; an empty cell erases nothing', async () => {
    const code = demoCreditCode('420115', 1);
    expect(await run(linesOf([code, '测试新名厂', '420115', '', '77', '']))).toEqual(['updated']);
    const row = await test_.server.open.db
      .selectFrom('enterprises')
      .selectAll()
      .where('code', '=', code)
      .executeTakeFirstOrThrow();
    expect([row.name, row.initials, row.headcount, row.revenue, row.industry]).toEqual(['测试新名厂', 'csxmc', 77, 1.5, 'C34']);
    expect(await run(linesOf([code, '测试新名厂', '420115', '', '77', '']))).toEqual(['unchanged']);
  });

  test('[H45] imports are ops of the server’s own chain, which verifies', async () => {
    const { verifyChains } = await import('#server/jobs/verify-chains.ts');
    const verified = await verifyChains(test_.server);
    expect([verified.faults, verified.ops]).toEqual([[], 1202]);
  });

  test('[H46] two imports at once end with every firm once and one chain', async () => {
    const lines = linesOf(
      ...Array.from({ length: 60 }, (_, index) => [
        demoCreditCode('420116', index + 1),
        `并行第${String(index)}厂`,
        '420116',
        '',
        '',
        '',
      ]),
    );
    await Promise.all([run(lines), run(lines)]);
    const rows = await test_.server.open.db.selectFrom('enterprises').select('code').where('region', '=', '420116').execute();
    expect(new Set(rows.map(({ code }) => code)).size).toBe(60);
    const { verifyChains } = await import('#server/jobs/verify-chains.ts');
    expect((await verifyChains(test_.server)).faults).toEqual([]);
  });
});
