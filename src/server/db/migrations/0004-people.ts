import type { Kysely } from 'kysely';

/** Activation codes, second factors, and sessions and devices that can be told apart and ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('activations')
    .addColumn('person', 'text', (column) => column.primaryKey())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('second_factors')
    .addColumn('person', 'text', (column) => column.primaryKey())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('confirmed_at', 'text')
    .addColumn('last_step', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('sessions').addColumn('device', 'text').execute();
  await db.schema.alterTable('sessions').addColumn('factor_at', 'text').execute();
  await db.schema.createIndex('sessions_by_device').on('sessions').column('device').execute();
  await db.schema.alterTable('devices').addColumn('revoked_at', 'text').execute();
  await db.schema.alterTable('devices').addColumn('revoke_mode', 'text').execute();
}
