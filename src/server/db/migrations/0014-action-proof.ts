import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What closed an action, and whether it is there. Actions of before were never closed on a screen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table actions add column proof_assessment text`.execute(db);
  await sql`alter table actions add column proof text`.execute(db);
  await sql`alter table actions add column proven bigint not null default 0`.execute(db);
  await sql`create index actions_by_proof on actions (proof_assessment)`.execute(db);
}
