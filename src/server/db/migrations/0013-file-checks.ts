import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** When each stored file was last hashed again, and what was found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table file_checks (sha256 text primary key, checked_at text not null, found text not null)`.execute(db);
  await sql`create index file_checks_by_time on file_checks (checked_at)`.execute(db);
}
