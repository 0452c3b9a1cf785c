/** What a person may now and might at any time since their account was made. */
import { sql } from 'kysely';
import type { CompiledQuery } from 'kysely';
import { actorRoles } from '#domain/person.ts';
import type { ActorRole } from '#domain/person.ts';
import type { Rights } from '#policy/in-time.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import { inList } from '../db/bulk.ts';
import type { Database, DatabaseKind } from '../db/schema.ts';

type Row = {
  readonly person: string;
  readonly role: string | null;
  readonly region: string | null;
  readonly firm: string | null;
  readonly since: string;
  readonly until: string | null;
};

export function rightsQuery(db: Database, kind: DatabaseKind, people: readonly PersonId[]): CompiledQuery<Row> {
  const theirs = inList(kind, 'person', people);
  return sql<Row>`select person, role, region, null as firm, since, until from person_grants where ${theirs}
    union all select person, null, null, enterprise, since, until from assignments where ${theirs}`.compile(db);
}

/** What the answer says of one of them. Somebody who is not known has neither grants nor assignments. */
export function rightsIn(answer: readonly Row[], person: PersonId): Rights {
  const rows = answer.filter((row) => row.person === person);
  const spanOf = ({ since, until }: Row) => ({ from: Date.parse(since), until: until === null ? null : Date.parse(until) });
  return {
    person,
    grants: rows.flatMap((row) => {
      const role = actorRoles.find((known): known is ActorRole => known === row.role);
      return role === undefined ? [] : [{ ...spanOf(row), role, region: row.region as RegionCode }];
    }),
    assignments: rows.flatMap((row) => (row.firm === null ? [] : [{ ...spanOf(row), firm: row.firm }])),
  };
}

/** From now on the person is this; null: disabled. What they were before stays on record. */
export async function grant(
  db: Database,
  person: string,
  is: { readonly role: string; readonly region: string } | null,
  at: string,
): Promise<void> {
  const open = await db
    .selectFrom('person_grants')
    .select(['role', 'region'])
    .where('person', '=', person)
    .where('until', 'is', null)
    .executeTakeFirst();
  if (open?.role === is?.role && open?.region === is?.region) return;
  await db.updateTable('person_grants').set({ until: at }).where('person', '=', person).where('until', 'is', null).execute();
  if (is !== null)
    await db
      .insertInto('person_grants')
      .values({ person, ...is, since: at, until: null })
      .execute();
}
