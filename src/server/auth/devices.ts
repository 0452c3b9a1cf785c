/** A person's devices: how many, and how one is taken out of use. */
import type { Database, Tables } from '../db/schema.ts';
import type { ServerContext } from '../context.ts';
import { signAsServer } from '../sign-as-server.ts';

/** Devices in use that one person may have at a time. */
export const deviceLimit = 3;

export type RevokeMode = 'lost' | 'transfer';

/**
 * What a phone that was taken out of use must do, signed so that nobody in between can order it: ECDSA P-256 of the server's device over
 * `revoke|<device>|<mode>|<at>`.
 */
export type RevokeOrder = { readonly device: string; readonly mode: RevokeMode; readonly at: string; readonly signature: string };

/** In use: neither revoked nor continued by another device of the same person. */
export async function devicesInUse(db: Database, person: string): Promise<readonly Tables['devices'][]> {
  const rows = await db.selectFrom('devices').selectAll().where('person', '=', person).orderBy('enrolled_at').execute();
  const continued = new Set(rows.map(({ successor_of: before }) => before));
  return rows.filter((row) => row.revoked_at === null && !continued.has(row.id));
}

/** Ends the device's sessions too. False when there is no such device, or it was revoked before. */
export async function revokeDevice(db: Database, device: string, mode: RevokeMode, at: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const done = await tx
      .updateTable('devices')
      .set({ revoked_at: at, revoke_mode: mode })
      .where('id', '=', device)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    // One that is to be handed over still needs its session to push what it holds.
    if (mode === 'lost') await tx.deleteFrom('sessions').where('device', '=', device).execute();
    return done.numUpdatedRows === 1n;
  });
}

export async function revokeOrder({ open, settings }: ServerContext, device: string): Promise<RevokeOrder | null> {
  const row = await open.db
    .selectFrom('devices')
    .select(['revoked_at', 'revoke_mode'])
    .where('id', '=', device)
    .executeTakeFirst();
  if (row === undefined || row.revoked_at === null || row.revoke_mode === null) return null;
  const { revoked_at: at, revoke_mode: mode } = row;
  return { device, mode, at, signature: signAsServer(settings, `revoke|${device}|${mode}|${at}`) };
}
