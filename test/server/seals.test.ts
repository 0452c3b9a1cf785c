/** The hourly seals on both databases, and the daily timestamp by an authority that openssl plays. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '#server/db/audit.ts';
import * as first from '#server/db/migrations/0001-first.ts';
import * as personalKeys from '#server/db/migrations/0002-personal-keys.ts';
import * as runs from '#server/db/migrations/0003-runs.ts';
import * as people from '#server/db/migrations/0004-people.ts';
import { openSqlite } from '#server/db/open-database.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { loadFacts } from '#server/definitions/load-facts.ts';
import { latestSeal, sealLog } from '#server/jobs/seal-log.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { openServer } from '#server/open-server.ts';
import { stampWhenDue } from '#server/timestamp/stamp-seals.ts';
import { checkTimestamp } from '#server/timestamp/timestamp-response.ts';
import { openssl, opensslAuthority } from './openssl-authority.ts';
import type { Authority } from './openssl-authority.ts';
import { createAssessment, databases, newEntity, phone, setAnswer, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer } from './test-server.ts';

const note = async ({ server }: TestServer, subject: string): Promise<void> =>
  recordAudit(
    server.open.db,
    server.open.kind,
    { kind: 'test', person: 'p', subject, detail: '' },
    new Date(server.now()).toISOString(),
  );

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let mine: Phone;
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    mine = await phone(await visitor(test_, 'surveyor', 'surveyor', '420115'));
    mine.write(createAssessment(test_.server, assessment));
    mine.write(setAnswer(assessment, 'jc01', 3));
    await mine.push();
  });
  afterAll(() => test_.stop());
  const faults = async (): Promise<readonly string[]> => (await verifyChains(test_.server)).faults;

  test('[B33] a seal covers what came in since the last one and that one; when nothing came there is none', async () => {
    const first = await sealLog(test_.server);
    expect(first).toMatchObject({ number: 1 });
    expect(await sealLog(test_.server)).toBeNull();
    mine.write(setAnswer(assessment, 'jc01', 4));
    await mine.push();
    const second = await sealLog(test_.server);
    const leaves = await test_.server.open.db
      .selectFrom('seal_leaves')
      .select(['kind', 'subject', 'leaf'])
      .where('seal', '=', 2)
      .orderBy('position')
      .execute();
    expect(leaves.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'seal 1',
      `chain ${mine.device}`,
      `assessment ${assessment}`,
    ]);
    expect(leaves[0]?.leaf).toContain(first?.root);
    expect((await latestSeal(test_.server.open.db))?.root).toBe(second?.root);
    expect(await faults()).toEqual([]);
  });

  test('[B33] two servers that seal at once make one seal', async () => {
    await note(test_, 'both');
    const made = await Promise.all([sealLog(test_.server), sealLog(test_.server)]);
    expect(made.filter((seal) => seal !== null)).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  test('[B34] a changed or deleted audit row, the last one too, is named by its number', async () => {
    const { db } = test_.server.open;
    await note(test_, 'first');
    await note(test_, 'last');
    await sealLog(test_.server);
    const row = await db.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
    await db.updateTable('audit').set({ detail: 'x' }).where('number', '=', row.number).execute();
    expect((await faults()).join('\n')).toContain(`审计日志第 ${String(row.number)} 行`);
    await db.updateTable('audit').set({ detail: row.detail }).where('number', '=', row.number).execute();
    await db.deleteFrom('audit').where('number', '=', row.number).execute();
    expect(await faults()).toEqual([expect.stringContaining(`审计日志第 ${String(row.number)} 行不见了`)]);
    await db.insertInto('audit').values(row).execute();
    expect(await faults()).toEqual([]);
  });

  test('[B34] a changed op, the last op taken away, and a seal that was rewritten are named', async () => {
    const { db } = test_.server.open;
    const runs = await db
      .selectFrom('op_runs')
      .selectAll()
      .where('device', '=', mine.device)
      .orderBy('first_seq', 'desc')
      .execute();
    const run = runs[0];
    if (run === undefined) throw new Error('no run');
    await db
      .updateTable('op_runs')
      .set({ body: run.body.replace('"value":4', '"value":5') })
      .where('device', '=', run.device)
      .where('first_seq', '=', run.first_seq)
      .execute();
    expect((await faults()).join('\n')).toContain(`设备 ${mine.device}:第 ${String(run.first_seq)} 条 被改动`);
    await db
      .updateTable('op_runs')
      .set({ body: run.body })
      .where('device', '=', run.device)
      .where('first_seq', '=', run.first_seq)
      .execute();
    await db.deleteFrom('op_runs').where('device', '=', run.device).where('first_seq', '=', run.first_seq).execute();
    const device = await db.selectFrom('devices').selectAll().where('id', '=', mine.device).executeTakeFirstOrThrow();
    // Whoever deletes an op can set the count to match; the seal still knows.
    const before =
      (
        await db
          .selectFrom('op_runs')
          .select('last_seq')
          .where('device', '=', mine.device)
          .orderBy('last_seq', 'desc')
          .executeTakeFirst()
      )?.last_seq ?? 0;
    await db.updateTable('devices').set({ last: before }).where('id', '=', mine.device).execute();
    const named = (await faults()).join('\n');
    expect(named).toContain(`设备 ${mine.device} 第 ${String(run.last_seq)} 条不见了`);
    expect(named).toContain(`评估 ${assessment}`);
    await db.insertInto('op_runs').values(run).execute();
    await db.updateTable('devices').set({ last: device.last }).where('id', '=', mine.device).execute();
    expect(await faults()).toEqual([]);
    const seal = await latestSeal(db);
    await db
      .updateTable('seals')
      .set({ root: 'f'.repeat(64) })
      .where('number', '=', seal?.number ?? 0)
      .execute();
    expect(await faults()).toEqual([expect.stringContaining('清单和根哈希对不上')]);
    await db
      .updateTable('seals')
      .set({ root: seal?.root ?? '' })
      .where('number', '=', seal?.number ?? 0)
      .execute();
  });
});

describe('a timestamp authority', () => {
  let test_: TestServer;
  let authority: Authority;
  let answer: 'stamp' | 'other' | 'refuse' = 'stamp';
  let folder = '';

  beforeAll(async () => {
    test_ = await testServer();
    await note(test_, 'x');
    await sealLog(test_.server);
    folder = mkdtempSync(join(tmpdir(), 'xunzhen-tsa-'));
    authority = await opensslAuthority(folder, () => answer);
  });
  afterAll(async () => {
    authority.close();
    rmSync(folder, { recursive: true, force: true });
    await test_.stop();
  });

  test('[B35] an answer to another text, a refusal, and no answer leave no token', async () => {
    answer = 'other';
    expect(await stampWhenDue(test_.server, authority.url)).toEqual({ kind: 'failed', reason: 'text' });
    answer = 'refuse';
    expect(await stampWhenDue(test_.server, authority.url)).toEqual({ kind: 'failed', reason: 'http 500' });
    expect((await stampWhenDue(test_.server, 'http://127.0.0.1:9')).kind).toBe('failed');
    expect(await test_.server.open.db.selectFrom('seal_timestamps').selectAll().execute()).toEqual([]);
    answer = 'stamp';
  });

  test('[B35] the root of a day is stamped once, and openssl says the same of the token', async () => {
    const stamped = await stampWhenDue(test_.server, authority.url);
    expect(stamped).toMatchObject({ kind: 'stamped', seal: 1, signer: 'Test TSA' });
    await note(test_, 'y');
    const seal = await sealLog(test_.server);
    expect(await stampWhenDue(test_.server, authority.url)).toEqual({ kind: 'not-due' });
    test_.clock.ahead += 24 * 3_600_000;
    expect(await stampWhenDue(test_.server, authority.url)).toMatchObject({ kind: 'stamped', seal: seal?.number });
    const row = await test_.server.open.db
      .selectFrom('seal_timestamps')
      .selectAll()
      .orderBy('seal', 'desc')
      .executeTakeFirstOrThrow();
    const token = new Uint8Array(Buffer.from(row.token, 'base64'));
    writeFileSync(join(folder, 'root'), seal?.root ?? '');
    writeFileSync(join(folder, 'token.tsr'), token);
    const said = openssl(folder, ['ts', '-verify', '-data', 'root', '-in', 'token.tsr', '-CAfile', 'ca.pem']);
    expect(said).toContain('Verification: OK');
    const ca = new Uint8Array(Buffer.from(authority.ca.replace(/-----.*?-----|\s/gu, ''), 'base64'));
    expect(await checkTimestamp(token, seal?.root ?? '')).toMatchObject({ kind: 'stamped', trusted: false });
    expect(await checkTimestamp(token, seal?.root ?? '', [ca])).toMatchObject({ kind: 'stamped', trusted: true });
    expect(await checkTimestamp(token, 'another text')).toEqual({ kind: 'bad', reason: 'text' });
  });

  test('[B35] no changed byte of a token passes for the time it says', async () => {
    const row = await test_.server.open.db
      .selectFrom('seal_timestamps')
      .selectAll()
      .where('seal', '=', 1)
      .executeTakeFirstOrThrow();
    const root = (await test_.server.open.db.selectFrom('seals').select('root').where('number', '=', 1).executeTakeFirstOrThrow())
      .root;
    const token = new Uint8Array(Buffer.from(row.token, 'base64'));
    const whole = await checkTimestamp(token, root);
    for (let at = 0; at < token.length; at += 7) {
      const changed = token.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const said = await checkTimestamp(changed, root);
      if (said.kind === 'stamped' && whole.kind === 'stamped') expect(said.at).toBe(whole.at);
    }
  });
});

test('[B33] a database from before there were seals opens as it is, and its first seal covers all that was there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-unsealed-'));
  const old = openSqlite(join(folder, 'xunzhen.sqlite'));
  const migrations = { '0001-first': first, '0002-personal-keys': personalKeys, '0003-runs': runs, '0004-people': people };
  await new Migrator({ db: old.db, provider: { getMigrations: () => Promise.resolve(migrations) } }).migrateToLatest();
  const at = '2026-01-02T03:04:05.000Z';
  await recordAudit(old.db, old.kind, { kind: 'old', person: 'p', subject: 's', detail: '' }, at);
  const piece = { evidence_id: 'e1', owner: 'a1', region: '420115', sha256: 'a'.repeat(64), size: 9, mime: 'image/jpeg' };
  await old.db
    .insertInto('evidence_files')
    .values({ ...piece, committed_at: at, committed_by: 'p', gsn: 1 })
    .execute();
  await old.db.updateTable('sync_head').set({ gsn: 1 }).execute();
  await old.close();
  const { server, close } = await openServer({
    dataFolder: folder,
    databaseUrl: null,
    definitions: [],
    facts: await loadFacts(definitionsFolder()),
    now: Date.now,
  });
  try {
    expect(await sealLog(server)).toMatchObject({ number: 1 });
    const leaves = await server.open.db.selectFrom('seal_leaves').select(['kind', 'subject']).orderBy('position').execute();
    expect(leaves).toEqual([
      { kind: 'audit', subject: '1' },
      { kind: 'evidence', subject: 'e1' },
    ]);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
