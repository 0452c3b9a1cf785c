/** Opaque sessions: the cookie's value is 256 random bits, the database knows only its hash. No rotation: a lost reply logs nobody out. */
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '#domain/person.ts';
import type { Database, Tables } from '../db/schema.ts';
import { actorFrom } from './people.ts';
import { mustShowFactor } from './second-factor.ts';

/** Absolute life of a session, milliseconds. */
export const sessionLife = 30 * 24 * 60 * 60 * 1000;

export type SignedIn = {
  readonly actor: Actor;
  readonly person: Tables['people'];
  readonly tokenHash: string;
  readonly device: string | null;
  /** Its device was taken out of use: it may still send what it holds. */
  readonly revoked: boolean;
  /** The role asks for a second factor and none was shown: only setting one up is open. */
  readonly limited: boolean;
};

/** Returns the token for the cookie; it is kept nowhere else. */
export async function openSession(db: Database, person: string, now: number, factorShown: boolean): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const row = {
    token_hash: hashOf(token),
    person,
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + sessionLife).toISOString(),
    device: null,
    factor_at: factorShown ? new Date(now).toISOString() : null,
  };
  await db.insertInto('sessions').values(row).execute();
  await db.deleteFrom('sessions').where('expires_at', '<', new Date(now).toISOString()).execute();
  return token;
}

export async function findSession(db: Database, token: string, now: number): Promise<SignedIn | null> {
  const tokenHash = hashOf(token);
  // One row for each firm that is assigned to them, or one with none.
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person')
    .leftJoin('devices', 'devices.id', 'sessions.device')
    .leftJoin('assignments', (join) => join.onRef('assignments.person', '=', 'people.id').on('assignments.until', 'is', null))
    .selectAll('people')
    .select(['sessions.device', 'sessions.factor_at', 'devices.revoked_at', 'assignments.enterprise'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', new Date(now).toISOString())
    .where('disabled_at', 'is', null)
    .execute();
  const [row] = rows;
  if (row === undefined) return null;
  const { device, factor_at: factorAt, revoked_at: revokedAt, enterprise: _, ...person } = row;
  const actor = actorFrom(person, new Set(rows.flatMap(({ enterprise }) => enterprise ?? [])));
  if (actor === null) return null;
  const limited = factorAt === null && mustShowFactor(person);
  return { actor, person, tokenHash, device, revoked: revokedAt !== null, limited };
}

/** From here on the session is this device's: it ends when the device is reported lost. */
export async function bindSession(db: Database, tokenHash: string, device: string): Promise<void> {
  await db.updateTable('sessions').set({ device }).where('token_hash', '=', tokenHash).execute();
}

export async function noteFactor(db: Database, tokenHash: string, now: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ factor_at: new Date(now).toISOString() })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function closeSession(db: Database, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
