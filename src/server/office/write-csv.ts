import type { CellValue, ExportTable } from './export-table.ts';
import { csvText } from './safe-text.ts';

/** Tells Excel that the file is UTF-8. */
const byteOrderMark = '\ufeff';
const rowsPerChunk = 500;

/**
 * The table as CSV (RFC 4180, CRLF, UTF-8 with byte order mark) in pieces, so that a long one need not be held whole. Numbers are
 * bare, texts are formula-safe.
 */
export async function* writeCsv(table: ExportTable): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(table.columns.map((column) => column.heading));
  let held: string[] = [];
  for await (const row of table.rows) {
    held.push(csvLine(row));
    if (held.length < rowsPerChunk) continue;
    yield held.join('');
    held = [];
  }
  if (held.length > 0) yield held.join('');
}

export function csvLine(cells: readonly CellValue[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(cell: CellValue): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = csvText(cell);
  return /[",\r\n\t]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
