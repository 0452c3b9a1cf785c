import { receiptsBetween } from '../db/op-runs.ts';
import type { Database } from '../db/schema.ts';
import { verifyDeviceSignature } from '../device-signature.ts';

/** Each may stand for two hundred ops, which are read to find it. */
const atOnce = 100;

/** Every signature that was kept is its device's, over the op that stands at its place. */
export async function verifySignatures(db: Database): Promise<{ readonly count: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  let count = 0;
  for (const { id, public_key: key } of await db.selectFrom('devices').select(['id', 'public_key']).orderBy('id').execute()) {
    for (let after = 0; ;) {
      const rows = await db
        .selectFrom('push_signatures')
        .select(['last_seq', 'hash', 'signature'])
        .where('device', '=', id)
        .where('last_seq', '>', after)
        .orderBy('last_seq')
        .limit(atOnce)
        .execute();
      const held =
        rows.length === 0 ? new Map() : await receiptsBetween(db, id, rows[0]?.last_seq ?? 0, rows.at(-1)?.last_seq ?? 0);
      for (const { last_seq: seq, hash, signature } of rows) {
        const holds = held.get(seq)?.hash === hash && verifyDeviceSignature(key, signature, hash);
        if (!holds) faults.push(`设备 ${id}:第 ${String(seq)} 条的设备签名不对`);
      }
      count += rows.length;
      if (rows.length < atOnce) break;
      after = rows.at(-1)?.last_seq ?? Infinity;
    }
  }
  return { count, faults };
}
