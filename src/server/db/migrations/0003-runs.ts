/**
 * A hundred ops and registers come at a time: those next to each other share a row from here on. Ops stay where they are, registers
 * move, each as a run of one. A process of an earlier version that still runs finds no registers and fails without storing anything.
 */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

type Old = {
  readonly entity_id: string;
  readonly register: string;
  readonly entity: string;
  readonly owner: string | null;
  readonly region: string;
  readonly heads: string;
  readonly gsn: number;
  readonly pulled: number;
};

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table op_runs (device text not null, first_seq bigint not null, last_seq bigint not null, first_gsn bigint not null,
    owner text, region text, received_at text not null, body text not null, constraint op_runs_key primary key (device, first_seq))`.execute(
    db,
  );
  await sql`create index op_runs_by_owner on op_runs (owner)`.execute(db);
  await sql`create table register_runs (last_gsn bigint not null, root text not null, region text not null, pulled integer not null,
    split integer not null, registers text not null, constraint register_runs_key primary key (last_gsn))`.execute(db);
  await sql`create index register_runs_by_root on register_runs (root)`.execute(db);
  let after = 0;
  for (;;) {
    const { rows } = await sql<Old>`select * from registers where gsn > ${after} order by gsn limit 1000`.execute(db);
    for (const row of rows) await move(db, row);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.gsn;
  }
  await sql`drop table registers`.execute(db);
}

async function move(db: Kysely<unknown>, row: Old): Promise<void> {
  const heads = JSON.parse(row.heads) as readonly unknown[];
  const { entity, entity_id: entityId, owner, register, gsn, region, pulled } = row;
  const registers = JSON.stringify([{ entity, entityId, owner, register, gsn, heads }]);
  await sql`insert into register_runs (last_gsn, root, region, pulled, split, registers)
    values (${gsn}, ${owner ?? entityId}, ${region}, ${pulled}, ${heads.length > 1 ? 1 : 0}, ${registers})`.execute(db);
}
