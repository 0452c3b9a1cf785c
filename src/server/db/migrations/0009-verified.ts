import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What stands after a visit, beside what the firm said; null where nobody has verified anything. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['verified_level text', 'verified_level_name text', 'verified_measures text'])
    await sql`alter table assessments add column ${sql.raw(column)}`.execute(db);
  for (const column of ['verified_l', 'verified_b'])
    await sql`alter table assessments add column ${sql.raw(column)} double precision`.execute(db);
  for (const column of ['verified_looked', 'verified_of', 'verified_differing'])
    await sql`alter table assessments add column ${sql.raw(column)} bigint`.execute(db);
}
