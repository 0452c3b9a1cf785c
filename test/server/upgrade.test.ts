/** A database of an earlier version, with data in it, goes on working after the upgrade. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import type { Head } from '#oplog/op.ts';
import { migrate } from '#server/db/migrate.ts';
import * as first from '#server/db/migrations/0001-first.ts';
import { openPostgres, openSqlite } from '#server/db/open-database.ts';
import type { OpenDatabase } from '#server/db/open-database.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import { nextOps } from '#server/db/op-runs.ts';
import { databases, freshDatabase } from './test-server.ts';

const head = (hash: string, value: string): Head =>
  ({ hash, kind: 'set', value, reason: null, was: null, device: 'd', author: 'p', hlc: '', wallTime: '' }) as Head;

test.each(databases)(
  '[H84] registers of the first version move into runs, numbers and heads untouched, ops stay: %s',
  async (_name, url) => {
    const folder = mkdtempSync(join(tmpdir(), 'xunzhen-upgrade-'));
    const database = url === null ? null : await freshDatabase(url);
    const open: OpenDatabase = database === null ? openSqlite(join(folder, 'old.sqlite')) : openPostgres(database.url);
    const { db, kind } = open;
    try {
      const provider = { getMigrations: () => Promise.resolve({ '0001-first': first }) };
      await new Migrator({ db, provider }).migrateToLatest();
      const rows = [
        {
          id: 'a1',
          register: 'self/x',
          entity: 'assessment',
          owner: 'a1',
          heads: [head('h1', '一'), head('h2', "二'")],
          gsn: 7,
          pulled: 1,
        },
        { id: 'a1', register: '@create', entity: 'assessment', owner: 'a1', heads: [head('h0', '')], gsn: 3, pulled: 1 },
        { id: 'r1', register: '@create', entity: 'row', owner: 'a1', heads: [head('h3', '')], gsn: 5, pulled: 1 },
        { id: 'E1', register: '@create', entity: 'enterprise', owner: null, heads: [head('h4', '')], gsn: 4, pulled: 0 },
        ...Array.from({ length: 1100 }, (_, index) => ({
          id: `E${String(index + 10)}`,
          register: 'name',
          entity: 'enterprise',
          owner: null,
          heads: [head(`n${String(index)}`, '')],
          gsn: 100 + index,
          pulled: 1,
        })),
      ];
      await db.transaction().execute(async (tx) => {
        for (const { id, register, entity, owner, heads, gsn, pulled } of rows) {
          await sql`insert into registers (entity_id, register, entity, owner, region, heads, gsn, pulled)
          values (${id}, ${register}, ${entity}, ${owner}, '420115', ${JSON.stringify(heads)}, ${gsn}, ${pulled})`.execute(tx);
        }
      });
      const op = { device: 'd', seq: 1, hash: 'h0' };
      await sql`insert into ops (hash, device, seq, step, gsn, state, kind, entity, entity_id, register, author, wall_time, received_at, body)
      values ('h0', 'd', 1, 's', 3, 'stored', 'create', 'assessment', 'a1', '@create', 'p', '', '', ${JSON.stringify(op)})`.execute(
        db,
      );
      await migrate(db);
      await migrate(db);
      const roots = [...new Set(rows.map(({ owner, id }) => owner ?? id))];
      const held = await readRegisters(db, kind, roots);
      const byGsn = (a: { readonly gsn: number }, b: { readonly gsn: number }): number => a.gsn - b.gsn;
      expect(held.toSorted(byGsn)).toEqual(
        rows.toSorted(byGsn).map(({ id, register, entity, owner, heads, gsn, pulled }) => ({
          register: { entity, entityId: id, register, heads },
          owner,
          region: '420115',
          gsn,
          pulled: pulled === 1,
        })),
      );
      const split = await db.selectFrom('register_runs').select('root').where('split', '>', 0).execute();
      expect(split).toEqual([{ root: 'a1' }]);
      expect(await nextOps(db, 'd', 0)).toEqual([{ ...op, rowHash: 'h0' }]);
    } finally {
      await open.close();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
