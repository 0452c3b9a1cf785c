import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { protocolHeader, protocolVersion } from '#protocol/sync-wire.ts';
import { callServer, callTimeout } from '#sync/call-server.ts';

const schema = z.object({ a: z.number() });
const call = { method: 'GET', path: '/api/x', body: null } as const;

function reply(body: string, init: ResponseInit & { readonly proto?: string | null; readonly type?: string } = {}): typeof fetch {
  const headers = new Headers(init.headers);
  headers.set('content-type', init.type ?? 'application/json');
  if (init.proto !== null) headers.set(protocolHeader, init.proto ?? String(protocolVersion));
  return async () => new Response(body, { ...init, headers });
}

async function codeOf(fetching: typeof fetch): Promise<string> {
  const outcome = await callServer(fetching, call, schema);
  return outcome.kind === 'ok' ? 'ok' : outcome.problem.code;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('[Y20] success is JSON with our header and the expected shape; nothing else is believed', async () => {
  expect(await codeOf(reply('{"a":1}'))).toBe('ok');
  expect(await codeOf(reply('<html>', { type: 'text/html', proto: null }))).toBe('network.not-ours');
  expect(await codeOf(reply('{"a":1}', { proto: null }))).toBe('network.not-ours');
  expect(await codeOf(reply('{"a":1}', { type: 'text/html' }))).toBe('network.not-ours');
  expect(await codeOf(reply('{"a":"1"}'))).toBe('network.not-ours');
  expect(await codeOf(reply('{"a":1}', { proto: '99' }))).toBe('sync.protocol-version');
});

test('[Y21] a problem of the server comes through by its code', async () => {
  const problem = JSON.stringify({ problem: { code: 'auth.signed-out', detail: {} } });
  expect(await codeOf(reply(problem, { status: 401 }))).toBe('auth.signed-out');
  expect(await codeOf(reply('{}', { status: 500 }))).toBe('server.failed');
  expect(await codeOf(reply(JSON.stringify({ problem: { code: 'from.tomorrow', detail: {} } }), { status: 409 }))).toBe(
    'server.failed',
  );
});

test('[Y61] what a server or a proxy asks for with Retry-After is told along with the problem', async () => {
  const wait = async (body: string, init: Parameters<typeof reply>[1]): Promise<unknown> => {
    const outcome = await callServer(reply(body, init), call, schema);
    return outcome.kind === 'refused' ? [outcome.problem.code, outcome.problem.detail['seconds']] : outcome;
  };
  const busy = JSON.stringify({ problem: { code: 'sync.too-many', detail: {} } });
  expect(await wait(busy, { status: 429, headers: { 'retry-after': '7' } })).toEqual(['sync.too-many', 7]);
  expect(await wait('<html>', { status: 503, headers: { 'retry-after': '9' }, type: 'text/html', proto: null })).toEqual([
    'network.not-ours',
    9,
  ]);
  expect(await wait('{}', { status: 500, headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' } })).toEqual([
    'server.failed',
    undefined,
  ]);
});

test('[Y22] a request that hangs is given up after a minute', async () => {
  const hanging: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
  const asked = codeOf(hanging);
  await vi.advanceTimersByTimeAsync(callTimeout - 1);
  let over = false;
  void asked.then(() => (over = true));
  await vi.advanceTimersByTimeAsync(0);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toBe('network.unreachable');
});
