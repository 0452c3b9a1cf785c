import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pullReplySchema } from '#protocol/sync-wire.ts';
import type { PullReply } from '#protocol/sync-wire.ts';
import { streamPages } from '#sync/stream-pages.ts';
import { createAssessment, databases, newEntity, phone, setAnswer, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let mine: Phone;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    mine = await phone(surveyor);
    for (let count = 0; count < 10; count += 1) {
      const assessment = newEntity();
      mine.write(createAssessment(test_.server, assessment));
      for (const question of ['jc01', 'jc02', 'jc03']) mine.write(setAnswer(assessment, question, count));
      await mine.push();
    }
  });
  afterAll(() => test_.stop());

  const path = (cursor: number, limit: number) =>
    `/api/sync/stream?cursor=${String(cursor)}&epoch=${surveyor.session.epoch}&limit=${String(limit)}`;
  const rowsOf = (pages: readonly PullReply[]) =>
    pages.flatMap(({ rows }) => rows).map(({ kind, gsn }) => `${kind} ${String(gsn)}`);
  const ask: typeof fetch = async (address, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', surveyor.cookie);
    return test_.app.hono.request(address instanceof Request ? address.url : String(address), { ...init, headers });
  };

  test('[H155] a stream is the pages of the pulls it stands for, squeezed, one line each', async () => {
    const reply = await surveyor.request('GET', path(0, 7), undefined, { 'accept-encoding': 'gzip' });
    expect([reply.status, reply.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    const text = gunzipSync(Buffer.from(await reply.arrayBuffer())).toString();
    const pages = text
      .trimEnd()
      .split('\n')
      .map((line) => pullReplySchema.parse(JSON.parse(line)));
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.map(({ more }) => more)).toEqual(pages.map((_, index) => index < pages.length - 1));
    for (const [index, page] of pages.entries())
      if (index > 0) expect([page.from, page.hashAtCursor]).toEqual([pages[index - 1]?.cursor, pages[index - 1]?.cursorHash]);
    const whole = await mine.pull();
    expect(rowsOf(pages)).toEqual(rowsOf([whole]));
    expect(pages.at(-1)?.cursor).toBe(whole.cursor);
  });

  test('[Y62] pages of a stream are taken as they come; one that is cut off goes on from the last page taken', async () => {
    const taken: PullReply[] = [];
    let cursor = 0;
    const take = (page: PullReply): Promise<boolean> => {
      taken.push(page);
      cursor = page.cursor;
      return Promise.resolve(page.more);
    };
    const broken: typeof fetch = async (...request) => {
      const { body, headers } = await ask(...request);
      let bytes = 0;
      const cut = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, control) => {
          bytes += chunk.length;
          if (bytes < 20_000) control.enqueue(chunk);
          else control.error(new TypeError('network error'));
        },
      });
      return new Response(body?.pipeThrough(cut) ?? null, { headers });
    };
    const first = await streamPages(broken, path(0, 5), take);
    expect(first).toMatchObject({ kind: 'refused', problem: { code: 'network.unreachable' } });
    expect(taken.length).toBeGreaterThan(0);
    expect(await streamPages(ask, path(cursor, 5), take)).toEqual({ kind: 'ok', value: 'done' });
    expect(rowsOf(taken)).toEqual(rowsOf([await mine.pull()]));
  });

  test('[Y62] a portal is not believed, and a server without streams says so', async () => {
    const portal: typeof fetch = () => Promise.resolve(new Response('<html>'));
    const none = (): Promise<boolean> => Promise.reject(new Error('nothing may be taken'));
    expect(await streamPages(portal, path(0, 5), none)).toMatchObject({ problem: { code: 'network.not-ours' } });
    expect(await streamPages(ask, '/api/sync/nothing', none)).toEqual({ kind: 'ok', value: 'unsupported' });
  });
});
