/**
 * How anything is read on behalf of a person: through a `Reader`, which has their scope and puts it to every table whose rows belong to
 * a place. On PostgreSQL the transaction carries the scope as well, and row security holds what a query forgot.
 */
import { sql } from 'kysely';
import type { SelectQueryBuilder } from 'kysely';
import type { Scope } from '#policy/scope.ts';
import { inScope } from './in-scope.ts';
import type { ScopedTable } from './in-scope.ts';
import { readerRole } from './migrations/row-security.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';

/** Nothing is selected yet. */
type NoColumns = object;

export type Reader = {
  readonly scope: Scope;
  readonly kind: DatabaseKind;
  /** For tables whose rows belong to no place. */
  readonly db: Database;
  /** The rows of a table that are in scope. */
  readonly from: <Name extends ScopedTable>(table: Name) => SelectQueryBuilder<Tables, Name, NoColumns>;
};

/** One read on a person's behalf. Short: on PostgreSQL it is a transaction. */
export function within<T>({ db, kind }: OpenDatabase, scope: Scope, read: (reader: Reader) => Promise<T>): Promise<T> {
  // SQLite has no rows that are hidden from a transaction, and one transaction at a time.
  if (kind === 'sqlite') return read(readerOf(db, kind, scope));
  const transaction = db.transaction().setAccessMode('read only');
  return transaction.execute(async (tx) => read(await readerIn(tx, kind, scope)));
}

/** Gives a transaction to a person's reads, to its end. */
export async function readerIn(tx: Database, kind: DatabaseKind, scope: Scope): Promise<Reader> {
  if (kind === 'postgres') {
    const firms = scope.firms === null ? '' : [...scope.firms].map((code) => `${code},`).join('') || ',';
    await sql`select set_config('xunzhen.region', ${scope.prefix}, true), set_config('xunzhen.firms', ${firms}, true),
      set_config('xunzhen.person', ${scope.person}, true),
      (select set_config('role', ${readerRole}, true) from pg_roles where rolname = session_user and (rolsuper or rolbypassrls))`.execute(
      tx,
    );
  }
  return readerOf(tx, kind, scope);
}

/** What is read in between is the server's own: it looks at what the person had, or will have. */
export async function asServer<T>({ db, kind, scope }: Reader, read: () => Promise<T>): Promise<T> {
  if (kind === 'sqlite') return read();
  await sql`select set_config('role', 'none', true), set_config('xunzhen.region', '*', true)`.execute(db);
  const result = await read();
  await readerIn(db, kind, scope);
  return result;
}

/** For the server's own work, on behalf of nobody: every row. */
export function wholeTables(db: Database): Pick<Reader, 'from'> {
  return { from: <Name extends ScopedTable>(table: Name) => typed<Name>(db.selectFrom<ScopedTable>(table)) };
}

function readerOf(db: Database, kind: DatabaseKind, scope: Scope): Reader {
  return {
    scope,
    kind,
    db,
    from: <Name extends ScopedTable>(table: Name) =>
      typed<Name>(db.selectFrom<ScopedTable>(table).where(inScope(kind, table, scope))),
  };
}

/** The compiler cannot follow a table that is not named yet. */
function typed<Name extends ScopedTable>(query: unknown): SelectQueryBuilder<Tables, Name, NoColumns> {
  return query as SelectQueryBuilder<Tables, Name, NoColumns>;
}
