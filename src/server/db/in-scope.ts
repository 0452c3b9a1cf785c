/** What of a table a scope holds, as a condition. */
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { Scope } from '#policy/scope.ts';
import { inList } from './bulk.ts';
import type { DatabaseKind } from './schema.ts';

/** The column that says which firm a row belongs to: by its credit code, or by the assessment or enterprise it is part of. */
const places = {
  enterprises: { firm: 'code', root: null },
  entities: { firm: 'firm', root: null },
  assessments: { firm: 'enterprise', root: null },
  register_runs: { firm: null, root: 'root' },
  evidence_files: { firm: null, root: 'owner' },
  evidence: { firm: null, root: 'assessment' },
  scores: { firm: null, root: 'assessment_id' },
  reviews: { firm: null, root: 'assessment_id' },
  visits: { firm: 'enterprise', root: null },
  actions: { firm: 'enterprise', root: null },
  ops: { firm: null, root: 'owner' },
  op_runs: { firm: null, root: 'owner' },
  /** Several firms in one: nothing for who is held to firms. */
  registry_packs: { firm: null, root: null },
} as const;

export type ScopedTable = keyof typeof places;

export const scopedTables = Object.keys(places) as readonly ScopedTable[];

export function inScope(
  kind: DatabaseKind,
  table: ScopedTable,
  { prefix, firms }: Pick<Scope, 'prefix' | 'firms'>,
): RawBuilder<SqlBool> {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${table}.${name}`);
  const region = sql<SqlBool>`${regionOf(table)} like ${`${prefix}%`}`;
  if (firms === null) return region;
  const { firm, root } = places[table];
  if (firm !== null) return sql<SqlBool>`(${region} and ${inList(kind, `${table}.${firm}`, [...firms])})`;
  if (root === null) return sql<SqlBool>`1 = 0`;
  const roots = sql`select entity_id from entities as held where ${inList(kind, 'held.firm', [...firms])}`;
  return sql<SqlBool>`(${region} and ${column(root)} in (${roots}))`;
}

/** What could not even be placed belongs where its author does. */
function regionOf(table: ScopedTable): RawBuilder<unknown> {
  const region = sql.ref(`${table}.region`);
  return table === 'ops' ? sql`coalesce(${region}, (select home.region from people as home where home.id = ops.author))` : region;
}
