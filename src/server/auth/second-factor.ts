/** Second factor: TOTP (RFC 6238, SHA-1, 6 digits, 30 s, as authenticator apps take it), one step of tolerance, no code twice. */
import { Secret, TOTP } from 'otpauth';
import { needsSecondFactor } from '#domain/person.ts';
import type { Role } from '#domain/person.ts';
import type { Database, Tables } from '../db/schema.ts';

const period = 30;

/** Whether the account must show one. Demonstration accounts are public and need none. */
export function mustShowFactor(person: Pick<Tables['people'], 'role' | 'demo'>): boolean {
  return person.demo === 0 && person.role !== 'server' && needsSecondFactor(person.role as Role);
}

export async function hasFactor(db: Database, person: string): Promise<boolean> {
  const row = await db.selectFrom('second_factors').select('confirmed_at').where('person', '=', person).executeTakeFirst();
  return row !== undefined && row.confirmed_at !== null;
}

/** A new secret, not in force until a first code of it was shown. Null when one is in force. */
export async function beginFactor(
  db: Database,
  person: string,
  account: string,
): Promise<{ readonly secret: string; readonly uri: string } | null> {
  if (await hasFactor(db, person)) return null;
  const secret = new Secret({ size: 20 });
  const row = { person, secret: secret.base32, confirmed_at: null, last_step: 0 };
  await db
    .insertInto('second_factors')
    .values(row)
    .onConflict((conflict) => conflict.column('person').doUpdateSet(row))
    .execute();
  return { secret: secret.base32, uri: totp(secret.base32, account).toString() };
}

/** True once for each right code; the first one puts the factor in force. */
export async function showFactor(db: Database, person: string, code: string, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('second_factors').selectAll().where('person', '=', person).executeTakeFirst();
    if (row === undefined || !/^\d{6}$/u.test(code)) return false;
    const delta = totp(row.secret, '').validate({ token: code, timestamp: now, window: 1 });
    if (delta === null) return false;
    const step = Math.floor(now / 1000 / period) + delta;
    const taken = await tx
      .updateTable('second_factors')
      .set({ last_step: step, confirmed_at: row.confirmed_at ?? new Date(now).toISOString() })
      .where('person', '=', person)
      .where('last_step', '<', step)
      .executeTakeFirst();
    return taken.numUpdatedRows === 1n;
  });
}

export async function dropFactor(db: Database, person: string): Promise<void> {
  await db.deleteFrom('second_factors').where('person', '=', person).execute();
  await db.deleteFrom('sessions').where('person', '=', person).execute();
}

function totp(secret: string, account: string): TOTP {
  return new TOTP({ issuer: '巡诊', label: account, secret: Secret.fromBase32(secret), digits: 6, period });
}
