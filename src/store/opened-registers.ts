/** Opened registers of the assessment on screen: an answer changes one of some hundred, and what this tab wrote it need not open. */
import type { ClientRegister } from '#replica/client-state.ts';
import type { RegisterRow } from './database.ts';
import { openRegister, sealedMark } from './rows.ts';
import type { SealedMark } from './rows.ts';
import type { Store } from './store.ts';

type Opened = {
  readonly assessmentId: string;
  readonly byKey: Map<string, { readonly nonce: string; readonly register: ClientRegister }>;
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
      const { key, nonce } = sealedMark(row);
      const known = byKey.get(key);
      if (known !== undefined && known.nonce === nonce) return known.register;
      const register = await openRegister(store.codec, row);
      byKey.set(key, { nonce, register });
      return register;
    }),
  );
}

/** Registers that this tab has just written, each beside the mark of its row. */
export function noteSealed(store: Store, registers: readonly ClientRegister[], marks: readonly SealedMark[]): void {
  const cache = opened.get(store);
  if (cache === undefined) return;
  for (const [index, { key, nonce }] of marks.entries()) {
    const register = registers[index];
    if (register !== undefined && (register.owner ?? register.entityId) === cache.assessmentId)
      cache.byKey.set(key, { nonce, register });
  }
}
