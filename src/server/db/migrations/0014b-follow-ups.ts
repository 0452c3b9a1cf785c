import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The assessment that one follows up on. Before there were none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table assessments add column follow_up_of text`.execute(db);
}
