import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foldOps } from '#oplog/register.ts';
import { noFirms } from '#domain/person.ts';
import { scopeOf } from '#policy/scope.ts';
import { registryPackSchema } from '#protocol/sync-wire.ts';
import { appendAudit, recordAudit, verifyAudit } from '#server/db/audit.ts';
import { bulkWriter, inList } from '#server/db/bulk.ts';
import { enterprisesTable } from '#server/db/projection-tables.ts';
import { registryIndex, registryPack } from '#server/db/registry-packs.ts';
import { ensureSettings, renewEpoch } from '#server/db/settings.ts';
import { opsOfRun } from '#server/db/op-runs.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import { together } from '#server/db/together.ts';
import { packSize, writeEnterprises } from '#server/db/write-enterprises.ts';
import { migrate } from '#server/db/migrate.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { demoCreditCode } from '#domain/credit-code.ts';
import type { EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  newEntity,
  phone,
  setAnswer,
  testServer,
  twoIntegration,
  visitor,
} from './test-server.ts';
import { opsOfDevice } from './stored-ops.ts';
import type { TestServer, Visitor } from './test-server.ts';

describe.each(databases)('the database contract on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  });
  afterAll(() => test_.stop());

  const open = () => test_.server.open;
  const ensuredTwice = async () => {
    await migrate(open().db);
    return (await ensureSettings(open().db, new Date().toISOString())).settings;
  };

  test('[H20] migrating and starting again changes nothing', async () => {
    expect(await ensuredTwice()).toEqual(test_.server.settings);
  });

  test('[H21] a bulk write keeps types, texts of any kind and null', async () => {
    const rows = [
      { code: 'A1', name: `引号 " ' \\ 换行\n表情 😀 ${'长'.repeat(500)}`, revenue: 1234.5, headcount: 7 },
      { code: 'A2', name: '', revenue: null, headcount: 0 },
    ].map((row) => ({
      ...row,
      initials: '',
      region: '999999',
      industry: null,
      address: null,
      contact: null,
      phone: null,
      demo: 1 as const,
      pack: '999999-001',
    }));
    const write = bulkWriter(open().db, open().kind);
    await write(enterprisesTable, rows);
    await write(enterprisesTable, [{ ...rows[1], name: 'replaced' }] as never);
    const { db, kind } = open();
    const read = await db
      .selectFrom('enterprises')
      .selectAll()
      .where(inList(kind, 'code', ['A1', 'A2', 'A3']))
      .orderBy('code')
      .execute();
    expect(read).toEqual([rows[0], { ...rows[1], name: 'replaced' }]);
    await db.deleteFrom('enterprises').where('region', '=', '999999').execute();
  });

  test('[H21] a text with the one character that PostgreSQL does not hold is taken in, and its op kept as it was signed', async () => {
    const one = await phone(surveyor);
    const [id, absent] = [newEntity(), newEntity()];
    const made = createAssessment(test_.server, id);
    const [created] = one.write({ ...made, value: { ...(made.value as object), enterpriseName: '甲\0厂' } });
    const [waiting] = one.write(setAnswer(absent, '\0', 1));
    const { receipts } = await one.push();
    expect(receipts.map(({ state }) => state)).toEqual(['stored', 'quarantined']);
    expect(await opsOfDevice(open().db, one.device)).toEqual([created, waiting]);
    const { db } = open();
    const row = await db.selectFrom('assessments').select('enterprise_name').where('assessment_id', '=', id).executeTakeFirst();
    expect(row).toEqual({ enterprise_name: open().kind === 'sqlite' ? '甲\0厂' : '甲\uFFFD厂' });
  });

  test('[promise 2] [promise 3] one push sent by sixteen connections at once is stored exactly once', async () => {
    const one = await phone(surveyor);
    const ops = Array.from({ length: 40 }, () => one.write(createAssessment(test_.server, newEntity()))).flat();
    const replies = await Promise.all(Array.from({ length: 16 }, () => one.push(ops)));
    for (const reply of replies) expect([reply.last, reply.fork, reply.ok.length]).toEqual([40, false, 40]);
    expect(new Set(replies.map(({ receipts }) => JSON.stringify(receipts))).size).toBe(1);
    const stored = await opsOfDevice(test_.server.open.db, one.device);
    expect(stored.map(({ seq }) => seq)).toEqual(ops.map(({ seq }) => seq));
  });

  test('[promise 6] registers equal the replay of the log after many phones wrote to the same fields at once', async () => {
    const assessment = newEntity();
    const first = await phone(surveyor);
    first.write(createAssessment(test_.server, assessment));
    await first.push();
    const phones = await Promise.all(Array.from({ length: 6 }, () => phone(surveyor)));
    const names = [...(test_.server.catalogue.indexed(twoIntegration(test_.server).hash)?.questions.values() ?? [])]
      .filter(({ question, repeat }) => question.type === 'decimal' && repeat === null)
      .slice(0, 4)
      .map(({ question }) => question.name);
    await Promise.all(
      phones.map(async (one, index) => {
        for (let round = 0; round < 4; round += 1) {
          for (const name of names) one.write(setAnswer(assessment, name, index * 10 + round));
          await one.push();
        }
      }),
    );
    const runs = await open().db.selectFrom('op_runs').select('body').where('owner', '=', assessment).execute();
    const ops = runs.flatMap(opsOfRun);
    const replayed = foldOps(ops);
    const registers = await readRegisters(open().db, open().kind, [assessment]);
    expect(registers.length).toBe(names.length + 1);
    for (const { register } of registers) {
      expect(register.heads).toEqual(replayed.get(`${register.entityId}|${register.register}`)?.heads);
    }
    expect(ops.length).toBe(1 + phones.length * 4 * names.length);
  });

  test('[H22] numbers have no hole and no double, and every one belongs to one commit', async () => {
    const { gsn } = await open().db.selectFrom('sync_head').select('gsn').where('id', '=', 1).executeTakeFirstOrThrow();
    const commits = await open().db.selectFrom('commits').selectAll().orderBy('last_gsn').execute();
    let next = 1;
    for (const commit of commits) {
      expect(commit.first_gsn).toBe(next);
      next = commit.last_gsn + 1;
    }
    expect(next).toBe(gsn + 1);
  });

  test('[promise 10] a changed, missing or foreign op, and a changed audit row, is named', async () => {
    expect((await verifyChains(test_.server)).faults).toEqual([]);
    const one = await phone(surveyor);
    one.write(createAssessment(test_.server, newEntity()));
    one.write(createAssessment(test_.server, newEntity()));
    one.write(createAssessment(test_.server, newEntity()));
    await one.push();
    const { db } = open();
    const second = await db
      .selectFrom('op_runs')
      .selectAll()
      .where('device', '=', one.device)
      .where('first_seq', '=', 2)
      .executeTakeFirstOrThrow();
    await db
      .updateTable('op_runs')
      .set({ body: second.body.replace('测试', '改过') })
      .where('device', '=', one.device)
      .where('first_seq', '=', 2)
      .execute();
    expect((await verifyChains(test_.server)).faults).toEqual([`设备 ${one.device}:第 2 条 被改动`]);
    await db.deleteFrom('op_runs').where('device', '=', one.device).where('first_seq', '=', 2).execute();
    expect((await verifyChains(test_.server)).faults).toEqual([`设备 ${one.device}:第 3 条 前面少了`]);
    await db.insertInto('op_runs').values(second).execute();
    expect((await verifyChains(test_.server)).faults).toEqual([]);
    await recordAudit(db, open().kind, { kind: 'test', person: '', subject: 'a', detail: '' }, new Date().toISOString());
    const last = await db.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
    await recordAudit(db, open().kind, { kind: 'test', person: '', subject: 'b', detail: '' }, new Date().toISOString());
    await db.updateTable('audit').set({ subject: 'changed' }).where('number', '=', last.number).execute();
    expect(await verifyAudit(db)).toEqual([{ number: last.number, fault: 'was changed' }]);
    await db.deleteFrom('audit').where('number', '=', last.number).execute();
    expect(await verifyAudit(db)).toEqual([{ number: last.number + 1, fault: 'a row before it is missing' }]);
    await db.insertInto('audit').values(last).execute();
  });

  test('[H23] audit rows written at once by many keep one chain', async () => {
    const events = Array.from({ length: 12 }, (_, index) => ({ kind: 'test', person: '', subject: String(index), detail: '' }));
    const at = new Date().toISOString();
    await Promise.all(
      events.map((event) =>
        open()
          .db.transaction()
          .execute((tx) => appendAudit(tx, open().kind, [event], at)),
      ),
    );
    expect(await verifyAudit(open().db)).toEqual([]);
  });

  test('[H24] a failing transaction leaves nothing', async () => {
    const before = await open().db.selectFrom('audit').select('number').execute();
    await expect(
      open()
        .db.transaction()
        .execute(async (tx) => {
          await appendAudit(tx, open().kind, [{ kind: 'test', person: '', subject: '', detail: '' }], '');
          throw new Error('no');
        }),
    ).rejects.toThrow('no');
    expect(await open().db.selectFrom('audit').select('number').execute()).toEqual(before);
  });

  test('[H25] registry packs hold at most 500 firms of one county, are hashed, and one new firm changes one pack', async () => {
    const { db, kind } = open();
    const county = '420222';
    const firms = Array.from({ length: packSize * 2 + 20 }, (_, index) =>
      enterpriseRecord({
        code: demoCreditCode(county, index + 1),
        name: `测试第${String(index)}厂`,
        region: county as RegionCode,
      }),
    );
    await db.transaction().execute((tx) => writeEnterprises(tx, kind, firms));
    const scope = scopeOf({ person: 'x' as PersonId, role: 'reviewer', region: '420200' as RegionCode, assigned: noFirms });
    const before = await registryIndex(open(), scope);
    expect(before.packs.map(({ count }) => count)).toEqual([500, 500, 20]);
    for (const { id, hash } of before.packs) {
      const pack = registryPackSchema.parse(JSON.parse((await registryPack(open(), scope, id)) ?? ''));
      expect(pack.hash).toBe(hash);
      expect(pack.entries.every(({ initials, region }) => /^csd\d+c$/u.test(initials) && region === county)).toBe(true);
    }
    const added = enterpriseRecord({ code: demoCreditCode(county, 5000), name: '测试新厂', region: county as RegionCode });
    await db.transaction().execute((tx) => writeEnterprises(tx, kind, [added]));
    const after = await registryIndex(open(), scope);
    expect(after.version).not.toBe(before.version);
    expect(after.packs.map(({ hash }, index) => hash === before.packs[index]?.hash)).toEqual([true, true, false]);
    await db.transaction().execute((tx) => writeEnterprises(tx, kind, [{ ...added, region: '420281' as RegionCode }]));
    const moved = await registryIndex(open(), scope);
    expect(moved.packs.map(({ id, count }) => [id, count])).toEqual([
      ['420222-001', 500],
      ['420222-002', 500],
      ['420222-003', 20],
      ['420281-001', 1],
    ]);
    const elsewhere = scopeOf({ person: 'x' as PersonId, role: 'surveyor', region: '420115' as RegionCode, assigned: noFirms });
    expect(await registryPack(open(), elsewhere, '420222-001')).toBeNull();
  });

  test('[H26] firms that phones made or edited travel by pull as well, whoever changes them later, those of the server only in packs', async () => {
    const one = await phone(surveyor);
    const record = enterpriseRecord({ code: demoCreditCode('420115', 77) });
    one.write(createEnterprise(record));
    one.write(draft({ kind: 'set', entity: 'enterprise', entityId: record.code as EntityId, field: 'headcount', value: 99 }));
    await one.push();
    const { rows } = await one.pull();
    const own = rows.filter((row) => row.kind === 'register' && row.entityId === record.code);
    expect(own.map((row) => (row.kind === 'register' ? row.register : '')).sort()).toEqual(['@create', 'headcount']);
    const row = await open().db.selectFrom('enterprises').select('headcount').where('code', '=', record.code).executeTakeFirst();
    expect(row).toEqual({ headcount: 99 });
    const { appendAsServer } = await import('#server/server-chain.ts');
    const imported = enterpriseRecord({ code: demoCreditCode('420115', 78) });
    await appendAsServer(test_.server, [[createEnterprise(imported)]]);
    const again = await one.pull();
    expect(again.rows.some((pulled) => pulled.kind === 'register' && pulled.entityId === imported.code)).toBe(false);
    const change = {
      kind: 'set',
      entity: 'enterprise',
      entityId: record.code as EntityId,
      field: 'headcount',
      value: 101,
    } as const;
    await appendAsServer(test_.server, [[draft(change)]]);
    const later = (await one.pull()).rows.find((pulled) => pulled.kind === 'register' && pulled.register === 'headcount');
    expect(later?.kind === 'register' ? later.heads.map(({ value }) => value) : null).toEqual([101]);
  });

  test('[H27] a restored copy is another epoch to the phones', async () => {
    const one = await phone(surveyor);
    await renewEpoch(open().db);
    const page = await one.pull(5);
    expect(page.epoch).not.toBe(surveyor.session.epoch);
    expect(page.from).toBe(0);
  });

  test('[H28] inList takes a list of any length and any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 50 }), async (texts) => {
        const { db, kind } = open();
        const rows = await db
          .selectFrom('people')
          .select('account')
          .where(inList(kind, 'account', [...texts, 'surveyor']))
          .execute();
        expect(rows).toContainEqual({ account: 'surveyor' });
      }),
      { numRuns: 30 },
    );
  });

  test('[H160] statements asked together are answered in order; where one fails, nothing of the transaction is kept', async () => {
    const { db, kind } = open();
    const note = (key: string) => db.insertInto('settings').values({ key, value: 'together' }).compile();
    const notes = db.selectFrom('settings').select('key').where('value', '=', 'together').orderBy('key').compile();
    const [none, , one, , both] = await db
      .transaction()
      .execute((tx) => together(tx, kind, [notes, note('t1'), notes, note('t2'), notes]));
    expect([none, one, both].map((rows) => rows.map(({ key }) => key))).toEqual([[], ['t1'], ['t1', 't2']]);
    // The second is there already; the third must not outlive it.
    const failing = db.transaction().execute((tx) => together(tx, kind, [note('t3'), note('t1'), note('t4')]));
    await expect(failing).rejects.toThrow(/unique/i);
    expect((await db.executeQuery(notes)).rows).toEqual([{ key: 't1' }, { key: 't2' }]);
  });

  test('[H18] nothing of this was answered by an unexpected error', () => {
    expect(test_.errors).toEqual([]);
  });
});
