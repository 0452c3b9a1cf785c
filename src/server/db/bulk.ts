/**
 * Many rows in one constant statement: the rows travel as one JSON parameter that the database takes apart. The text never
 * changes, so that it is prepared once, and no row count meets a parameter limit.
 */
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Database, DatabaseKind, Tables } from './schema.ts';

type Sqlish = 'text' | 'bigint' | 'double precision';

/** Which columns a table's bulk write fills, their types, and what happens to a row that is there already. */
export type BulkTable<Name extends keyof Tables = keyof Tables> = {
  readonly table: Name;
  readonly columns: Readonly<Partial<Record<keyof Tables[Name] & string, Sqlish>>>;
  readonly key: readonly string[];
  readonly existing: 'fail' | 'keep' | 'replace';
};

export type BulkWriter = <Name extends keyof Tables>(
  spec: BulkTable<Name>,
  rows: readonly Partial<Tables[Name]>[],
) => Promise<void>;

export function bulkWriter(db: Database, kind: DatabaseKind): BulkWriter {
  return async (spec, rows) => {
    if (rows.length === 0) return;
    const names = Object.keys(spec.columns);
    const values = rows.map((row) => names.map((name) => (row as Readonly<Record<string, unknown>>)[name] ?? null));
    await bulkInsert(spec, kind, JSON.stringify(values)).execute(db);
  };
}

/** `column in (…)` over a list of any length, as one parameter. */
export function inList(kind: DatabaseKind, column: string, values: readonly string[]): RawBuilder<boolean> {
  const name = sql.ref(column);
  return kind === 'sqlite'
    ? sql<boolean>`${name} in (select value from json_each(${JSON.stringify(values)}))`
    : sql<boolean>`${name} = any(${[...values]})`;
}

function bulkInsert(spec: BulkTable, kind: DatabaseKind, json: string): RawBuilder<unknown> {
  const names = Object.keys(spec.columns);
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const fields = sql.join(
    Object.values(spec.columns).map((type, index) =>
      kind === 'sqlite'
        ? sql`e.value->>${sql.raw(String(index))}`
        : sql`(e.value->>${sql.raw(String(index))})::${sql.raw(String(type))}`,
    ),
  );
  const source = kind === 'sqlite' ? sql`json_each(${json}) as e` : sql`json_array_elements(${json}::json) as e(value)`;
  return sql`insert into ${sql.table(spec.table)} (${columns}) select ${fields} from ${source} where true ${onConflict(spec, names)}`;
}

function onConflict(spec: BulkTable, names: readonly string[]): RawBuilder<unknown> {
  if (spec.existing === 'fail') return sql``;
  const key = sql.join(spec.key.map((name) => sql.ref(name)));
  if (spec.existing === 'keep') return sql`on conflict (${key}) do nothing`;
  const sets = sql.join(
    names.filter((name) => !spec.key.includes(name)).map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`),
  );
  return sql`on conflict (${key}) do update set ${sets}`;
}
