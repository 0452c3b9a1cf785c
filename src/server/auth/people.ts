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
import { grant } from './rights.ts';

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
  const { account, name, role, region } = person;
  const hash = person.password === null ? null : await hashPassword(person.password);
  return db.transaction().execute(async (tx) => {
    const added = await tx
      .insertInto('people')
      .values({
        id,
        account,
        name,
        role,
        region,
        password_hash: hash,
        demo: person.demo ? 1 : 0,
        created_at: now,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('account').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) return null;
    await grant(tx, id, { role, region }, now);
    return id;
  });
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
    const is = await tx
      .selectFrom('people')
      .select(['role', 'region', 'disabled_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await grant(tx, id, is.disabled_at === null ? { role: is.role, region: is.region } : null, now);
    if (disabled === true) await tx.deleteFrom('sessions').where('person', '=', id).execute();
  });
}

export function actorFrom(row: Pick<Tables['people'], 'id' | 'role' | 'region'>, assigned: ReadonlySet<string>): Actor | null {
  const role = actorRoles.find((known): known is ActorRole => known === row.role);
  return role === undefined ? null : { person: row.id as PersonId, role, region: row.region as RegionCode, assigned };
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
