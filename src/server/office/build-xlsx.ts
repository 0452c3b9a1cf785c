import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import type { CellValue, ExportColumn } from './export-table.ts';
import { xlsxText } from './safe-text.ts';

export type XlsxSheet = {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: (readonly CellValue[])[];
};

/** Rows a sheet of Excel can hold, the heading included. */
const sheetRowLimit = 1_048_576;

/** One workbook, heading frozen. Every text is a cell of type string, so nothing is ever a formula. */
export async function buildXlsx(sheets: readonly XlsxSheet[]): Promise<Uint8Array> {
  const data = sheets.map((sheet) => ({
    sheet: sheet.name,
    data: sheetData(sheet),
    columns: sheet.columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }));
  return writeExcelFile(data).toBuffer();
}

function sheetData(sheet: XlsxSheet): SheetData {
  if (sheet.rows.length >= sheetRowLimit)
    throw new Error(`buildXlsx: ${String(sheet.rows.length)} rows do not fit into ${sheet.name}`);
  const head = sheet.columns.map(({ heading }): Cell => ({
    value: xlsxText(heading),
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#E8EEF0',
  }));
  return [head, ...sheet.rows.map((row) => row.map((cell, index) => xlsxCell(cell, sheet.columns[index]?.format ?? null)))];
}

function xlsxCell(cell: CellValue, format: string | null): Cell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') return { value: xlsxText(cell), type: String };
  if (!Number.isFinite(cell)) return null;
  return format === null ? { value: cell, type: Number } : { value: cell, type: Number, format };
}
