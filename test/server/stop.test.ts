/** The end of a server that browsers are still connected to. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { startServer } from '#server/main.ts';
import { ownCertificate } from '#server/tls.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'xunzhen-stop-'));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['http', 'https'] as const)(
  '[H158] over %s a connection that was asked nothing does not hold up the end, a request under way is answered before it',
  async (scheme) => {
    const running = await startServer({
      port: 0,
      host: '127.0.0.1',
      dataFolder: join(folder, scheme),
      databaseUrl: null,
      definitionsFolder: join(root, 'survey-definitions'),
      dist: join(folder, 'dist'),
      certificate: scheme === 'https' ? await ownCertificate(folder, Date.now()) : null,
      filesOrigin: null,
      timestampAuthority: null,
      whenNew: () => Promise.resolve(),
    });
    const open = async (): Promise<Socket> => {
      const at = { port: running.port, host: '127.0.0.1' };
      const socket = scheme === 'https' ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at);
      await once(socket, scheme === 'https' ? 'secureConnect' : 'connect');
      return socket;
    };
    const asking = await open();
    const unasked = await open();
    const body = '{"account":"nobody","password":"wrong"}';
    const headers = ['host: localhost', 'content-type: application/json', `content-length: ${String(body.length)}`];
    asking.write(`${['POST /api/session HTTP/1.1', ...headers, 'expect: 100-continue'].join('\r\n')}\r\n\r\n`);
    expect(String((await once(asking, 'data'))[0])).toMatch(/^HTTP\/1\.1 100/u);
    // Nothing is cut for having taken long.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const stopped = running.stop();
    await once(unasked.resume(), 'close');
    asking.write(body);
    expect(String((await once(asking, 'data'))[0])).toMatch(/^HTTP\/1\.1 4/u);
    asking.end();
    await stopped;
  },
);
