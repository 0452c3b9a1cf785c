/** One-time codes by which a person sets a password: 50 random bits, 15 minutes, five tries, then a new one is needed. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Database } from '../db/schema.ts';

export const activationLife = 15 * 60 * 1000;
const activationTries = 5;

export type Activation = { readonly code: string; readonly expiresAt: string };

/** Replaces an earlier code of the person. */
export async function makeActivation(db: Database, person: string, now: number): Promise<Activation> {
  const code = makeCode();
  const expiresAt = new Date(now + activationLife).toISOString();
  const row = { person, code_hash: hashOf(code), expires_at: expiresAt, tries: 0 };
  await db
    .insertInto('activations')
    .values(row)
    .onConflict((conflict) => conflict.column('person').doUpdateSet(row))
    .execute();
  return { code, expiresAt };
}

/** Takes a try, and the code itself when it is right. */
export async function takeActivation(db: Database, person: string, code: string, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('activations')
      .set((eb) => ({ tries: eb('tries', '+', 1) }))
      .where('person', '=', person)
      .where('tries', '<', activationTries)
      .where('expires_at', '>', new Date(now).toISOString())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined || !timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(hashOf(code)))) return false;
    await tx.deleteFrom('activations').where('person', '=', person).execute();
    return true;
  });
}

/** Letters that are not mistaken for each other; case and separators do not count when it is typed. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

function makeCode(): string {
  const half = (): string => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('');
  return `${half()}-${half()}`;
}

function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-z]/gu, ''))
    .digest('hex');
}
