import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';
import { sizeClass } from '#domain/size-class.ts';
import type { QuarantinedStep } from '#protocol/quarantine-wire.ts';
import { assignmentsReplySchema } from '#protocol/assignments-wire.ts';
import type { AssignmentChoices, AssignmentRow } from '#protocol/assignments-wire.ts';
import { registryPackSchema } from '#protocol/sync-wire.ts';
import type { PullReply, RegistryIndex, SnapshotReply } from '#protocol/sync-wire.ts';
import { addPerson, changePerson } from '#server/auth/people.ts';
import { rightsIn, rightsQuery } from '#server/auth/rights.ts';
import { appendAsServer } from '#server/server-chain.ts';
import type { EntityId, RegionCode } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  newEntity,
  password,
  phone,
  setAnswer,
  testServer,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const codeIn = async (response: Response): Promise<string> =>
  ((await response.json()) as { problem?: { code: string } }).problem?.code ?? 'none';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let reviewer: Visitor;
  let surveyor: Visitor;
  let deputy: Visitor;
  let theirs: Phone;
  /** One firm came from a phone, the other with the registry. */
  const [made, imported] = [demoCreditCode('420115', 800_001), demoCreditCode('420115', 800_002)];
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420100');
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    deputy = await visitor(test_, 'deputy', 'deputy-gm', '420115');
    theirs = await phone(deputy);
    const hers = await phone(surveyor);
    hers.write(createEnterprise(enterpriseRecord({ code: made, revenue: 8_765_431.25 })));
    hers.write(draft({ kind: 'set', entity: 'enterprise', entityId: made as EntityId, field: 'revenue', value: 8_765_432.25 }));
    hers.write(createAssessment(test_.server, assessment, { enterprise: made }), setAnswer(assessment, 'jc01', 1));
    await hers.push();
    const record = enterpriseRecord({ code: imported, revenue: 8_765_433.25, name: '名录机械有限公司' });
    await appendAsServer(test_.server, [[createEnterprise(record)]]);
  });
  afterAll(() => test_.stop());

  const assignment = (what: 'assign' | 'end', enterprise: string, person = deputy.person): Promise<Response> =>
    reviewer.request('POST', `/api/office/assignments${what === 'end' ? '/end' : ''}`, { person, enterprise });
  const list = async (query = ''): Promise<readonly AssignmentRow[]> =>
    ((await (await reviewer.request('GET', `/api/office/assignments${query}`)).json()) as { assignments: AssignmentRow[] })
      .assignments;
  const pull = async (who: Visitor, query: Record<string, string> = {}): Promise<PullReply> =>
    (await (await who.request('GET', `/api/sync/pull?${new URLSearchParams(query).toString()}`)).json()) as PullReply;
  const next = (who: Visitor, page: PullReply): Promise<PullReply> =>
    pull(who, { cursor: String(page.cursor), epoch: page.epoch, scope: page.scopeVersion });
  const snapshot = async (who: Visitor, entity: string): Promise<SnapshotReply> =>
    (await (await who.request('GET', `/api/sync/snapshot?entity=${entity}`)).json()) as SnapshotReply;
  const packs = async (who: Visitor) => {
    const index = (await (await who.request('GET', '/api/registry')).json()) as RegistryIndex;
    const texts = await Promise.all(
      index.packs.map(async ({ id }) => (await who.request('GET', `/api/registry/packs/${id}`)).text()),
    );
    const read = texts.map((text) => registryPackSchema.parse(JSON.parse(text)));
    expect(read.map(({ hash }) => hash)).toEqual(index.packs.map(({ hash }) => hash));
    return { version: index.version, entries: read.flatMap(({ entries }) => entries), text: texts.join('\n') };
  };

  test('[P8] [promise 15] a deputy without a firm gets nothing; an assigned firm comes whole, and goes whole', async () => {
    const before = await pull(deputy);
    expect(before.rows).toEqual([]);
    expect((await packs(deputy)).entries).toEqual([]);
    expect((await snapshot(deputy, assessment)).rows).toEqual([]);
    expect((await assignment('assign', made)).status).toBe(204);
    expect((await assignment('assign', made)).status).toBe(204);
    expect((await assignment('assign', imported)).status).toBe(204);
    const came = await next(deputy, before);
    expect([...came.grown].sort()).toEqual([made, assessment].sort());
    expect(came.registryVersion).not.toBe(before.registryVersion);
    expect((await snapshot(deputy, assessment)).rows.length).toBeGreaterThan(0);
    expect(new Map((await packs(deputy)).entries.map(({ code, revenue }) => [code, revenue]))).toEqual(
      new Map<string, number>([
        [made, 8_765_432.25],
        [imported, 8_765_433.25],
      ]),
    );
    expect((await next(deputy, came)).grown).toEqual([]);
    await theirs.pull();
    theirs.write(setAnswer(assessment, 'jc02', 2));
    expect((await theirs.push()).receipts).toMatchObject([{ state: 'stored' }]);
    expect((await assignment('end', made)).status).toBe(204);
    const went = await next(deputy, came);
    expect([...went.purge].sort()).toEqual([made, assessment].sort());
    expect(went.rows).toEqual([]);
    expect((await snapshot(deputy, assessment)).rows).toEqual([]);
    expect((await packs(deputy)).entries.map(({ code }) => code)).toEqual([imported]);
    await assignment('end', imported);
  });

  test('[P10] what was written before an assignment ended waits with its reason, and one release lets it count', async () => {
    await assignment('assign', made);
    test_.clock.ahead += 5_000;
    await theirs.pull();
    const [op] = theirs.write(setAnswer(assessment, 'jc03', 'a'));
    test_.clock.ahead += 5_000;
    await assignment('end', made);
    test_.clock.ahead += 5_000;
    const { receipts } = await theirs.push();
    expect(receipts).toMatchObject([{ hash: op?.hash, state: 'quarantined', problem: 'access.ended' }]);
    const { steps } = (await (await reviewer.request('GET', '/api/office/quarantine')).json()) as { steps: QuarantinedStep[] };
    const step = steps.find((each) => each.changes.some(({ hash }) => hash === op?.hash));
    expect(step).toMatchObject({ problem: 'access.ended', releasable: true });
    const release = { device: step?.device, step: step?.step, reason: '分派结束前在现场填的' };
    expect(await (await reviewer.request('POST', '/api/office/quarantine/release', release)).json()).toEqual({ problem: null });
    const registers = (await snapshot(surveyor, assessment)).rows;
    expect(registers.some((row) => row.kind === 'register' && row.register === 'self/jc03')).toBe(true);
    // Nothing was known of the firm then.
    theirs.write(setAnswer(assessment, 'jc04', 'a'));
    expect((await theirs.push()).receipts).toMatchObject([{ state: 'quarantined', problem: 'access.not-found' }]);
    theirs.write(setAnswer(assessment, 'jc05', 'a'));
    test_.clock.ahead += 5_000;
    await assignment('assign', made);
    expect((await theirs.push()).receipts).toMatchObject([{ state: 'quarantined', problem: 'access.not-yet' }]);
    await assignment('end', made);
  });

  test('[P13] assignments are kept by reviewers and administrators of the region, never deleted, and each change is audited', async () => {
    const elsewhere = await visitor(test_, 'elsewhere', 'surveyor', '430100');
    const stranger = await visitor(test_, 'stranger', 'reviewer', '420200');
    const near = await visitor(test_, 'near', 'deputy-gm', '420114');
    expect(
      await codeIn(await surveyor.request('POST', '/api/office/assignments', { person: deputy.person, enterprise: made })),
    ).toBe('access.denied');
    expect(
      await codeIn(await stranger.request('POST', '/api/office/assignments', { person: deputy.person, enterprise: made })),
    ).toBe('access.not-found');
    expect(await codeIn(await assignment('assign', made, elsewhere.person))).toBe('access.not-found');
    expect(await codeIn(await assignment('assign', demoCreditCode('420115', 800_099)))).toBe('access.not-found');
    expect(await codeIn(await assignment('assign', made, near.person))).toBe('assignment.outside');
    expect(await codeIn(await assignment('assign', made, reviewer.person))).toBe('access.denied');
    await assignment('assign', made);
    const rows = await list(`?enterprise=${made}&person=${deputy.person}`);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rows.map(({ until }) => until === null)).toEqual([true, ...rows.slice(1).map(() => false)]);
    expect(rows[0]).toMatchObject({ account: 'deputy', enterpriseName: '测试机械有限公司', madeBy: 'reviewer', endedBy: null });
    expect(rows[1]?.endedBy).toBe('reviewer');
    expect(assignmentsReplySchema.safeParse({ assignments: rows }).success).toBe(true);
    expect(await (await stranger.request('GET', '/api/office/assignments')).json()).toEqual({ assignments: [] });
    const audit = await test_.server.open.db
      .selectFrom('audit')
      .select(['kind', 'person', 'detail'])
      .where('subject', '=', deputy.person)
      .where('kind', 'like', 'assignment.%')
      .orderBy('number', 'desc')
      .execute();
    expect(audit[0]).toEqual({ kind: 'assignment.assigned', person: reviewer.person, detail: made });
    await assignment('end', made);
  });

  test('[P13] whom and what can be assigned: field people and firms of the region that fit what was typed, nobody else', async () => {
    const choices = async (who: Visitor, query: Record<string, string>): Promise<AssignmentChoices> =>
      (await (
        await who.request('GET', `/api/office/assignments/choices?${new URLSearchParams(query).toString()}`)
      ).json()) as AssignmentChoices;
    const found = await choices(reviewer, { person: 'deput', firm: '名录' });
    expect([found.people.map(({ id }) => id), found.firms.map(({ code }) => code)]).toEqual([[deputy.person], [imported]]);
    expect((await choices(reviewer, { firm: '%' })).firms).toEqual([]);
    expect((await choices(reviewer, { person: '' })).people.map(({ role }) => role)).not.toContain('reviewer');
    const stranger = await visitor(test_, 'far', 'reviewer', '420200');
    expect(await choices(stranger, { person: 'deput', firm: '名录' })).toEqual({ people: [], firms: [] });
    expect(await codeIn(await surveyor.request('GET', '/api/office/assignments/choices?firm='))).toBe('access.denied');
  });

  test('[P10] what a person was stays on record: role, region, and when they were disabled', async () => {
    const { db, kind } = test_.server.open;
    const person = {
      account: 'history',
      name: '历',
      role: 'surveyor',
      region: '420115' as RegionCode,
      password,
      demo: true,
    } as const;
    const id = await addPerson(db, person, '2026-01-01T00:00:00.000Z');
    if (id === null) throw new Error('the account is taken');
    await changePerson(db, id, { name: '史' }, '2026-01-02T00:00:00.000Z');
    await changePerson(db, id, { role: 'inspector' }, '2026-01-03T00:00:00.000Z');
    await changePerson(db, id, { disabled: true }, '2026-01-04T00:00:00.000Z');
    await changePerson(db, id, { region: '420114' }, '2026-01-05T00:00:00.000Z');
    await changePerson(db, id, { disabled: false }, '2026-01-06T00:00:00.000Z');
    const day = (number: number): number => Date.parse(`2026-01-0${String(number)}T00:00:00.000Z`);
    const { rows } = await db.executeQuery(rightsQuery(db, kind, [id]));
    expect([...rightsIn(rows, id).grants].sort((a, b) => a.from - b.from)).toEqual([
      { role: 'surveyor', region: '420115', from: day(1), until: day(3) },
      { role: 'inspector', region: '420115', from: day(3), until: day(4) },
      { role: 'inspector', region: '420114', from: day(6), until: null },
    ]);
  });

  test('[P9] finance fields are absent for a surveyor until the firm is theirs: packs, pulls, snapshots, desk; then they come', async () => {
    const other = await visitor(test_, 'other', 'surveyor', '420115');
    const auditor = await visitor(test_, 'auditor', 'auditor', '420115');
    const money = /876543[123]\.25/u;
    const everything = async (who: Visitor): Promise<string> =>
      [
        JSON.stringify(await pull(who)),
        JSON.stringify(await snapshot(who, made)),
        (await packs(who)).text,
        await (await who.request('GET', `/api/office/assessments/${assessment}`)).text(),
        await (await who.request('GET', '/api/office/export/assessments.csv')).text(),
        await (await who.request('GET', `/api/office/assessments/${assessment}/export.csv`)).text(),
        await (await who.request('GET', '/api/office/quarantine')).text(),
      ].join('\n');
    const inspector = await visitor(test_, 'inspector', 'inspector', '420115');
    for (const who of [other, inspector, auditor]) {
      const text = await everything(who);
      expect([text.includes(made), money.test(text)]).toEqual([true, false]);
    }
    expect(money.test(await everything(reviewer))).toBe(true);
    const detail = (await (await other.request('GET', `/api/office/assessments/${assessment}`)).json()) as { enterprise: object };
    expect(Object.keys(detail.enterprise).sort()).toEqual(['address', 'contact', 'headcount', 'industry', 'phone']);
    const entryKeys = (text: string): string[] =>
      Object.keys((JSON.parse(text) as { entries: object[] }).entries[0] ?? {}).sort();
    const plain = ['address', 'code', 'demo', 'headcount', 'industry', 'initials', 'name', 'region', 'size'];
    expect(entryKeys((await packs(other)).text)).toEqual(plain);
    expect(entryKeys((await packs(reviewer)).text)).toEqual([...plain, 'revenue'].sort());
    // The class stands there without the number that makes it one.
    const sizes = (await packs(other)).entries.map(({ code, size, revenue }) => [code, size, revenue]);
    expect(sizes.find(([code]) => code === imported)).toEqual([imported, sizeClass(120, 8_765_433.25), null]);
    const created = (reply: SnapshotReply) =>
      reply.rows.find((row) => row.kind === 'register' && row.register === '@create') as
        | { heads: { value: object }[] }
        | undefined;
    const kept = ['address', 'code', 'contact', 'demo', 'headcount', 'industry', 'name', 'phone', 'region'];
    expect(Object.keys(created(await snapshot(other, made))?.heads[0]?.value ?? {}).sort()).toEqual(kept);
    // Who wrote it sees it.
    expect(JSON.stringify(await snapshot(surveyor, made))).toMatch(/8765431.*8765432|8765432.*8765431/u);

    const before = await pull(other);
    await assignment('assign', made, other.person);
    const after = await next(other, before);
    expect([after.grown, after.purge]).toEqual([[made], [made]]);
    expect(JSON.stringify(await snapshot(other, made))).toContain('8765432.25');
    const shown = (await packs(other)).entries;
    expect(shown.find(({ code }) => code === made)?.revenue).toBe(8_765_432.25);
    expect(shown.find(({ code }) => code === imported)?.revenue).toBeNull();
    await assignment('end', made, other.person);
    const ended = await next(other, after);
    expect([ended.grown, ended.purge]).toEqual([[made], [made]]);
    expect(money.test(await everything(other))).toBe(false);
  });

  test('[H133] a device reported lost pushes nothing; one that is handed over still does', async () => {
    for (const mode of ['lost', 'transfer'] as const) {
      const owner = await visitor(test_, `owner-${mode}`, 'surveyor', '420115');
      const device = await phone(owner);
      device.write(createAssessment(test_.server, newEntity()));
      const request = device.sign(device.waiting);
      expect((await owner.request('POST', `/api/devices/${device.device}/revoke`, { mode })).status).toBe(204);
      // The device's own session ended with it; a colleague may relay what it wrote.
      const pushed = await surveyor.request('POST', '/api/sync/push', request);
      if (mode === 'transfer') expect(pushed.status).toBe(200);
      else expect([pushed.status, await codeIn(pushed)]).toEqual([403, 'device.revoked']);
    }
  });
});
