import { Dexie } from 'dexie';
import type { DeviceId } from '#shared/ids.ts';
import type { ClientMeta, ClientReader } from '#replica/client-state.ts';
import type { Codec } from './codec.ts';
import type { OpRow, StoreDatabase } from './database.ts';
import { openOp, openRegister, registerRowKey } from './rows.ts';

/**
 * Reads for the replica's decisions. Not one transaction (opening what is sealed cannot happen inside one): the revision that a plan
 * carries finds out whether anything changed in between.
 */
export function clientReader(db: StoreDatabase, codec: Codec): ClientReader {
  const open = (rows: readonly OpRow[]) => Promise.all(rows.map((row) => openOp(codec, row)));
  return {
    meta: () => readMeta(db),
    register: async ({ entityId, register }) => {
      const row = await db.registers.get(registerRowKey(entityId, register));
      return row === undefined ? null : openRegister(codec, row);
    },
    registersOf: async (id) => {
      const rows = await db.registers.where('owner').equals(id).or('entityId').equals(id).toArray();
      return Promise.all(rows.map((row) => openRegister(codec, row)));
    },
    uncovered: async ({ entityId, register }, era, gsn) => {
      const rows = await db.ops.where('registerKey').equals(registerRowKey(entityId, register)).sortBy('order');
      return open(rows.filter((row) => row.state !== 'replaced' && !isCoveredRow(row, era, gsn)));
    },
    ownOps: async (hashes) => open((await db.ops.bulkGet([...hashes])).filter((row) => row !== undefined)),
    offering: async () => {
      const devices = new Set<DeviceId>();
      await db.ops
        .where('[offered+order]')
        .between([1, Dexie.minKey], [1, Dexie.maxKey])
        .each((row) => void devices.add(row.device as DeviceId));
      return [...devices];
    },
    offered: async (device, limit) =>
      open(
        await db.ops
          .where('[offered+device+seq]')
          .between([1, device, Dexie.minKey], [1, device, Dexie.maxKey])
          .limit(Math.min(limit, 2 ** 31))
          .toArray(),
      ),
    allOwnOps: async () => open(await db.ops.orderBy('[device+seq]').toArray()),
    registersOutside: async (era) => {
      const rows = await db.registers.where('baseEra').noneOf(['', era]).toArray();
      return Promise.all(rows.map((row) => openRegister(codec, row)));
    },
  };
}

/** Stores that were made before this was kept have none: the next receipt brings one. */
const nothingConfirmed: Partial<ClientMeta> = { confirmed: [], seen: null, handed: [] };

/** The chain's tip and the place in the server's numbers. A store is never opened without. */
export async function readMeta(db: StoreDatabase): Promise<ClientMeta> {
  const row = await db.meta.get('replica');
  if (row?.key !== 'replica') throw new Error('the store has no replica record');
  return { ...nothingConfirmed, ...row.meta };
}

function isCoveredRow(row: OpRow, era: string | null, gsn: number): boolean {
  return row.state === 'stored' && row.receiptEra === era && (row.gsn ?? Infinity) <= gsn;
}
