import { registerOf } from '#oplog/op.ts';
import type { Head } from '#oplog/op.ts';
import { headOf } from '#oplog/register.ts';
import { shownHeads } from '#replica/overlay.ts';
import { openOp, openRegister } from '../rows.ts';
import type { Store } from '../store.ts';
import type { DisputedValue } from '../views.ts';
import { tellHeads } from './tell-heads.ts';

/** `field` is `@create`, `@void`, or the property that was written. */
export type ActionEvent = DisputedValue & { readonly field: string; readonly reason: string | null };

/**
 * What this phone knows of how an action went, oldest first: everything written here, and of others what stands now. The log of
 * everybody's steps is at the server.
 */
export async function readActionHistory(store: Store, actionId: string): Promise<readonly ActionEvent[]> {
  const { db, codec } = store;
  const [rows, own] = await Promise.all([
    db.registers.where('entityId').equals(actionId).toArray(),
    db.ops.where('owner').equals(actionId).toArray(),
  ]);
  const [registers, ops] = await Promise.resolve(
    Promise.all([
      Promise.all(rows.map((row) => openRegister(codec, row))),
      Promise.all(own.filter(({ state }) => state !== 'replaced').map((row) => openOp(codec, row))),
    ]),
  );
  const events = new Map<string, { readonly field: string; readonly head: Head }>();
  for (const { op } of ops) events.set(op.hash, { field: registerOf(op), head: headOf(op) });
  for (const register of registers)
    for (const head of shownHeads(register)) events.set(head.hash, { field: register.register, head });
  const ordered = [...events.values()].sort((a, b) => (a.head.hlc < b.head.hlc ? -1 : 1));
  const told = await tellHeads(
    store,
    ordered.map(({ head }) => head),
  );
  return ordered.flatMap(({ field, head }) => told([head]).map((value) => ({ ...value, field, reason: head.reason })));
}
