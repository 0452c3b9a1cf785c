import * as fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { answersTable } from '#server/office/answers-table.ts';
import type { ExportTable } from '#server/office/export-table.ts';
import { listTable } from '#server/office/list-table.ts';
import { csvText, isFormulaLike } from '#server/office/safe-text.ts';
import { writeCsv } from '#server/office/write-csv.ts';
import { writeXlsx } from '#server/office/write-xlsx.ts';
import { buildAnswer, buildDetail, buildRow } from './support/builders.ts';
import { fileInZip } from './support/file-in-zip.ts';
import { parseCsv } from './support/parse-csv.ts';

const hostile = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '\u0000=1+1',
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@x',
  ' =1+1',
  '\u3000=1+1',
  '\ufeff=1+1',
  '\u200b=1+1',
  '−1+1',
];

describe('CSV', () => {
  test('[X1] every text that a spreadsheet would run gets a leading apostrophe', async () => {
    const table = textTable(hostile);
    const rows = parseCsv(withoutMark(await csvOf(table)));
    expect(rows.slice(1).map(([cell]) => cell)).toEqual(hostile.map((text) => `'${text}`));
  });

  test('[X2] a field read back, one leading apostrophe taken off, is the text that went in', async () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile, "'quoted", '914201007510000000', 'a,"b"\r\nc')),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (cells) => {
        const rows = parseCsv(withoutMark(await csvOf(textTable(cells))));
        const back = rows.slice(1).map(([cell = '']) => cell);
        expect(back.every((cell) => !isFormulaLike(cell))).toBe(true);
        expect(back.map((cell) => cell.replace(/^'/u, ''))).toEqual(cells);
      }),
      { numRuns: 300 },
    );
  });

  test('[X3] numbers stay bare, negative ones too; blanks are empty fields', async () => {
    const table: ExportTable = {
      name: 't',
      columns: columns(3),
      rows: [
        [-12.5, null, 3],
        [Number.NaN, 0, ''],
      ],
    };
    expect(await csvOf(table)).toBe('\ufeffc0,c1,c2\r\n-12.5,,3\r\n,0,\r\n');
  });

  test('[X4] a credit code of digits alone keeps all 18 of them in a spreadsheet', () => {
    expect(csvText('914201007510000000')).toBe("'914201007510000000");
    expect(csvText('91420100MA4KXY1A2B')).toBe('91420100MA4KXY1A2B');
    expect(csvText('420115')).toBe('420115');
  });
});

describe('XLSX', () => {
  test('[X5] hostile texts are cells of type string and no sheet holds a formula', async () => {
    const bytes = await writeXlsx([textTable(hostile)]);
    const xml = sheetXml(bytes, 1);
    expect(xml).not.toContain('<f');
    expect([...xml.matchAll(/<c r="A\d+"[^>]*>/gu)].every(([cell]) => cell.includes('t="s"'))).toBe(true);
    const [sheet] = await readExcelFile(Buffer.from(bytes), { trim: false });
    // Only what XML cannot carry is gone; line ends are normalised by every XML reader.
    const kept = hostile.map((text) => text.replace('\u0000', '').replace('\r', '\n'));
    expect(sheet?.data.slice(1).map(([cell]) => cell)).toEqual(kept);
  });

  test('[X6] numbers are numbers, codes stay text', async () => {
    const bytes = await writeXlsx([listTable([buildRow({ enterpriseCode: '914201007510000000' })], [], 'zh-CN')]);
    const [sheet] = await readExcelFile(Buffer.from(bytes));
    const [head = [], row = []] = sheet?.data ?? [];
    const cell = (heading: string): unknown => row[head.indexOf(heading)];
    expect(cell('统一社会信用代码')).toBe('914201007510000000');
    expect(cell('水平与能力得分')).toBe(50.123456);
    expect(cell('完成度')).toBe(0.5);
  });

  test('[X7] the workbook of one assessment has the list first and the answers in long form second', async () => {
    const detail = buildDetail();
    const bytes = await writeXlsx([listTable([detail], [], 'zh-CN'), answersTable([detail], 'zh-CN')]);
    const sheets = await readExcelFile(Buffer.from(bytes));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['评估列表', '全部答案']);
    const [head = [], row = []] = sheets[1]?.data ?? [];
    expect(Object.fromEntries(head.map((heading, index) => [heading, row[index]]))).toMatchObject({
      题号: 'jc01',
      回答: '1.5',
      原始值: 1.5,
      得分: 90,
      计分状态: '已答',
      证据数: 0,
    });
  });

  test('[X8] a failure while rows are made rejects, and no thread is left behind', async () => {
    const rows = (function* (): Generator<readonly string[]> {
      yield ['one'];
      throw new Error('the database went away');
    })();
    await expect(writeXlsx([{ name: 't', columns: columns(1), rows }])).rejects.toThrow('the database went away');
  });
});

describe('tables', () => {
  test('[X9] moments are China time wherever the server stands', () => {
    const table = listTable([buildRow()], [], 'zh-CN');
    return expect(cellsOf(table)).resolves.toContain('2026-11-21 00:30:00');
  });

  test('[X10] dimension scores have a column each, blank for an assessment of another definition', async () => {
    const measures = [
      { definition: 'two-integration', id: 'JC', name: '基础建设' },
      { definition: 'two-integration', id: 'L', name: '水平与能力' },
      { definition: 'other', id: 'JC', name: '基础' },
    ];
    const table = listTable([buildRow()], measures, 'zh-CN');
    const headings = table.columns.map(({ heading }) => heading);
    const cells = await cellsOf(table);
    expect(headings.filter((heading) => heading === '水平与能力')).toEqual([]);
    expect(cells[headings.indexOf('基础建设')]).toBe(51.25);
    expect(cells[headings.indexOf('基础')]).toBeNull();
  });

  test('[X11] a question in conflict has no raw value and names every candidate with its author', async () => {
    const conflict = [
      { value: 'a', text: '没有', author: '王芳', person: 'p1', wallTime: '2026-11-20T01:00:00.000Z', device: 'd1' },
      { value: 'b', text: '有一部分', author: '李强', person: 'p2', wallTime: '2026-11-20T02:00:00.000Z', device: 'd2' },
    ];
    const answer = buildAnswer({ value: null, text: null, conflict });
    const section = {
      name: 'jc',
      label: '基础建设',
      relevant: true,
      answered: 0,
      total: 1,
      parts: [{ kind: 'answer' as const, answer }],
    };
    const cells = await cellsOf(answersTable([buildDetail({ sections: [section] })], 'zh-CN'));
    expect(cells).toContain('没有 (王芳) | 有一部分 (李强)');
    expect(cells).toContain('有冲突，未计分');
  });

  test('[X12] hidden questions are not exported', async () => {
    const section = {
      name: 'jc',
      label: '基础建设',
      relevant: true,
      answered: 0,
      total: 0,
      parts: [{ kind: 'answer' as const, answer: buildAnswer({ relevant: false }) }],
    };
    expect(await cellsOf(answersTable([buildDetail({ sections: [section] })], 'en'))).toEqual([]);
  });
});

function columns(count: number): ExportTable['columns'] {
  return Array.from({ length: count }, (_, index) => ({ heading: `c${String(index)}`, width: 10, format: null }));
}

function textTable(texts: readonly string[]): ExportTable {
  return { name: 'texts', columns: columns(1), rows: texts.map((text) => [text]) };
}

async function csvOf(table: ExportTable): Promise<string> {
  let text = '';
  for await (const piece of writeCsv(table)) text += piece;
  return text;
}

function withoutMark(text: string): string {
  expect(text.startsWith('\ufeff')).toBe(true);
  return text.slice(1);
}

async function cellsOf(table: ExportTable): Promise<unknown[]> {
  const cells: unknown[] = [];
  for await (const row of table.rows) cells.push(...row);
  return cells;
}

function sheetXml(bytes: Uint8Array, sheet: number): string {
  return fileInZip(Buffer.from(bytes), `xl/worksheets/sheet${String(sheet)}.xml`).toString('utf8');
}
