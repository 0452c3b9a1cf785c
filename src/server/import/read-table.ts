/** A registry file as rows of text: .xlsx by its first sheet, .csv in UTF-8 or GBK. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { readSheet } from 'read-excel-file/node';

/** Cells of one line; `line` counts from 1 as the spreadsheet shows it. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

export class UnreadableTable extends Error {}

export async function readTable(file: string): Promise<readonly TableRow[]> {
  switch (extname(file).toLowerCase()) {
    case '.xlsx':
      return readXlsx(file);
    case '.csv':
      return parseCsv(decode(await readFile(file)));
    default:
      throw new UnreadableTable('只认 .xlsx 和 .csv。旧的 .xls 请在表格软件里另存为 .xlsx');
  }
}

async function readXlsx(file: string): Promise<readonly TableRow[]> {
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readSheet(file);
  } catch {
    throw new UnreadableTable('文件打不开:不是 .xlsx 表格,或已损坏、有密码。请重新导出再试');
  }
  return rows.map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) })).filter(hasText);
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell.toFixed(0) : String(cell);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return typeof cell === 'string' ? cell.trim() : '';
}

/** UTF-8 with or without mark; what is no UTF-8 is what Chinese Excel writes: GBK. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** RFC 4180: quotes, doubled quotes, line ends within quotes. Lines are counted as an editor counts them. */
export function parseCsv(text: string): readonly TableRow[] {
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startedAt = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    rows.push({ line: startedAt, cells });
    cells = [];
    startedAt = line;
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (character === ',') endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows.filter(hasText);
}

function hasText({ cells }: TableRow): boolean {
  return cells.some((cell) => cell !== '');
}
