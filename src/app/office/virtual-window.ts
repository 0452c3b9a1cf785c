/** Which rows of a long list are worth having in the page. Heights in pixels, `to` exclusive. */
export type VirtualWindow = { readonly from: number; readonly to: number };

/** The rows in sight and `spare` more on either side. */
export function virtualWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  total: number,
  spare: number,
): VirtualWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const last = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight);
  return { from: Math.min(Math.max(0, first - spare), total), to: Math.min(total, last + spare) };
}

/** Pages of `pageSize` rows that a window touches. */
export function pagesOf(window: VirtualWindow, pageSize: number): readonly number[] {
  if (window.to <= window.from) return [];
  const first = Math.floor(window.from / pageSize);
  const last = Math.floor((window.to - 1) / pageSize);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Scroll position that brings a row into sight, or the present one when it is. `head` pixels at the top are covered. */
export function scrollToRow(index: number, scrollTop: number, viewHeight: number, rowHeight: number, head: number): number {
  const top = index * rowHeight;
  const room = viewHeight - head;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + room) return top + rowHeight - room;
  return scrollTop;
}
