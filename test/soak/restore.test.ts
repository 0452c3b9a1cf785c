/** Backup while phones push, more work after it, then the machine is lost: the command line, the real process, real phones. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { EntityId, PersonId } from '#shared/ids.ts';
import { enterprise } from '../bench/server/make-pushes.ts';
import { startPostgres } from '../server/start-postgres.ts';
import { storedOps } from '../server/stored-ops.ts';
import { newEntity } from '../server/test-server.ts';
import { draft, setField } from '../simulation/drafts.ts';
import { assessmentStep } from './assessment-step.ts';
import { checkServer, withStopped } from './check-server.ts';
import { noFaults, startFaultProxy } from './fault-proxy.ts';
import { networkOf, soakPhone } from './phone.ts';
import type { SoakPhone } from './phone.ts';
import { textQuestions } from './questions.ts';
import { signIn, soakServer } from './server.ts';
import type { SoakServer } from './server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Ended = { readonly code: number | null; readonly out: string };

function cli(
  { dataFolder, databaseUrl }: Pick<SoakServer, 'dataFolder' | 'databaseUrl'>,
  ...args: readonly string[]
): Promise<Ended> {
  const { DATABASE_URL: _none, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: dataFolder, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) };
  const script = new URL('../../src/cli/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

const answer = (phone: SoakPhone, assessment: EntityId): Promise<void> =>
  phone.write([setField(assessment, textQuestions[0] ?? '', Math.random().toString(36))]);

describe.each(['sqlite', 'postgres'] as const)('on %s', (database) => {
  test('[promise 16] a backup made during pushes is whole; after restoring it one contact per phone brings back the rest', async () => {
    const postgres = database === 'postgres' ? await startPostgres() : null;
    if (postgres !== null) closing.push(postgres.stop);
    const server = soakServer({ databaseUrl: postgres?.url ?? null });
    closing.push(server.remove);
    const copy = mkdtempSync(join(tmpdir(), 'xunzhen-backup-'));
    closing.push(() => rmSync(copy, { recursive: true }));
    const proxy = await startFaultProxy(await server.start(), Math.random, noFaults);
    closing.push(proxy.close);
    const phones: SoakPhone[] = [];
    for (let index = 0; index < 3; index += 1) {
      const signedIn = await signIn(proxy.url, index);
      phones.push(await soakPhone(networkOf(proxy.url, signedIn), signedIn.person as PersonId));
    }
    const [first] = phones;
    if (first === undefined) throw new Error('no phone');
    const firm = draft({ kind: 'create', entity: 'enterprise', entityId: enterprise.code as EntityId, value: enterprise });
    const assessment = newEntity();
    await first.write([{ draft: firm, owner: null }]);
    await first.write([assessmentStep(assessment)]);
    await first.settle();

    const backup = { isMade: false };
    const pushed = phones.map(async (phone) => {
      while (!backup.isMade) {
        await answer(phone, assessment);
        expect(await phone.push()).toBeNull();
      }
    });
    await wait(300);
    const made = await cli(server, 'backup', copy);
    await wait(300);
    backup.isMade = true;
    await Promise.all(pushed);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('有问题 0 个') as string });
    expect(JSON.parse(readFileSync(join(copy, 'backup.json'), 'utf8'))).toMatchObject({ database, faults: [] });

    // What nobody but the phones and the lost server has; none of it is whole again before the phones come.
    for (const phone of phones) {
      await answer(phone, assessment);
      await phone.settle();
    }
    if (database === 'sqlite')
      expect(await cli(server, 'restore', copy)).toMatchObject({
        code: 2,
        out: expect.stringContaining('服务还在运行') as string,
      });
    await server.stop();
    const restored = await cli(server, 'restore', copy);
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('可以启动服务了') as string });
    expect(readdirSync(server.dataFolder).filter((name) => name.startsWith('before-restore-'))).toHaveLength(1);
    const behind = await withStopped(server, ({ open }) => storedOps(open.db));
    const written = phones.flatMap((phone) => phone.written);
    expect(behind.length).toBeGreaterThan(2);
    expect(behind.length).toBeLessThan(written.length);

    proxy.target = await server.start();
    for (let round = 0; round < 2; round += 1) for (const phone of phones) await phone.settle();
    await server.stop();
    expect(phones.map(({ met }) => met.restored > 0)).toEqual([true, true, true]);
    const checked = await checkServer(server, phones, { restored: true });
    expect(checked.faults).toEqual([]);
    expect(checked.ops).toBe(written.length);
  }, 600_000);
});

test('[H150] restore refuses what is no backup or is damaged, and leaves everything as it was', async () => {
  const server = soakServer();
  closing.push(server.remove);
  await server.start();
  await server.stop();
  const before = readFileSync(join(server.dataFolder, 'xunzhen.sqlite'));
  const copy = mkdtempSync(join(tmpdir(), 'xunzhen-backup-'));
  closing.push(() => rmSync(copy, { recursive: true }));
  expect(await cli(server, 'restore', copy)).toMatchObject({ code: 2, out: expect.stringContaining('找不到备份') as string });
  for (const damaged of [before.subarray(0, before.length - 10_000), new Uint8Array()]) {
    writeFileSync(join(copy, 'xunzhen.sqlite'), damaged);
    expect(await cli(server, 'restore', join(copy, 'xunzhen.sqlite'))).toMatchObject({
      code: 2,
      out: expect.stringContaining('备份损坏') as string,
    });
  }
  expect(readFileSync(join(server.dataFolder, 'xunzhen.sqlite')).equals(before)).toBe(true);
  expect(existsSync(join(server.dataFolder, 'xunzhen.sqlite.part'))).toBe(false);
}, 600_000);
