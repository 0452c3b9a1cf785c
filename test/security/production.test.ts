/** What is good enough to try things out is refused where real data lies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RegionCode } from '#shared/ids.ts';
import { addPerson } from '#server/auth/people.ts';
import { openServer } from '#server/open-server.ts';
import { readEnvironment } from '#server/environment.ts';

test('[H123] weak database passwords are refused in production, and in no message told', () => {
  const at = (secret: string): string => `postgres://xunzhen${secret}@db.example/xunzhen`;
  for (const secret of ['', ':', ':postgres', ':xunzhen', ':changeme-1234567', ':short-Q7x', ':Password123456']) {
    const start = (): unknown => readEnvironment({ NODE_ENV: 'production', DATABASE_URL: at(secret) });
    expect(start, secret).toThrow(/DATABASE_URL/u);
    try {
      start();
    } catch (error) {
      if (secret.length > 1) expect(String(error)).not.toContain(secret.slice(1));
    }
    expect(readEnvironment({ DATABASE_URL: at(secret) }).production).toBe(false);
  }
  for (const DATABASE_URL of [
    at(':q7-Ztn4.wwLm0_p'),
    'postgres:///xunzhen',
    'postgres://x@localhost/xunzhen?host=/run/postgresql',
  ])
    expect(readEnvironment({ NODE_ENV: 'production', DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
});

test('[H123] in production no demonstration data is made, and a folder that has some does not start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-production-'));
  const environment = { ...process.env, NODE_ENV: 'production', APP_DIR: folder, PORT: '0' };
  const start = (data: string) =>
    spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'serve'], { cwd: root, env: { ...environment, DATA_DIR: data } });
  const fresh = start(join(folder, 'fresh'));
  await new Promise<void>((resolve) => fresh.stdout.on('data', (text: Buffer) => text.includes('user add') && resolve()));
  fresh.kill('SIGTERM');
  await once(fresh, 'exit');
  const { server, close } = await openServer({ ...nothing, dataFolder: join(folder, 'fresh') });
  const accounts = (await server.open.db.selectFrom('people').select('account').execute()).map(({ account }) => account);
  expect(accounts).toEqual(['@server']);
  const demo = {
    account: 'demo',
    name: 'x',
    role: 'surveyor',
    region: '420115' as RegionCode,
    password: 'public',
    demo: true,
  } as const;
  await addPerson(server.open.db, demo, new Date().toISOString());
  await close();
  const refused = start(join(folder, 'fresh'));
  let said = '';
  refused.stderr.on('data', (text: Buffer) => (said += text.toString()));
  expect(await once(refused, 'exit')).toEqual([2, null]);
  expect(said).toContain('演示账号');
  rmSync(folder, { recursive: true, force: true });
});

const root = join(import.meta.dirname, '..', '..');
const nothing = { databaseUrl: null, definitions: [], facts: {}, now: Date.now };
