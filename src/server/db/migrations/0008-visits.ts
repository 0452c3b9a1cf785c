import { PostgresAdapter, sql } from 'kysely';
import type { Kysely } from 'kysely';
import { rowSecurity } from './row-security.ts';

/** Visits and actions as the office lists them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table visits (visit_id text primary key, enterprise text not null, enterprise_name text not null,
    region text not null, date text not null, time text, purpose text not null, state text not null, author text not null,
    people text not null, instruments text not null, checked_in_at text, checked_out_at text, follow_up_of text,
    demo bigint not null, updated_at text not null)`.execute(db);
  await sql`create index visits_by_date on visits (date)`.execute(db);
  await sql`create index visits_by_enterprise on visits (enterprise)`.execute(db);
  await sql`create table actions (action_id text primary key, enterprise text not null, enterprise_name text not null,
    region text not null, assessment text, definition text, question text, severity text not null, title text not null,
    owner_name text, due text, gain double precision, state text not null, voided bigint not null, author text not null,
    demo bigint not null, updated_at text not null)`.execute(db);
  await sql`create index actions_by_enterprise on actions (enterprise)`.execute(db);
  await sql`create index actions_by_state on actions (state, due)`.execute(db);
  if (db.getExecutor().adapter instanceof PostgresAdapter) await rowSecurity(db, ['visits', 'actions']);
}
