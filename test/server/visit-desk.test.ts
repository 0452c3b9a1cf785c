import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitPlanSchema, visitsPageSize, visitsReplySchema } from '#protocol/visits-wire.ts';
import type { VisitRow, VisitsReply } from '#protocol/visits-wire.ts';
import {
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  newEntity,
  phone,
  testServer,
  visitor,
  visitRecord,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('the desk’s visits on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let reviewer: Visitor;
  let mine: Phone;
  const firm = enterpriseRecord();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    mine = await phone(surveyor);
    mine.write(createEnterprise(firm));
    await mine.push();
  });
  afterAll(() => test_.stop());

  const order = (over: object = {}): object => ({
    enterprise: firm.code,
    date: '2026-11-23',
    time: '09:30',
    purpose: 'verification',
    instruments: ['two-integration'],
    people: [surveyor.person],
    every: 3,
    note: '带上去年的报告',
    ...over,
  });
  const plan = (over: object = {}, who = reviewer): Promise<Response> => who.request('POST', '/api/office/visits', order(over));
  const codeOf = async (reply: Response): Promise<unknown> =>
    ((await reply.json()) as { problem: { code: string } }).problem.code;
  const list = async (query = ''): Promise<VisitsReply> =>
    visitsReplySchema.parse(await (await reviewer.request('GET', `/api/office/visits${query}`)).json());

  test('[V40] a visit planned at the desk reaches the phone of who goes, with who planned it and the names of who goes', async () => {
    const colleague = await visitor(test_, 'colleague', 'inspector', '420115');
    const reply = await plan({ people: [surveyor.person, colleague.person] });
    expect(reply.status).toBe(200);
    const { visitId } = (await reply.json()) as { visitId: string };
    const page = await mine.pull();
    const row = page.rows.flatMap((each) => (each.kind === 'register' && each.entityId === visitId ? [each] : []))[0];
    expect(row?.heads[0]?.value).toMatchObject({
      enterpriseName: firm.name,
      time: '09:30',
      assignedBy: { person: reviewer.person, name: 'reviewer' },
    });
    expect(page.people.map(({ person }) => person)).toEqual(expect.arrayContaining([surveyor.person, colleague.person]));
    expect((await list()).visits.find((each) => each.visitId === visitId)).toMatchObject({
      state: 'planned',
      enterprise: firm.code,
    });
  });

  test('[V40] nobody but the desk says that the desk planned it', async () => {
    const assignedBy = { person: reviewer.person, name: '局里' };
    mine.write(draft({ kind: 'create', entity: 'visit', entityId: newEntity(), value: visitRecord({ assignedBy }) }));
    expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual(['access.denied']);
  });

  test('[V41] people are sent only where they work, and a deputy GM only to firms that were assigned', async () => {
    const elsewhere = await visitor(test_, 'elsewhere', 'surveyor', '420115101');
    const deputy = await visitor(test_, 'deputy', 'deputy-gm', '420115');
    expect(await codeOf(await plan({ people: [elsewhere.person] }))).toBe('assignment.outside');
    expect(await codeOf(await plan({ people: [deputy.person] }))).toBe('visit.not-assigned');
    expect(await codeOf(await plan({ people: [reviewer.person] }))).toBe('access.not-found');
    expect(await codeOf(await plan({ enterprise: '91420100MA4KABCD3X' }))).toBe('access.not-found');
    expect(await codeOf(await plan({ date: '23.11.2026' }))).toBe('input.malformed');
    expect((await plan({}, surveyor)).status).toBe(403);
  });

  test('[V42] the list is narrowed by day, person and state; a word that is none is refused', async () => {
    const other = await visitor(test_, 'other', 'surveyor', '420115');
    await plan({ date: '2027-03-01', people: [other.person] });
    const days = async (query: string): Promise<readonly string[]> => (await list(query)).visits.map(({ date }) => date);
    expect(await days('?from=2027-01-01&to=2027-12-31')).toEqual(['2027-03-01']);
    expect(await days(`?person=${other.person}`)).toEqual(['2027-03-01']);
    expect(await days('?state=done')).toEqual([]);
    expect((await reviewer.request('GET', '/api/office/visits?state=gone')).status).toBe(400);
    expect((await reviewer.request('GET', "/api/office/visits?person=%25'")).status).toBe(400);
  });

  test('[V42] the list goes on page after page in one order, each visit once, also those without a time', async () => {
    const writer = await phone(surveyor);
    const total = visitsPageSize * 2 + 30;
    for (let index = 0; index < total; index += 1) {
      const date = `2028-0${String(1 + (index % 3))}-1${String(index % 5)}`;
      const time = index % 4 === 0 ? null : `1${String(index % 4)}:00`;
      const value = visitRecord({ date, time, people: [surveyor.person] });
      writer.write(draft({ kind: 'create', entity: 'visit', entityId: newEntity(), value }));
      if (writer.waiting.length === 100) await writer.push();
    }
    await writer.push();
    const seen: VisitRow[] = [];
    const sizes: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: VisitsReply = await list(`?from=2028-01-01&person=${surveyor.person}${next === '' ? '' : `&after=${next}`}`);
      expect(page.total).toBe(total);
      sizes.push(page.visits.length);
      seen.push(...page.visits);
      ({ next } = page);
    }
    expect(sizes).toEqual([visitsPageSize, visitsPageSize, 30]);
    expect(new Set(seen.map(({ visitId }) => visitId)).size).toBe(total);
    const places = seen.map(({ date, time, visitId }) => `${date} ${time ?? ''} ${visitId}`);
    expect(places).toEqual(places.toSorted());
    expect((await reviewer.request('GET', '/api/office/visits?after=2028-01-01')).status).toBe(400);
  });

  test('[V93] the desk changes what is planned, the phone gets it, and a change of the phone meanwhile stays', async () => {
    const { visitId } = (await (await plan()).json()) as { visitId: string };
    const path = `/api/office/visits/${visitId}`;
    const seen = visitPlanSchema.parse(await (await reviewer.request('GET', path)).json());
    expect(seen).toMatchObject({ date: '2026-11-23', every: 3, note: '带上去年的报告' });
    mine.write(draft({ kind: 'set', entity: 'visit', entityId: visitId as never, field: 'note', value: '先去车间' }));
    await mine.push();
    const inspector = await visitor(test_, 'inspector-v93', 'inspector', '420115');
    const to = { ...seen, date: '2026-12-01', time: null, people: [inspector.person] };
    const change = (next: object, who = reviewer): Promise<Response> =>
      who.request('POST', `${path}/change`, { seen, plan: next });
    expect((await change(to)).status).toBe(204);
    const cursor = await mine.pull();
    const values = cursor.rows.flatMap((row) => (row.kind === 'register' && row.entityId === visitId ? [row] : []));
    const told = Object.fromEntries(values.map(({ register, heads }) => [register, heads.map(({ value }) => value)]));
    expect(told).toMatchObject({ date: ['2026-12-01'], time: [null], people: [[inspector.person]], note: ['先去车间'] });
    expect(told['purpose']).toBeUndefined();
    expect((await list('?from=2026-12-01&to=2026-12-01')).visits).toMatchObject([
      { visitId, people: [{ name: 'inspector-v93' }] },
    ]);
    expect((await change(to, surveyor)).status).toBe(403);
    const elsewhere = await visitor(test_, 'elsewhere-v93', 'surveyor', '420115101');
    expect(await codeOf(await change({ ...to, people: [elsewhere.person] }))).toBe('assignment.outside');
    expect((await change({ ...to, people: [] })).status).toBe(400);
  });

  test('[V93] of a visit where somebody is, or was, or that was called off, nothing is changed', async () => {
    const made = async (): Promise<string> => ((await (await plan()).json()) as { visitId: string }).visitId;
    const [begun, gone] = [await made(), await made()];
    const at = { at: '2026-11-23T01:00:00.000Z', position: null, reason: '没有信号' };
    mine.write(draft({ kind: 'set', entity: 'visit', entityId: begun as never, field: 'checkIn', value: at }));
    await mine.push();
    await reviewer.request('POST', `/api/office/visits/${gone}/cancel`, { reason: '企业停产检修' });
    const { enterprise: _firm, ...seen } = order() as Record<string, unknown>;
    const change = async (id: string): Promise<unknown> =>
      codeOf(await reviewer.request('POST', `/api/office/visits/${id}/change`, { seen, plan: { ...seen, date: '2026-12-24' } }));
    expect([await change(begun), await change(gone), await change('nothere')]).toEqual([
      'visit.begun',
      'visit.cancelled',
      'access.not-found',
    ]);
    expect((await list('?from=2026-12-24&to=2026-12-24')).total).toBe(0);
  });

  test('[V43] the desk calls off what is planned and nothing that has begun; who goes may call off what the desk planned', async () => {
    const made = async (): Promise<string> => ((await (await plan()).json()) as { visitId: string }).visitId;
    const [first, second, third] = [await made(), await made(), await made()];
    const cancel = (id: string): Promise<Response> =>
      reviewer.request('POST', `/api/office/visits/${id}/cancel`, { reason: '企业停产检修' });
    expect([(await cancel(first)).status, (await cancel(first)).status]).toEqual([204, 204]);
    const at = { at: '2026-11-23T01:00:00.000Z', position: null, reason: '没有信号' };
    mine.write(draft({ kind: 'set', entity: 'visit', entityId: second as never, field: 'checkIn', value: at }));
    mine.write(draft({ kind: 'void', entity: 'visit', entityId: third as never }));
    mine.write(draft({ kind: 'void', entity: 'visit', entityId: third as never, reason: '改期' }));
    expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual([null, 'assessment.reason-missing', null]);
    expect(await codeOf(await cancel(second))).toBe('visit.begun');
    const states = new Map((await list()).visits.map(({ visitId, state }) => [visitId, state]));
    expect([states.get(first), states.get(second), states.get(third)]).toEqual(['cancelled', 'under-way', 'cancelled']);
  });

  test('[V49] two phones give different sections at the same time, and nobody has to settle anything', async () => {
    const second = await phone(await visitor(test_, 'second', 'inspector', '420115'));
    const visit = newEntity();
    mine.write(draft({ kind: 'create', entity: 'visit', entityId: visit, value: visitRecord({ people: [surveyor.person] }) }));
    await mine.push();
    const give = (section: string, to: string) =>
      draft({ kind: 'set', entity: 'visit', entityId: visit, field: `section/a1/${section}`, value: to });
    mine.write(give('s1', surveyor.person));
    second.write(give('s2', second.owner.person));
    expect([...(await second.push()).receipts, ...(await mine.push()).receipts].map(({ problem }) => problem)).toEqual([
      null,
      null,
    ]);
    const rows = (await mine.pull()).rows.flatMap((row) => (row.kind === 'register' && row.entityId === visit ? [row] : []));
    expect(rows.filter(({ register }) => register.startsWith('section/')).map(({ heads }) => heads.length)).toEqual([1, 1]);
  });

  test('[V44] names of those who go are told to who goes with others and to who sends them, within the region', async () => {
    await visitor(test_, 'stranger', 'surveyor', '420114');
    const reply = (await (await surveyor.request('GET', '/api/colleagues')).json()) as { colleagues: { name: string }[] };
    const names = reply.colleagues.map(({ name }) => name);
    expect(names).toContain('surveyor');
    expect(names).not.toContain('stranger');
    expect(names).not.toContain('reviewer');
  });
});
