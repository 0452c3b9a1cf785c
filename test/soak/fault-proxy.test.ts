import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { seeded } from '../simulation/seeded.ts';
import { noFaults, startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy, Faults } from './fault-proxy.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A server that counts what it was asked and echoes bodies. */
async function behind(faults: Partial<Faults>): Promise<{ readonly proxy: FaultProxy; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('close', () => heard.push(`${request.method ?? ''} ${String(body.length)}`));
    request.on('end', () => response.end(`echo ${body}`));
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const proxy = await startFaultProxy(port, seeded(1).next, { ...noFaults, ...faults });
  opened.push(proxy.close, () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return { proxy, heard };
}

const post = (proxy: FaultProxy, body: string, path = '/api/x') => fetch(`${proxy.url}${path}`, { method: 'POST', body });

test('without faults everything passes, and faults touch the interface alone', async () => {
  const { proxy } = await behind({ lostRequest: 1 });
  await expect(post(proxy, 'one')).rejects.toThrow();
  expect(await (await post(proxy, 'two', '/index.html')).text()).toBe('echo two');
  proxy.faults = noFaults;
  expect(await (await post(proxy, 'three')).text()).toBe('echo three');
});

test('a lost request reaches nobody, a lost reply reached the server', async () => {
  const { proxy, heard } = await behind({ lostRequest: 1 });
  await expect(post(proxy, 'one')).rejects.toThrow();
  expect(heard).toEqual([]);
  proxy.faults = { ...noFaults, lostReply: 1 };
  await expect(post(proxy, 'three')).rejects.toThrow();
  expect(heard).toEqual(['POST 5']);
  expect(proxy.counts).toMatchObject({ lostRequest: 1, lostReply: 1 });
});

test('a request delivered twice is answered once; half a reply breaks off', async () => {
  const { proxy, heard } = await behind({ twice: 1 });
  expect(await (await post(proxy, 'again')).text()).toBe('echo again');
  expect(heard).toEqual(['POST 5', 'POST 5']);
  proxy.faults = { ...noFaults, halfReply: 1 };
  await expect(post(proxy, 'again').then((reply) => reply.text())).rejects.toThrow();
});

test('a portal answers 200 with a page, silence ends by the asker, something in between says 503', async () => {
  const { proxy, heard } = await behind({ portal: 1 });
  const page = await post(proxy, 'x');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  proxy.faults = { ...noFaults, unavailable: 1 };
  expect((await post(proxy, 'x')).status).toBe(503);
  proxy.faults = { ...noFaults, silence: 1 };
  await expect(fetch(`${proxy.url}/api/x`, { signal: AbortSignal.timeout(300) })).rejects.toThrow(/abort|timeout/u);
  expect(heard).toEqual([]);
});

test('a slow line that is cut delivers a part and breaks off', async () => {
  const { proxy, heard } = await behind({ cutEveryMs: 400, bytesPerSecond: 200_000 });
  await expect(post(proxy, 'x'.repeat(1_000_000))).rejects.toThrow();
  await expect.poll(() => heard.length).toBe(1);
  const arrived = Number(heard[0]?.split(' ')[1]);
  expect(arrived).toBeGreaterThan(0);
  expect(arrived).toBeLessThan(1_000_000);
  expect(proxy.counts.cuts).toBeGreaterThan(0);
});

test('the same seed meets the same faults', async () => {
  const outcomes = async (): Promise<string> => {
    const { proxy } = await behind({ lostRequest: 0.3, unavailable: 0.3 });
    let told = '';
    for (let index = 0; index < 20; index += 1)
      told += await post(proxy, 'x').then(
        ({ status }) => `${String(status)} `,
        () => 'lost ',
      );
    return told;
  };
  const first = await outcomes();
  expect(first).toContain('lost');
  expect(await outcomes()).toBe(first);
});
