import { currentValue } from '#oplog/register.ts';
import { shownHeads } from '#replica/overlay.ts';
import { openRegister } from '../rows.ts';
import type { Store } from '../store.ts';
import type { DisputedValue } from '../views.ts';
import { tellHeads } from './tell-heads.ts';

export type FirmDispute = { readonly field: string; readonly values: readonly DisputedValue[] };

/** Properties of a firm, a visit or an action that people wrote differently without knowing of each other. */
export async function readFirmDisputes(store: Store, code: string): Promise<readonly FirmDispute[]> {
  const rows = await store.db.registers
    .where('entityId')
    .equals(code)
    .and(({ disputed }) => disputed === 1)
    .toArray();
  const opened = await Promise.resolve(Promise.all(rows.map((row) => openRegister(store.codec, row))));
  const disputes = opened.flatMap((register) => {
    const now = currentValue({ heads: shownHeads(register) });
    return now.kind === 'conflict' && !register.register.startsWith('@') ? [{ field: register.register, heads: now.heads }] : [];
  });
  const told = await tellHeads(
    store,
    disputes.flatMap(({ heads }) => heads),
  );
  return disputes.map(({ field, heads }) => ({ field, values: told(heads) }));
}
