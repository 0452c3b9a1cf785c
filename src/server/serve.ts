/** What `npm start` does: build if needed, start, say where, and end cleanly. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWhenStale } from './build-app.ts';
import { definitionsFolder } from './definitions/definitions-folder.ts';
import { readEnvironment } from './environment.ts';
import { startServer } from './main.ts';
import type { RunningServer, StartOptions } from './main.ts';
import { localAddresses, ownCertificate } from './tls.ts';
import type { Certificate } from './tls.ts';

export type ServeOptions = {
  readonly demo: boolean;
  readonly tls: boolean;
  readonly certFile: string | null;
  readonly keyFile: string | null;
};

/** Runs until SIGTERM or SIGINT; 0 after a clean end, 2 for settings that cannot be used. */
export async function serve(options: ServeOptions): Promise<number> {
  const root = join(import.meta.dirname, '..', '..');
  const environment = readEnvironment(process.env);
  if ((options.certFile === null) !== (options.keyFile === null)) {
    process.stderr.write('--cert 和 --key 要一起给。 --cert and --key go together.\n');
    return 2;
  }
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  say('正在准备… Preparing…');
  if (environment.appFolder === null && (await buildWhenStale(root))) say('页面已构建。 The app was built.');
  const certificate = await certificateFor(options, environment.dataFolder);
  const running = await startOrExplain({
    ...environment,
    definitionsFolder: definitionsFolder(),
    dist: environment.appFolder ?? join(root, 'dist'),
    certificate,
    whenNew: async (server) => {
      if (!options.demo || environment.production) return;
      say('新的数据文件夹:正在写入演示数据… New data folder: writing demonstration data…');
      const { makeDemo } = await import('./demo/make-demo.ts');
      await makeDemo(server);
    },
  });
  if (running === null) return 2;
  if (environment.production && (await hasDemoPeople(running))) {
    process.stderr.write(
      '这个数据文件夹里有演示账号，密码是公开的。正式环境请换一个文件夹，或先停用：npm run -s cli -- user disable <账号>。 Demonstration accounts are in use; disable them first.\n',
    );
    await running.stop();
    return 2;
  }
  await announce(running, certificate !== null, environment.dataFolder);
  await stopped;
  say('正在停止… Stopping…');
  await running.stop();
  return 0;
}

/** A port in use is the one start that fails every day; it gets a sentence, anything else is thrown. */
async function startOrExplain(options: StartOptions): Promise<RunningServer | null> {
  try {
    return await startServer(options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    process.stderr.write(
      `端口 ${String(options.port)} 已被占用。请关掉占用它的程序,或换一个:PORT=8081 npm start。 The port is in use; try PORT=8081 npm start.\n`,
    );
    return null;
  }
}

async function certificateFor({ tls, certFile, keyFile }: ServeOptions, dataFolder: string): Promise<Certificate | null> {
  if (!tls) return null;
  if (certFile === null || keyFile === null) return ownCertificate(dataFolder, Date.now());
  return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
}

async function hasDemoPeople({ server }: RunningServer): Promise<boolean> {
  const { db } = server.open;
  const found = await db
    .selectFrom('people')
    .select('id')
    .where('demo', '=', 1)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

async function announce({ port, server }: RunningServer, secure: boolean, dataFolder: string): Promise<void> {
  const scheme = secure ? 'https' : 'http';
  say('');
  say('巡诊 Xunzhen 已启动 is running');
  say(`  本机 this machine   ${scheme}://localhost:${String(port)}`);
  for (const address of localAddresses().slice(1)) say(`  局域网 network     ${scheme}://${address}:${String(port)}`);
  if (!secure) say('  手机要用拍照和离线,请加 --tls 启动。 Phones need HTTPS: start with --tls.');
  say(`  数据 data          ${dataFolder} (${server.open.kind})`);
  const people = await server.open.db.selectFrom('people').select('account').where('demo', '=', 1).execute();
  const { demoPeople } = await import('./demo/make-demo.ts');
  const present = demoPeople.filter(({ account }) => people.some((person) => person.account === account));
  if (present.length > 0) say('  演示账号(不要用于真实数据)demo sign-ins, not for real data:');
  for (const { account, name, role, password } of present) {
    say(`    ${name} ${role}   ${account}   ${password}`);
  }
  if (present.length === 0) say('  建账号 add people: npm run -s cli -- user add --help');
  say('');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
