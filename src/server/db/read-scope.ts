/** What came into a viewer's scope, or left it, because the scope changed and not the things in it. */
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { Actor } from '#domain/person.ts';
import type { PullReader } from '#replica/ports.ts';
import { scopeOf, showsFinance } from '#policy/scope.ts';
import type { Scope } from '#policy/scope.ts';
import type { EntityId } from '#shared/ids.ts';
import { assignedAt } from '../auth/assignments.ts';
import type { ScopeMarks } from '../scope-mark.ts';
import { inScope } from './in-scope.ts';
import { registersOfRun } from './register-runs.ts';
import type { Database, DatabaseKind } from './schema.ts';
import { asServer } from './within.ts';
import type { Reader } from './within.ts';

type ScopeChange = Awaited<ReturnType<PullReader['scope']>>;

/**
 * Assessments and firms; their parts come and go with them. What a phone never had is not named as gone: an id tells that something is
 * there. Firms that travel in registry packs are not in pulls. A firm whose finance fields came or went is named both ways: its rows are
 * dropped and fetched anew. Looks beyond the viewer's present scope, at what they had: to be read as the server.
 */
export async function readScope(reader: Reader, marks: ScopeMarks, viewer: Actor, since: string | null): Promise<ScopeChange> {
  const { db, scope: now } = reader;
  const { person, region, role } = viewer;
  const version = marks.make(person, { region, role, gsn: await readHead(db) });
  const mark = since === null ? null : marks.read(person, since);
  if (mark === null) return { version, grown: [], purge: [] };
  const before = scopeOf({ person, role: mark.role, region: mark.region, assigned: await assignedAt(db, person, mark.gsn) });
  if (sameScope(now, before)) return { version, grown: [], purge: [] };
  return { version, ...(await asServer(reader, () => changes(reader, before, mark.gsn))) };
}

async function changes({ db, kind, scope: now }: Reader, before: Scope, gsn: number): Promise<Omit<ScopeChange, 'version'>> {
  const grown = await runsIn(db, kind, now, before).select('root').distinct().execute();
  const gone = [...(await assessmentsBefore(db, kind, before, now, gsn)), ...(await firmsBefore(db, kind, before, now, gsn))];
  const renewed = await financeChanged(db, kind, now, before);
  return {
    grown: [...grown.map(({ root }) => root as EntityId), ...renewed],
    purge: [...(gone as EntityId[]), ...renewed],
  };
}

export async function readHead(db: Database): Promise<number> {
  return (await db.selectFrom('sync_head').select('gsn').where('id', '=', 1).executeTakeFirstOrThrow()).gsn;
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.region === b.region && sameFirms(a.firms, b.firms) && sameFirms(a.finance, b.finance);
}

function sameFirms(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean {
  return a === null || b === null ? a === b : a.size === b.size && [...a].every((firm) => b.has(firm));
}

function runsIn(db: Database, kind: DatabaseKind, inside: Scope, outside: Scope) {
  return db
    .selectFrom('register_runs')
    .where('pulled', '=', 1)
    .where(inScope(kind, 'register_runs', inside))
    .where(not(inScope(kind, 'register_runs', outside)));
}

function not(condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`not (${condition})`;
}

async function assessmentsBefore(
  db: Database,
  kind: DatabaseKind,
  inside: Scope,
  outside: Scope,
  gsn: number,
): Promise<readonly string[]> {
  const rows = await runsIn(db, kind, inside, outside)
    .select('root')
    .distinct()
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('op_runs').select('device').whereRef('op_runs.owner', '=', 'root').where('first_gsn', '<=', gsn)),
        exists(selectFrom('ops').select('device').whereRef('ops.owner', '=', 'root').where('ops.gsn', '<=', gsn)),
      ]),
    )
    .execute();
  return rows.map(({ root }) => root);
}

/** A firm that was made twice, or made again under another device, may be older than the number of its making. */
async function firmsBefore(
  db: Database,
  kind: DatabaseKind,
  inside: Scope,
  outside: Scope,
  gsn: number,
): Promise<readonly string[]> {
  const runs = await runsIn(db, kind, inside, outside)
    .innerJoin('entities', 'entities.entity_id', 'root')
    .where('entities.entity', '=', 'enterprise')
    .selectAll('register_runs')
    .execute();
  const old = runs.flatMap(registersOfRun).filter((held) => {
    const { register, heads } = held.register;
    return held.gsn <= gsn || (register === '@create' && (heads.length > 1 || heads.some(({ was }) => was !== null)));
  });
  return [...new Set(old.map(({ register }) => register.entityId))];
}

/** Firms in both scopes that show more, or less, than before. */
async function financeChanged(db: Database, kind: DatabaseKind, now: Scope, before: Scope): Promise<readonly EntityId[]> {
  if (sameFirms(now.finance, before.finance)) return [];
  const rows = await db
    .selectFrom('register_runs')
    .innerJoin('entities', 'entities.entity_id', 'root')
    .where('entities.entity', '=', 'enterprise')
    .where('pulled', '=', 1)
    .where(inScope(kind, 'register_runs', now))
    .where(inScope(kind, 'register_runs', before))
    .select('root')
    .distinct()
    .execute();
  return rows.flatMap(({ root }) => (showsFinance(now, root) === showsFinance(before, root) ? [] : [root as EntityId]));
}
