import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Registry packs without finance fields say the size class instead: all are made anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`update registry_packs set hash = null, body = null`.execute(db);
}
