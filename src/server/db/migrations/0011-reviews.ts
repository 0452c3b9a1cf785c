import { PostgresAdapter, sql } from 'kysely';
import type { Kysely } from 'kysely';
import { rowSecurity } from './row-security.ts';

/** How far the desk is with what was handed in. What was handed in before has no row until it changes again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table reviews (assessment_id text primary key, region text not null, heads text not null, reviewer text,
    second text, deadline text, drawn bigint not null, graded bigint not null, remarks bigint not null)`.execute(db);
  await sql`create index reviews_by_reviewer on reviews (reviewer)`.execute(db);
  if (db.getExecutor().adapter instanceof PostgresAdapter) await rowSecurity(db, ['reviews']);
}
