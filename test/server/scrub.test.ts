/** The nightly look at stored files, with a byte flipped and a file taken away under it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DamagedFile } from '#protocol/damaged-files-wire.ts';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { up } from '#server/db/migrations/0013-file-checks.ts';
import { makeDemo } from '#server/demo/make-demo.ts';
import { scrubEvidence, scrubState, scrubWhenDue } from '#server/jobs/scrub-evidence.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { sha256 } from '#server/sha256.ts';
import { databases, testServer, visitor } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const options = { bytesPerSecond: Infinity, stopped: () => false };
const [hour, day] = [3_600_000, 24 * 3_600_000];

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  /** Stored files, and the pieces that have one of their own. */
  let files = 0;
  let pieces: readonly { readonly id: string; readonly sha256: string }[] = [];

  beforeAll(async () => {
    test_ = await testServer(url);
    await makeDemo(test_.server);
    const rows = await test_.server.open.db
      .selectFrom('evidence_files')
      .select(['evidence_id', 'sha256'])
      .orderBy('evidence_id')
      .execute();
    files = new Set(rows.map((row) => row.sha256)).size;
    pieces = rows
      .filter((row) => rows.filter((other) => other.sha256 === row.sha256).length === 1)
      .map((row) => ({ id: row.evidence_id, sha256: row.sha256 }));
  });
  afterAll(() => test_.stop());

  const pathOf = (at: number): string => evidencePath(test_.server.folders.evidence, pieces[at]?.sha256 ?? '');
  const told = () =>
    test_.server.open.db
      .selectFrom('audit')
      .select(['kind', 'subject', 'detail'])
      .where('kind', 'in', ['evidence.damaged', 'evidence.whole'])
      .orderBy('number')
      .execute();
  const rounds = async (count: number): Promise<number> => {
    let checked = 0;
    for (let round = 0; round < count; round += 1) {
      checked += (await scrubEvidence(test_.server, options)).checked;
      test_.clock.ahead += day;
    }
    return checked;
  };

  test('[B65] a round takes its share and the one that waited longest; whole files are not told about', async () => {
    expect(pieces.length).toBeGreaterThan(1);
    expect(files).toBeLessThan(28);
    expect(await scrubState(test_.server)).toMatchObject({ files, recent: 0 });
    expect(await rounds(files - 1)).toBe(files - 1);
    expect(await scrubState(test_.server)).toMatchObject({ files, recent: files - 1 });
    expect(await rounds(1)).toBe(1);
    expect(await scrubState(test_.server)).toMatchObject({ files, recent: files });
    const stopped = await scrubEvidence(test_.server, { ...options, stopped: () => true });
    expect([stopped.checked, await told()]).toEqual([0, []]);
  });

  test('[B65] a flipped byte and a missing file are told once, stand at the desk, and nothing is deleted; mended ones are told too', async () => {
    const bytes = readFileSync(pathOf(0));
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(pathOf(0), flipped);
    renameSync(pathOf(1), `${pathOf(1)}.away`);
    await rounds(2 * files);
    const [one, two] = [pieces[0]?.id, pieces[1]?.id];
    const events = await told();
    expect(events).toHaveLength(2);
    expect(events).toEqual(
      expect.arrayContaining([
        { kind: 'evidence.damaged', subject: one, detail: 'changed' },
        { kind: 'evidence.damaged', subject: two, detail: 'missing' },
      ]),
    );
    expect(sha256(readFileSync(pathOf(0)))).toBe(sha256(flipped));
    const reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    const stranger = await visitor(test_, 'stranger', 'reviewer', '420114');
    const listed = async (who: typeof reviewer): Promise<readonly DamagedFile[]> =>
      ((await (await who.request('GET', '/api/office/damaged-files')).json()) as { files: DamagedFile[] }).files;
    expect(new Map((await listed(reviewer)).map(({ evidenceId, found }) => [evidenceId, found]))).toEqual(
      new Map([
        [one, 'changed'],
        [two, 'missing'],
      ]),
    );
    expect(await listed(stranger)).toEqual([]);
    const { faults } = await verifyChains(test_.server);
    expect(new Set(faults)).toEqual(new Set([`证据 ${one ?? ''}:文件被改动`, `证据 ${two ?? ''}:文件不见了`]));
    // The others went on being looked at meanwhile.
    const seen = await test_.server.open.db.selectFrom('file_checks').select('checked_at').execute();
    expect(seen.every(({ checked_at: at }) => Date.parse(at) > test_.server.now() - (2 * files + 1) * day)).toBe(true);
    writeFileSync(pathOf(0), bytes);
    mkdirSync(dirname(pathOf(1)), { recursive: true });
    renameSync(`${pathOf(1)}.away`, pathOf(1));
    await rounds(2);
    expect((await told()).slice(2).map(({ kind }) => kind)).toEqual(['evidence.whole', 'evidence.whole']);
    expect(await listed(reviewer)).toEqual([]);
  });

  test('[B65] one round a night of China, of two processes one; after two nights without, at any time', async () => {
    const toHour = (china: number): void => {
      const now = new Date(test_.server.now() + 8 * hour);
      const until = (china - now.getUTCHours() + 24) % 24;
      test_.clock.ahead += until * hour;
    };
    toHour(14);
    expect(await scrubWhenDue(test_.server, options)).not.toBeNull();
    toHour(2);
    expect(await scrubWhenDue(test_.server, options)).toBeNull();
    test_.clock.ahead += day;
    const both = await Promise.all([scrubWhenDue(test_.server, options), scrubWhenDue(test_.server, options)]);
    expect(both.filter((round) => round !== null)).toHaveLength(1);
    test_.clock.ahead += 12 * hour;
    expect(await scrubWhenDue(test_.server, options)).toBeNull();
    test_.clock.ahead += day + 13 * hour;
    expect(await scrubWhenDue(test_.server, options)).not.toBeNull();
  });

  test('[B65] a database from before is looked at from its first night on', async () => {
    const { db } = test_.server.open;
    await sql`drop table file_checks`.execute(db);
    await up(db as unknown as Kysely<unknown>);
    expect(await scrubState(test_.server)).toMatchObject({ files, recent: 0 });
    expect(await rounds(files)).toBe(files);
    expect(test_.errors).toEqual([]);
  });
});
