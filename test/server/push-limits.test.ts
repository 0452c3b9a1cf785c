import { afterAll, beforeAll, expect, test } from 'vitest';
import { pushShare } from '#server/http/share-limits.ts';
import { createAssessment, newEntity, phone, setAnswer, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

let test_: TestServer;
let surveyor: Visitor;
let greedy: Phone;
let modest: Phone;
const assessment = newEntity();

beforeAll(async () => {
  test_ = await testServer(null);
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  [greedy, modest] = [await phone(surveyor), await phone(surveyor)];
  greedy.write(createAssessment(test_.server, assessment));
  await greedy.push();
});
afterAll(() => test_.stop());

const pushAgain = (from: Phone, ops: Phone['waiting']): Promise<Response> =>
  surveyor.request('POST', '/api/sync/push', from.sign(ops));

test('[H151] many pushes of one device at once wait in a line of its own, and beyond it are told when to come; others go on', async () => {
  const ops = [...greedy.write(setAnswer(assessment, 'jc01', 1))];
  modest.write(setAnswer(assessment, 'jc02', 2));
  const replies = await Promise.all([...Array.from({ length: 40 }, () => pushAgain(greedy, ops)), modest.push()]);
  const statuses = replies.slice(0, 40).map((reply) => (reply as Response).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(pushShare.underWay + pushShare.waiting);
  const refusedOne = replies.find((reply): reply is Response => reply instanceof Response && reply.status === 429);
  expect(refusedOne?.headers.get('retry-after')).toBe('2');
  expect(await refusedOne?.json()).toEqual({ problem: { code: 'sync.too-many', detail: { seconds: 2 } } });
  expect((await pushAgain(greedy, ops)).status).toBe(200);
});

test('[H152] a device that pushes without end is asked to wait, and only that device', async () => {
  const ops = [...greedy.write(setAnswer(assessment, 'jc01', 3))];
  let reply = await pushAgain(greedy, ops);
  for (let count = 0; count < pushShare.perMinute && reply.status === 200; count += 1) reply = await pushAgain(greedy, ops);
  expect(reply.status).toBe(429);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  modest.write(setAnswer(assessment, 'jc02', 4));
  expect((await modest.push()).receipts.map(({ state }) => state)).toEqual(['stored']);
});
