/** Opens SQLite (a file) or PostgreSQL (a URL) behind one query layer. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { DatabaseConnection, Dialect, PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, types } from 'pg';
import type { PoolClient } from 'pg';
import { dumpPostgres } from './postgres-tools.ts';
import type { ToolFault } from './postgres-tools.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';

export type OpenDatabase = {
  readonly db: Database;
  readonly kind: DatabaseKind;
  /** Copies one consistent state of the whole database to a new file while it is in use. */
  readonly backup: (file: string) => Promise<ToolFault | null>;
  readonly close: () => Promise<void>;
};

export function openSqlite(file: string): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const sqlite = new BetterSqlite(file);
  // FULL: a commit is on the disk before it is acknowledged, through a power cut too.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 10000',
    'cache_size = -16000',
  ]) {
    sqlite.pragma(pragma);
  }
  const db: Database = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) });
  return {
    db,
    kind: 'sqlite',
    backup: (target) => {
      // In one read transaction. The page by page copy begins anew with each write of another process, and might never end.
      sqlite.prepare('vacuum into ?').run(target);
      return Promise.resolve(null);
    },
    close: () => db.destroy(),
  };
}

export function openPostgres(url: string): OpenDatabase {
  const pool = new Pool({
    connectionString: url,
    max: 16,
    // What is asked at once is sent at once: see `together`.
    pipeline: true,
    // Pushes would wait for ever for the answer of a machine that lost its power meanwhile.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    // 64-bit integers (numbers of ops, counts) are far below 2^53 here.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === int8 ? Number : types.getTypeParser(oid, format)),
    },
  });
  // A connection that the database ends, idle or between two queries, must not end the process: the query that misses it fails, and
  // the next one gets a fresh connection.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    // What is not read on a person's behalf is the server's own work. Without this nothing is read at all.
    client.query("set xunzhen.region = '*'").catch(() => undefined);
  });
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  return { db, kind: 'postgres', backup: (target) => dumpPostgres(url, target), close: () => db.destroy() };
}

const int8 = 20;

/**
 * Has PostgreSQL parse and plan an insert once a connection. Nothing else: a plan kept from when a table was small would go on reading
 * all of it.
 */
function preparing(pool: Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | null => {
    if (!text.startsWith('insert into ')) return null;
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= 100) return null;
    const name = `insert_${String(names.size)}`;
    names.set(text, name);
    return name;
  };
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  const wrap = (client: PoolClient): PostgresPoolClient => {
    const query = (text: string, values: readonly unknown[]) => {
      const name = nameOf(text);
      return client.query({ ...(name === null ? {} : { name }), text, values: values.map(storable) });
    };
    // The other form, for cursors, is only used where a cursor class is given to the dialect.
    return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      const known = wrapped.get(client) ?? wrap(client);
      wrapped.set(client, known);
      return known;
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

/** PostgreSQL's texts hold every character but NUL. What was signed is kept as JSON, which writes that one in letters. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  return Array.isArray(value) ? value.map(storable) : value;
}

/**
 * Takes the write lock when a transaction begins: two processes never fail half way on upgrading a read lock. SQLite itself rolls
 * back on a full disk; rolling back once more would fail and hide that cause.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #inTransaction: () => boolean;

  constructor(config: ConstructorParameters<typeof SqliteDriver>[0], inTransaction: () => boolean) {
    super(config);
    this.#inTransaction = inTransaction;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#inTransaction()) await super.rollbackTransaction(connection);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function sqliteDialect(sqlite: BetterSqlite.Database): Dialect {
  const prepared = new Map<string, BetterSqlite.Statement>();
  const prepare = (text: string): BetterSqlite.Statement => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = sqlite.prepare(text);
    if (prepared.size >= 500) prepared.clear();
    prepared.set(text, statement);
    return statement;
  };
  const database = { prepare, close: () => void sqlite.close() };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateSqliteDriver({ database }, () => sqlite.inTransaction),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}
