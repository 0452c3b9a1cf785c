/** Originals from a host of their own, and a person's share of commits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileLinkReplySchema } from '#protocol/file-link-wire.ts';
import { makeDemo } from '#server/demo/make-demo.ts';
import { readEnvironment } from '#server/environment.ts';
import { commitShare } from '#server/http/share-limits.ts';
import { testServer, visitor } from './test-server.ts';
import type { TestServer, Visitor } from './test-server.ts';

let test_: TestServer;
let reviewer: Visitor;
let piece = { id: '', sha256: '' };
const filesOrigin = 'https://files.example.cn:8443';

beforeAll(async () => {
  test_ = await testServer(null, { filesOrigin });
  await makeDemo(test_.server);
  reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
  const row = await test_.server.open.db.selectFrom('evidence_files').selectAll().limit(1).executeTakeFirstOrThrow();
  piece = { id: row.evidence_id, sha256: row.sha256 };
});
afterAll(() => test_.stop());

const get = (address: string): Promise<Response> => Promise.resolve(test_.app.hono.request(address));

test('[B67] a link leads to the host of files, which gives the original; the app’s own host does not', async () => {
  const link = fileLinkReplySchema.parse(await (await reviewer.request('POST', `/api/evidence/${piece.id}/link`, {})).json());
  expect(link.url.startsWith(`${filesOrigin}/api/blobs/`)).toBe(true);
  const fetched = await get(link.url);
  expect([fetched.status, fetched.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, true]);
  expect(fetched.headers.has('set-cookie')).toBe(false);
  const { pathname } = new URL(link.url);
  expect((await get(`https://app.example.cn${pathname}`)).status).toBe(404);
});

test('[B67] the host of files answers nothing else: no sign-in, no page, no data, whatever cookie comes', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/session'],
    ['POST', '/api/session'],
    ['GET', '/api/sync/pull'],
    ['GET', `/api/evidence/${piece.id}/preview/thumb`],
    ['POST', `/api/evidence/${piece.id}/link`],
    ['GET', '/api/blobs'],
  ] as const) {
    const headers = { cookie: reviewer.cookie, 'content-type': 'application/json' };
    const reply = await test_.app.hono.request(`${filesOrigin}${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    expect([path, reply.status, reply.headers.has('set-cookie')]).toEqual([path, 404, false]);
  }
  expect((await get(`${filesOrigin}/api/health`)).status).toBe(200);
  expect((await get('https://app.example.cn/api/health')).status).toBe(200);
  expect(test_.errors).toEqual([]);
});

test('[B67] the setting is an origin and nothing more; without it links stay on the app’s host', async () => {
  expect(readEnvironment({ FILES_ORIGIN: filesOrigin }).filesOrigin).toBe(filesOrigin);
  expect(readEnvironment({}).filesOrigin).toBeNull();
  for (const bad of ['files.example.cn', 'https://files.example.cn/', 'javascript:alert(1)', 'https://a b'])
    expect(() => readEnvironment({ FILES_ORIGIN: bad })).toThrow('FILES_ORIGIN');
  for (const bad of ['//evil/api/blobs/x', 'https://evil/else', 'javascript:/api/blobs/x'])
    expect(fileLinkReplySchema.safeParse({ url: bad, expires: '' }).success).toBe(false);
});

test('[B66] of one person’s commits at once a few run, a few wait, and the rest are told when to come again; others go on', async () => {
  const [greedy, modest] = [
    await visitor(test_, 'greedy', 'surveyor', '420115'),
    await visitor(test_, 'modest', 'surveyor', '420115'),
  ];
  const commit = (who: Visitor): Promise<Response> =>
    who.request('POST', '/api/evidence/commit', { evidenceId: piece.id, uploadId: '', sha256: piece.sha256 });
  const replies = await Promise.all([...Array.from({ length: 40 }, () => commit(greedy)), commit(modest)]);
  const statuses = replies.slice(0, 40).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(commitShare.underWay + commitShare.waiting);
  const refused = replies.find(({ status }) => status === 429);
  expect(refused?.headers.get('retry-after')).toBe('2');
  expect(await refused?.json()).toEqual({ problem: { code: 'sync.too-many', detail: { seconds: 2 } } });
  expect(replies.at(-1)?.status).toBe(200);
});

test('[B66] whoever commits without end is asked to wait', async () => {
  const tireless = await visitor(test_, 'tireless', 'surveyor', '420115');
  const commit = (): Promise<Response> =>
    tireless.request('POST', '/api/evidence/commit', { evidenceId: piece.id, uploadId: '', sha256: piece.sha256 });
  let reply = await commit();
  for (let count = 0; count < commitShare.perMinute && reply.status === 200; count += 1) reply = await commit();
  expect(reply.status).toBe(429);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
});
