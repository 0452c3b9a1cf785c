/** The real process: starts, answers, ends. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';

const root = join(import.meta.dirname, '..', '..');
let folder = '';
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xunzhen-process-'));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const environment = (data: string, more: Record<string, string> = {}) => {
  const { DATABASE_URL: _none, ...rest } = process.env;
  return { ...rest, DATA_DIR: join(folder, data), ...more };
};
const cli = (data: string, args: readonly string[], input = '') => {
  const done = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
    cwd: root,
    env: environment(data),
    input,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
};

/** Runs the server alone, without building the app, which has a test of its own. */
async function start(
  data: string,
  demo: boolean,
): Promise<{ readonly base: string; readonly child: ChildProcess; readonly end: Promise<number | null> }> {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
  const script = join(folder, 'start.ts');
  writeFileSync(
    script,
    `import { startServer } from '${root}/src/server/main.ts';
     import { makeDemo } from '${root}/src/server/demo/make-demo.ts';
     const running = await startServer({ port: ${String(port)}, host: '127.0.0.1', dataFolder: process.env.DATA_DIR, databaseUrl: null,
       definitionsFolder: '${root}/survey-definitions', dist: '${folder}/dist', certificate: null, timestampAuthority: null, filesOrigin: null,
       whenNew: async (server) => { if (${String(demo)}) await makeDemo(server); } });
     console.log('ready');
     process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));`,
  );
  const child = spawn(process.execPath, [script], { cwd: root, env: environment(data), stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const end = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.toString().includes('ready') && resolve());
    child.once('exit', () => reject(new Error('the server ended before it was ready')));
  });
  return { base: `http://127.0.0.1:${String(port)}`, child, end };
}

test('[H70] it starts on an empty folder, answers, ends cleanly on SIGTERM, and finds everything again', async () => {
  const first = await start('one', true);
  const health = (await (await fetch(`${first.base}/api/health`)).json()) as { status: string; database: string; epoch: string };
  expect(health).toMatchObject({ status: 'ok', database: 'sqlite' });
  expect((await fetch(`${first.base}/`)).status).toBe(503);
  first.child.kill('SIGTERM');
  expect(await first.end).toBe(0);
  expect(existsSync(join(folder, 'one', 'xunzhen.sqlite-wal'))).toBe(false);
  expect(readFileSync(join(folder, 'one', 'recovery-key', 'private-key.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY');
  const second = await start('one', true);
  expect(await (await fetch(`${second.base}/api/health`)).json()).toMatchObject({ epoch: health.epoch });
  second.child.kill('SIGTERM');
  expect(await second.end).toBe(0);
  expect(cli('one', ['verify-chain'])).toMatchObject({ code: 0 });
});

test('[promise 11] what was acknowledged is there after the process is killed in the middle of everything', async () => {
  const running = await start('two', false);
  expect(
    cli('two', ['user', 'add', 'zhangsan', '--name', '张三', '--role', 'surveyor', '--region', '江夏区'], 'a long password\n')
      .code,
  ).toBe(0);
  const signedIn = await fetch(`${running.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'zhangsan', password: 'a long password' }),
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  running.child.kill('SIGKILL');
  await running.end;
  const again = await start('two', false);
  expect((await fetch(`${again.base}/api/session`, { headers: { cookie } })).status).toBe(200);
  again.child.kill('SIGTERM');
  expect(await again.end).toBe(0);
});

test('[H71] without demonstration data there is no account and no firm', async () => {
  const running = await start('three', false);
  running.child.kill('SIGTERM');
  await running.end;
  expect(cli('three', ['user', 'list']).out).toContain('还没有账号');
});

test('[H72] user add refuses what it does not understand in one line each, and never a weak password', () => {
  const bad = cli('three', ['user', 'add', 'x', '--role', 'king', '--region', '月球'], 'a long password\n');
  expect([bad.code, bad.err.trim().split('\n').length]).toEqual([2, 4]);
  const weak = cli('three', ['user', 'add', 'lisi', '--name', '李四', '--role', 'reviewer', '--region', '420115'], 'short\n');
  expect([weak.code, weak.err.includes('这个密码不能用')]).toEqual([2, true]);
  const made = cli('three', ['user', 'add', 'lisi', '--name', '李四', '--role', 'reviewer', '--region', '420115']);
  expect(made.out).toMatch(/密码（只显示这一次）：(\w{4}-){3}\w{4}/u);
  expect(cli('three', ['user', 'add', 'lisi', '--name', '李四', '--role', 'reviewer', '--region', '420115']).code).toBe(1);
  expect(cli('three', ['user', 'reset', 'lisi'], 'another long one\n').code).toBe(0);
  expect(cli('three', ['user', 'reset', 'nobody'], 'another long one\n').code).toBe(1);
  expect(cli('three', ['user', 'list']).out).toContain('lisi\t李四\treviewer\t湖北省 武汉市 江夏区');
});

test('[H73] import tells each line, exits 1 when one was left out, and 2 for a file it cannot use', () => {
  const file = join(folder, 'firms.csv');
  writeFileSync(file, `统一社会信用代码,企业名称,地区\n${demoCreditCode('420115', 1)},甲厂,江夏区\n123,乙厂,江夏区\n`);
  const first = cli('three', ['import', 'enterprises', file, '--report', join(folder, 'report.csv')]);
  expect([
    first.code,
    first.out.includes('第 3 行 统一社会信用代码'),
    first.out.includes('新增 1,更新 0,未变 0,未导入 1'),
  ]).toEqual([1, true, true]);
  expect(readFileSync(join(folder, 'report.csv'), 'utf8')).toContain('2,新增');
  expect(cli('three', ['import', 'enterprises', file]).out).toContain('新增 0,更新 0,未变 1,未导入 1');
  expect(cli('three', ['import', 'enterprises', join(folder, 'none.xlsx')]).code).toBe(2);
  expect(cli('three', ['import']).code).toBe(2);
});

test('[promise 16] a backup made while in use is whole, and whoever starts from it has another epoch', async () => {
  const running = await start('one', true);
  const target = join(folder, 'copy');
  const made = cli('one', ['backup', target]);
  expect([made.code, /证据文件 ([3-9]|\d\d+) 个,本次复制 \1 个,有问题 0 个/u.test(made.out)]).toEqual([0, true]);
  expect(cli('one', ['backup', target]).out).toContain('本次复制 0 个');
  const { epoch } = (await (await fetch(`${running.base}/api/health`)).json()) as { epoch: string };
  running.child.kill('SIGTERM');
  await running.end;
  expect(cli('copy', ['verify-chain'])).toMatchObject({ code: 0 });
  const restored = await start('copy', true);
  const health = (await (await fetch(`${restored.base}/api/health`)).json()) as { epoch: string };
  expect(health.epoch).not.toBe(epoch);
  restored.child.kill('SIGTERM');
  expect(await restored.end).toBe(0);
});

test('[H74] settings that cannot be used are named', async () => {
  const { readEnvironment } = await import('#server/environment.ts');
  expect(readEnvironment({ PORT: '', DATA_DIR: '/data' })).toEqual({
    production: false,
    port: 8080,
    host: '0.0.0.0',
    dataFolder: '/data',
    databaseUrl: null,
    appFolder: null,
    timestampAuthority: null,
    filesOrigin: null,
  });
  expect(() => readEnvironment({ PORT: 'eighty', DATABASE_URL: 'mysql://x' })).toThrow(/PORT.*\n?.*DATABASE_URL/su);
});

test('[H75] an own certificate names every address of the machine and is kept until it no longer fits', async () => {
  const { ownCertificate } = await import('#server/tls.ts');
  const { X509Certificate } = await import('node:crypto');
  const data = join(folder, 'tls-data');
  const made = await ownCertificate(data, Date.now());
  const read = new X509Certificate(made.cert);
  expect([read.checkHost('localhost'), read.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
  expect((await ownCertificate(data, Date.now())).cert).toBe(made.cert);
  expect((await ownCertificate(data, Date.now() + 790 * 24 * 3600 * 1000)).cert).not.toBe(made.cert);
});
