/** Accounts. */
import { randomBytes } from 'node:crypto';
import { actorRoles, roles } from '#domain/person.ts';
import type { Actor, ActorRole, Role } from '#domain/person.ts';
import { findRegion } from '#domain/regions.ts';
import type { Person } from '#protocol/session-wire.ts';
import { newId } from '#shared/ids.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import type { Database, Tables } from '../db/schema.ts';
import { hashPassword } from './password.ts';

export type NewPerson = {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly region: RegionCode;
  /** Null until the person sets one with an activation code. */
  readonly password: string | null;
  readonly demo: boolean;
};

/** Null when the account is taken. */
export async function addPerson(db: Database, person: NewPerson, now: string): Promise<PersonId | null> {
  const id = newId<PersonId>((count) => randomBytes(count));
  const added = await db
    .insertInto('people')
    .values({
      id,
      account: person.account,
      name: person.name,
      role: person.role,
      region: person.region,
      password_hash: person.password === null ? null : await hashPassword(person.password),
      demo: person.demo ? 1 : 0,
      created_at: now,
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column('account').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n ? id : null;
}

/** A new password ends every open session of the account. False when there is no such account. */
export async function resetPassword(db: Database, account: string, password: string): Promise<boolean> {
  const hash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const person = await tx
      .updateTable('people')
      .set({ password_hash: hash })
      .where('account', '=', account)
      .where('role', '!=', 'server')
      .returning('id')
      .executeTakeFirst();
    if (person === undefined) return false;
    await tx.deleteFrom('sessions').where('person', '=', person.id).execute();
    return true;
  });
}

/** A change of role or region takes effect with the next request; disabling ends every session. */
export async function changePerson(
  db: Database,
  id: string,
  change: {
    readonly name?: string | undefined;
    readonly role?: Role | undefined;
    readonly region?: string | undefined;
    readonly disabled?: boolean | undefined;
  },
  now: string,
): Promise<void> {
  const { name, role, region, disabled } = change;
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('people')
      .set({
        id,
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(region === undefined ? {} : { region }),
        ...(disabled === undefined ? {} : { disabled_at: disabled ? now : null }),
      })
      .where('id', '=', id)
      .execute();
    if (disabled === true) await tx.deleteFrom('sessions').where('person', '=', id).execute();
  });
}

/** What a person may do is read anew for each request: a change of role or region takes effect at once. */
export async function actorOf(db: Database, person: PersonId): Promise<Actor | null> {
  const row = await db
    .selectFrom('people')
    .select(['id', 'role', 'region', 'disabled_at'])
    .where('id', '=', person)
    .executeTakeFirst();
  return row === undefined || row.disabled_at !== null ? null : actorFrom(row);
}

export function actorFrom(row: Pick<Tables['people'], 'id' | 'role' | 'region'>): Actor | null {
  const role = actorRoles.find((known): known is ActorRole => known === row.role);
  return role === undefined ? null : { person: row.id as PersonId, role, region: row.region as RegionCode };
}

/** A person as their own phone shows them; null for the server itself. */
export function personFrom(row: Tables['people']): Person | null {
  const role = roles.find((known): known is Role => known === row.role);
  if (role === undefined) return null;
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    role,
    region: row.region,
    regionName: findRegion(row.region)?.name ?? row.region,
    demo: row.demo === 1,
  };
}
