import { PostgresAdapter } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './schema.ts';
import * as first from './migrations/0001-first.ts';
import * as personalKeys from './migrations/0002-personal-keys.ts';
import * as runs from './migrations/0003-runs.ts';
import * as people from './migrations/0004-people.ts';
import * as seals from './migrations/0006-seals.ts';
import * as scope from './migrations/0007-scope.ts';
import * as visits from './migrations/0008-visits.ts';
import * as verified from './migrations/0009-verified.ts';
import * as firmLinks from './migrations/0010-firm-links.ts';
import * as pushSignatures from './migrations/0012-push-signatures.ts';
import * as fileChecks from './migrations/0013-file-checks.ts';
import * as actionProof from './migrations/0014-action-proof.ts';
import * as followUps from './migrations/0014b-follow-ups.ts';
import * as reviews from './migrations/0011-reviews.ts';
import * as sizeClass from './migrations/0015-size-class.ts';
import * as quickTexts from './migrations/0016-quick-texts.ts';
import { keepReader } from './migrations/row-security.ts';

/** Brings the tables up to date. A process of an earlier version that still runs beside a newer one must fail, not store apart. */
export async function migrate(db: Database): Promise<void> {
  const migrations = {
    '0001-first': first,
    '0002-personal-keys': personalKeys,
    '0003-runs': runs,
    '0004-people': people,
    '0006-seals': seals,
    '0007-scope': scope,
    '0008-visits': visits,
    '0009-verified': verified,
    '0010-firm-links': firmLinks,
    '0012-push-signatures': pushSignatures,
    '0013-file-checks': fileChecks,
    '0014-action-proof': actionProof,
    '0014b-follow-ups': followUps,
    '0015-size-class': sizeClass,
    '0016-quick-texts': quickTexts,
    '0011-reviews': reviews,
  };
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  if (db.getExecutor().adapter instanceof PostgresAdapter) await keepReader(db);
}
