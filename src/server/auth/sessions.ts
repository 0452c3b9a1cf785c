/** Opaque sessions: the cookie's value is 256 random bits, the database knows only its hash. No rotation: a lost reply logs nobody out. */
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '#domain/person.ts';
import type { Database, Tables } from '../db/schema.ts';
import { actorFrom } from './people.ts';

/** Absolute life of a session, milliseconds. */
export const sessionLife = 30 * 24 * 60 * 60 * 1000;

export type SignedIn = { readonly actor: Actor; readonly person: Tables['people']; readonly tokenHash: string };

/** Returns the token for the cookie; it is kept nowhere else. */
export async function openSession(db: Database, person: string, now: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const row = {
    token_hash: hashOf(token),
    person,
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + sessionLife).toISOString(),
  };
  await db.insertInto('sessions').values(row).execute();
  await db.deleteFrom('sessions').where('expires_at', '<', new Date(now).toISOString()).execute();
  return token;
}

export async function findSession(db: Database, token: string, now: number): Promise<SignedIn | null> {
  const tokenHash = hashOf(token);
  const person = await db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person')
    .selectAll('people')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', new Date(now).toISOString())
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  const actor = person === undefined ? null : actorFrom(person);
  return person === undefined || actor === null ? null : { actor, person, tokenHash };
}

export async function closeSession(db: Database, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
