/**
 * The second wall, PostgreSQL's own: what a query that forgot its scope may read is decided row by row by four settings of its
 * transaction. Without them nothing is read. `*` as region is the server itself, at work on behalf of nobody.
 */
import { sql } from 'kysely';
import type { Kysely, QueryExecutorProvider } from 'kysely';

/** Has the rights to read and nothing else: taken on for a scoped read where the connection's own user stands above such policies. */
export const readerRole = 'xunzhen_reader';

const setting = (name: string): string => `(select current_setting('xunzhen.${name}', true))`;
const server = `${setting('region')} = '*'`;
/** A setting that a transaction made for itself alone is the empty text afterwards. */
const within = (column: string): string => `${column} like nullif(${setting('region')}, '') || '%'`;
/** `firms` is empty for who is not held to firms, else a list with a comma after each. */
const unheld = `${setting('firms')} = ''`;
const firmsOf = `string_to_array(${setting('firms')}, ',')`;
const firm = (column: string): string => `(${unheld} or ${column} = any(${firmsOf}))`;
const root = (column: string): string =>
  `(${unheld} or ${column} in (select entity_id from entities as e where e.firm = any(${firmsOf})))`;
const own = `device in (select id from devices as d where d.person = ${setting('person')})`;

/** A condition for each table whose rows belong to a place. */
export const rowPolicies: Readonly<Record<string, string>> = {
  enterprises: `${within('region')} and ${firm('code')}`,
  entities: `${within('region')} and ${firm('firm')}`,
  assessments: `${within('region')} and ${firm('enterprise')}`,
  register_runs: `${within('region')} and ${root('root')}`,
  evidence_files: `${within('region')} and ${root('owner')}`,
  scores: `${within('region')} and ${root('assessment_id')}`,
  reviews: `${within('region')} and ${root('assessment_id')}`,
  evidence: `${within('region')} and ${root('assessment')}`,
  evidence_links: `exists (select 1 from evidence as e where e.evidence_id = evidence_links.evidence)`,
  visits: `${within('region')} and ${firm('enterprise')}`,
  actions: `${within('region')} and ${firm('enterprise')}`,
  // Who wrote something may always ask what became of it; what could not be placed belongs where its author does.
  ops: `${own} or (${within('coalesce(region, (select p.region from people as p where p.id = ops.author))')} and ${root('owner')})`,
  op_runs: `${own} or (${within('region')} and ${root('owner')})`,
  registry_packs: `${within('region')} and ${unheld}`,
};

/** Turns it on for tables that a migration has made. */
export async function rowSecurity(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const condition = rowPolicies[table] ?? 'false';
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`alter table ${name} force row level security`.execute(db);
    await sql`create policy in_scope on ${name} using (${sql.raw(`${server} or (${condition})`)})`.execute(db);
  }
}

/** At each start: a database that was restored has the policies and no grants. */
export async function keepReader(db: QueryExecutorProvider): Promise<void> {
  await sql`do ${sql.lit(makeReader)}`.execute(db);
}

/** Roles belong to the whole cluster: it may be there, made by another database, this very moment. Who may not make one needs none. */
const makeReader = `begin
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    begin
      create role ${readerRole} nologin;
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('grant usage on schema %I to ${readerRole}', current_schema());
    execute format('grant select on all tables in schema %I to ${readerRole}', current_schema());
    execute format('alter default privileges in schema %I grant select on tables to ${readerRole}', current_schema());
  end if;
end`;
