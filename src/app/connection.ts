/** What the browser tells of the connection; many tell nothing. */
type Connection = EventTarget & { readonly type?: string; readonly saveData?: boolean };

/** Null where the browser does not say which kind it is. */
export function isMobileData(): boolean | null {
  const { type, saveData } = connection() ?? {};
  if (type === undefined || type === 'unknown') return saveData === true ? true : null;
  return type === 'cellular';
}

export function onConnectionChange(listener: () => void): () => void {
  const watched = connection();
  watched?.addEventListener('change', listener);
  return () => watched?.removeEventListener('change', listener);
}

function connection(): Connection | null {
  return (navigator as { readonly connection?: Connection }).connection ?? null;
}
