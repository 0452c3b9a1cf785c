import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What devices signed, push by push. What came before has none: its chain and the seals stand for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table push_signatures (device text not null, first_seq bigint not null, last_seq bigint not null,
    hash text not null, signature text not null, received_at text not null,
    constraint push_signatures_key primary key (device, last_seq))`.execute(db);
}
