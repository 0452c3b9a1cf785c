import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Links by which firms fill their own self-assessment. The token itself is stored nowhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table firm_links (id text primary key, token_hash text not null unique, assessment text not null,
    made_by text not null, made_at text not null, expires_at text not null, revoked_at text, revoked_by text,
    last_used_at text, handed_in_at text, writes bigint not null)`.execute(db);
  await sql`create index firm_links_by_assessment on firm_links (assessment)`.execute(db);
}
