import { PostgresAdapter, sql } from 'kysely';
import type { Kysely } from 'kysely';

/** PostgreSQL's own compression of long texts took most of the time of writing them; LZ4 does not. Texts already stored stay as they are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
  // A server that was built without LZ4 goes on as before.
  await sql`do 'begin
    alter table op_runs alter column body set compression lz4;
    alter table register_runs alter column registers set compression lz4;
    alter table scores alter column result set compression lz4;
  exception when feature_not_supported then null;
  end'`.execute(db);
}
