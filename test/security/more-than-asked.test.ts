/** Bodies that say more than is asked: who somebody is, what a score is, whose op it was. None of it is taken. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';
import {
  createAssessment,
  createEnterprise,
  enterpriseRecord,
  newEntity,
  phone,
  setAnswer,
  testServer,
  visitor,
} from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';

let test_: TestServer;
let admin: Visitor;
let surveyor: Visitor;
let mine: Phone;
const firm = demoCreditCode('420115', 555_001);
const assessment = newEntity();

beforeAll(async () => {
  test_ = await testServer();
  admin = await visitor(test_, 'admin', 'administrator', '420100');
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  mine = await phone(surveyor);
  mine.write(
    createEnterprise(enterpriseRecord({ code: firm })),
    createAssessment(test_.server, assessment, { enterprise: firm }),
  );
  await mine.push();
});
afterAll(() => test_.stop());

const extra = {
  role: 'administrator',
  region: '420000',
  id: 'x',
  person: 'x',
  author: 'x',
  owner: 'x',
  score: 100,
  level: 'innovation',
  gsn: 1,
  state: 'sealed',
  state_: 'stored',
  demo: true,
  disabled_at: null,
  password_hash: 'x',
  factor_at: '2026-01-01T00:00:00.000Z',
  since: '2020-01-01T00:00:00.000Z',
  made_by: 'x',
  firms: null,
} as const;

test('[H8] each key more than is asked for is refused, on every route with a body, and changes nothing', async () => {
  const { device, publicKey } = await phone(surveyor);
  const bodies: readonly (readonly [Visitor, string, string, Readonly<Record<string, unknown>>])[] = [
    [surveyor, 'POST', '/api/devices', { device, publicKey, successorOf: null, recoveryEnvelope: null }],
    [surveyor, 'POST', `/api/devices/${device}/revoke`, { mode: 'transfer' }],
    [surveyor, 'POST', '/api/sync/push', { ...mine.sign(mine.write(setAnswer(assessment, 'jc01', 1))) }],
    [surveyor, 'POST', '/api/sync/receipts', { device, seqs: [1] }],
    [surveyor, 'POST', '/api/evidence/have', { items: [] }],
    [surveyor, 'POST', '/api/evidence/commit', { evidenceId: 'x', uploadId: '', sha256: '0'.repeat(64) }],
    [admin, 'POST', '/api/office/people', { account: 'new', name: '新', role: 'surveyor', region: '420115' }],
    [admin, 'PATCH', `/api/office/people/${surveyor.person}`, { name: '改', role: 'surveyor', region: '420115' }],
    [admin, 'POST', `/api/office/devices/${device}/revoke`, { mode: 'lost' }],
    [admin, 'POST', '/api/office/assignments', { person: surveyor.person, enterprise: firm }],
    [admin, 'POST', '/api/office/assignments/end', { person: surveyor.person, enterprise: firm }],
  ];
  const { db } = test_.server.open;
  const all = async () => [
    await db.selectFrom('people').selectAll().orderBy('id').execute(),
    await db.selectFrom('devices').selectAll().orderBy('id').execute(),
    await db.selectFrom('assignments').selectAll().execute(),
    await db.selectFrom('assessments').selectAll().execute(),
    await db.selectFrom('entities').selectAll().orderBy('entity_id').execute(),
    await db.selectFrom('sync_head').selectAll().execute(),
  ];
  const before = await all();
  let tried = 0;
  for (const [who, method, path, body] of bodies) {
    for (const [key, value] of Object.entries(extra)) {
      if (Object.hasOwn(body, key)) continue;
      const { status } = await who.request(method, path, { ...body, [key]: value });
      expect([method, path, key, status]).toEqual([method, path, key, 400]);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(150);
  expect(await all()).toEqual(before);
});

test('[H8] an op that says its number or state is refused, and so is one whose author or device was changed', async () => {
  const [op] = mine.write(setAnswer(assessment, 'jc02', 1));
  if (op === undefined) throw new Error('nothing was written');
  for (const key of ['gsn', 'state', 'score', 'role', 'receipt', 'region', 'owner']) {
    const request = { ...mine.sign([op]), ops: [{ ...op, [key]: 1 }] };
    expect([key, (await surveyor.request('POST', '/api/sync/push', request)).status]).toEqual([key, 400]);
  }
  // Whose op it is, and which device's, is in its hash.
  for (const change of [{ author: admin.person }, { device: newEntity() }]) {
    const request = { ...mine.sign([op]), ops: [{ ...op, ...change }] };
    expect((await surveyor.request('POST', '/api/sync/push', request)).status).toBeGreaterThanOrEqual(400);
  }
  const held = await test_.server.open.db.selectFrom('devices').select('last').where('id', '=', mine.device).executeTakeFirst();
  expect(held?.last).toBe(2);
});
