/** Which rows of a long list are worth having in the document. Rows have one height, so nothing needs measuring. */
export type RowWindow = { readonly first: number; readonly last: number };

export function visibleRows(count: number, rowHeight: number, top: number, height: number, margin = 6): RowWindow {
  if (count === 0 || rowHeight <= 0) return { first: 0, last: -1 };
  const first = Math.floor(top / rowHeight) - margin;
  const last = Math.ceil((top + height) / rowHeight) + margin - 1;
  return { first: Math.max(0, Math.min(count - 1, first)), last: Math.max(0, Math.min(count - 1, last)) };
}
