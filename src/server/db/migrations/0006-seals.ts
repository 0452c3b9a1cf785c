import type { Kysely } from 'kysely';

/** The hourly seals of the log, what each covers, and the timestamps that others put on them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('seals')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('made_at', 'text', (column) => column.notNull())
    .addColumn('root', 'text', (column) => column.notNull())
    .addColumn('leaves', 'integer', (column) => column.notNull())
    .addColumn('last_gsn', 'bigint', (column) => column.notNull())
    .addColumn('last_audit', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('seal_leaves')
    .addColumn('seal', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('leaf', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('seal_leaves_key', ['seal', 'position'])
    .execute();
  await db.schema.createIndex('seal_leaves_by_subject').on('seal_leaves').columns(['kind', 'subject']).execute();
  await db.schema
    .createTable('seal_timestamps')
    .addColumn('seal', 'integer', (column) => column.primaryKey())
    .addColumn('made_at', 'text', (column) => column.notNull())
    .addColumn('authority', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .execute();
}
