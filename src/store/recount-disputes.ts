import type { Codec } from './codec.ts';
import type { StoreDatabase } from './database.ts';
import { disputedMark, openRegister } from './rows.ts';

/** Registers written before contradictions were marked are opened once; the upgrade itself has no key for them. */
export async function recountDisputes(db: StoreDatabase, codec: Codec): Promise<void> {
  if ((await db.meta.get('recount-disputes')) === undefined) return;
  const rows = await db.registers.filter(isUnmarked).toArray();
  const marks = new Map<string, 0 | 1>();
  for (const row of rows) {
    const register = await openRegister(codec, row).catch(() => null);
    marks.set(row.key, register === null ? 0 : disputedMark(register));
  }
  await db.transaction('rw', db.registers, db.meta, async () => {
    for (const [key, disputed] of marks) {
      // One that was written meanwhile has its mark.
      const row = await db.registers.get(key);
      if (row !== undefined && isUnmarked(row)) await db.registers.put({ ...row, disputed });
    }
    await db.meta.delete('recount-disputes');
  });
}

function isUnmarked(row: { readonly disputed?: 0 | 1 }): boolean {
  return row.disputed === undefined;
}
