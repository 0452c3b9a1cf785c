/** A table to be written as a sheet or as CSV: headings, then rows made as they are asked for. */
export type CellValue = string | number | null;

export type ExportColumn = {
  readonly heading: string;
  /** Characters, for XLSX. */
  readonly width: number;
  /** Excel number format such as `0.0`; null for text and plain numbers. */
  readonly format: string | null;
};

export type ExportTable = {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: AsyncIterable<readonly CellValue[]> | Iterable<readonly CellValue[]>;
};
