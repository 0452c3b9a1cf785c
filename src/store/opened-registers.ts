/** Opened registers of the assessment on screen: an answer changes one of some hundred, and what this tab wrote it need not open. */
import type { ClientRegister } from '#replica/client-state.ts';
import type { RegisterRow } from './database.ts';
import { openRegister } from './rows.ts';
import type { Store } from './store.ts';

type Opened = {
  readonly assessmentId: string;
  readonly byKey: Map<string, { readonly stamp: string; readonly register: ClientRegister }>;
};

const opened = new WeakMap<Store, Opened>();

/** Opens rows of one assessment; those that did not change since the last call are not opened again. */
export function openRegisters(
  store: Store,
  assessmentId: string,
  rows: readonly RegisterRow[],
): Promise<readonly ClientRegister[]> {
  let cache = opened.get(store);
  if (cache === undefined || cache.assessmentId !== assessmentId) {
    cache = { assessmentId, byKey: new Map() };
    opened.set(store, cache);
  }
  const { byKey } = cache;
  return Promise.all(
    rows.map(async (row) => {
      const stamp = stampOf(row);
      const known = byKey.get(row.key);
      if (known !== undefined && known.stamp === stamp) return known.register;
      const register = await openRegister(store.codec, row);
      byKey.set(row.key, { stamp, register });
      return register;
    }),
  );
}

/** Rows that this tab has just sealed and written, each beside what is in it. */
export function noteSealed(
  store: Store,
  sealed: readonly { readonly row: RegisterRow; readonly register: ClientRegister }[],
): void {
  const cache = opened.get(store);
  if (cache === undefined) return;
  for (const { row, register } of sealed)
    if (row.owner === cache.assessmentId) cache.byKey.set(row.key, { stamp: stampOf(row), register });
}

/** The random nonce in front of what is sealed is new with each write. */
function stampOf(row: RegisterRow): string {
  return new Uint8Array(row.sealed, 0, 12).join('.');
}
