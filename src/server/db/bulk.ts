/**
 * Many rows in few constant statements, each prepared once, whatever the number of rows: PostgreSQL takes one array a column, SQLite
 * a fixed number of rows at a time; so does PostgreSQL where texts are long.
 */
import { CompiledQuery, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Database, DatabaseKind, Tables } from './schema.ts';
import { together } from './together.ts';

type Sqlish = 'text' | 'bigint' | 'double precision';

/** Which columns a table's bulk write fills, their types, and what happens to a row that is there already. */
export type BulkTable<Name extends keyof Tables = keyof Tables> = {
  readonly table: Name;
  readonly columns: Readonly<Partial<Record<keyof Tables[Name] & string, Sqlish>>>;
  readonly key: readonly string[];
  readonly existing: 'fail' | 'keep' | 'replace';
  /** Few rows of long texts: quoting those for an array would cost more than a statement more. */
  readonly long?: true;
};

export type BulkWriter = <Name extends keyof Tables>(
  spec: BulkTable<Name>,
  rows: readonly Partial<Tables[Name]>[],
) => Promise<void>;

/** Writes in the transaction `db`. */
export function bulkWriter(db: Database, kind: DatabaseKind): BulkWriter {
  return async (spec, rows) => {
    if (rows.length > 0) await together(db, kind, bulkWrites(kind, spec, rows));
  };
}

/** The same as statements to be run with others. */
export function bulkWrites<Name extends keyof Tables>(
  kind: DatabaseKind,
  spec: BulkTable<Name>,
  rows: readonly Partial<Tables[Name]>[],
): readonly CompiledQuery[] {
  if (rows.length === 0) return [];
  const names = Object.keys(spec.columns);
  const columnsOf = (row: Partial<Tables[keyof Tables]>): readonly unknown[] =>
    names.map((name) => (row as Readonly<Record<string, unknown>>)[name] ?? null);
  if (kind === 'postgres' && spec.long !== true) {
    const values = rows.map(columnsOf);
    const arrays = names.map((_, index) => values.map((row) => row[index]));
    return [CompiledQuery.raw(statement(spec, kind, 'arrays'), arrays)];
  }
  const writes: CompiledQuery[] = [];
  for (let at = 0; at < rows.length;) {
    const size = rowsAtOnce.find((count) => rows.length - at >= count) ?? 1;
    writes.push(CompiledQuery.raw(statement(spec, kind, size), rows.slice(at, at + size).flatMap(columnsOf)));
    at += size;
  }
  return writes;
}

/** More at once gained nothing when measured; the largest table has 21 columns and SQLite takes 32,766 parameters. */
const rowsAtOnce = [32, 8, 1] as const;

/** `column in (…)` over a list of any length, as one parameter. */
export function inList(kind: DatabaseKind, column: string, values: readonly string[]): RawBuilder<boolean> {
  const name = sql.ref(column);
  return kind === 'sqlite'
    ? sql<boolean>`${name} in (select value from json_each(${JSON.stringify(values)}))`
    : sql<boolean>`${name} = any(${[...values]})`;
}

const statements = new WeakMap<object, Map<string, string>>();

function statement(spec: BulkTable, kind: DatabaseKind, size: number | 'arrays'): string {
  const known = statements.get(spec) ?? new Map<string, string>();
  statements.set(spec, known);
  const name = `${kind} ${String(size)}`;
  const text = known.get(name) ?? statementText(spec, kind, size);
  known.set(name, text);
  return text;
}

/** Names come from the constants of this folder, never from data. */
function statementText(spec: BulkTable, kind: DatabaseKind, size: number | 'arrays'): string {
  const names = Object.keys(spec.columns);
  const into = `insert into "${spec.table}" (${names.map(quoted).join(', ')})`;
  if (size === 'arrays') {
    const arrays = Object.values(spec.columns).map((type, index) => `$${String(index + 1)}::${String(type)}[]`);
    return `${into} select ${names.map(quoted).join(', ')} from unnest(${arrays.join(', ')}) as e(${names.map(quoted).join(', ')}) where true ${onConflict(spec, names)}`;
  }
  const place = (index: number): string => (kind === 'postgres' ? `$${String(index + 1)}` : '?');
  const row = (at: number): string => `(${names.map((_, index) => place(at * names.length + index)).join(', ')})`;
  return `${into} values ${Array.from({ length: size }, (_, at) => row(at)).join(', ')} ${onConflict(spec, names)}`;
}

function onConflict(spec: BulkTable, names: readonly string[]): string {
  if (spec.existing === 'fail') return '';
  const key = spec.key.map(quoted).join(', ');
  if (spec.existing === 'keep') return `on conflict (${key}) do nothing`;
  const sets = names.filter((name) => !spec.key.includes(name)).map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  return `on conflict (${key}) do update set ${sets.join(', ')}`;
}

function quoted(name: string): string {
  return `"${name}"`;
}
