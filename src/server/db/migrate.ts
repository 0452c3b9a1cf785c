import { Migrator } from 'kysely/migration';
import type { Database } from './schema.ts';
import * as first from './migrations/0001-first.ts';
import * as personalKeys from './migrations/0002-personal-keys.ts';

/** Brings the tables up to date. Migrations only add: an older process may still be running beside a newer one. */
export async function migrate(db: Database): Promise<void> {
  const migrations = { '0001-first': first, '0002-personal-keys': personalKeys };
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
