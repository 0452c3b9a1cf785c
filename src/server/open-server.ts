/** Everything a server needs, opened and ready, without a port: `serve`, the other commands and tests begin here. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beacons } from './beacon.ts';
import { fileLinks } from './blobs/file-links.ts';
import { scopeMarks } from './scope-mark.ts';
import { makeCatalogue } from './catalogue.ts';
import type { Folders, ServerContext } from './context.ts';
import { migrate } from './db/migrate.ts';
import { openPostgres, openSqlite } from './db/open-database.ts';
import { pushQueue } from './db/push-queue.ts';
import { ensureSettings } from './db/settings.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import type { LoadedDefinition } from './definitions/load-definitions.ts';
import { projectTouched } from './project.ts';

export type OpenOptions = {
  readonly dataFolder: string;
  /** PostgreSQL; null for SQLite in the data folder. */
  readonly databaseUrl: string | null;
  readonly definitions: readonly LoadedDefinition[];
  readonly facts: FactDictionary;
  readonly now: () => number;
};

export type OpenedServer = {
  readonly server: ServerContext;
  /** The database held no settings before: a new installation. */
  readonly isNew: boolean;
  readonly close: () => Promise<void>;
};

export async function openServer({ dataFolder, databaseUrl, definitions, facts, now }: OpenOptions): Promise<OpenedServer> {
  const folders: Folders = { data: dataFolder, uploads: join(dataFolder, 'uploads'), evidence: join(dataFolder, 'evidence') };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  const open = databaseUrl === null ? openSqlite(join(dataFolder, 'xunzhen.sqlite')) : openPostgres(databaseUrl);
  try {
    await migrate(open.db);
    const { settings, newRecoveryKey } = await ensureSettings(open.db, new Date(now()).toISOString());
    if (newRecoveryKey !== null) await keepRecoveryKey(dataFolder, newRecoveryKey);
    const catalogue = makeCatalogue(definitions, facts);
    const server: ServerContext = {
      open,
      settings,
      catalogue,
      pushes: pushQueue(open, {
        now,
        serverDevice: settings.serverDevice,
        project: (tx, touched) => projectTouched({ now, definition: catalogue.compiled }, tx, touched),
      }),
      beacons: beacons(settings.serverKey, settings.beaconKey, now),
      scopeMarks: scopeMarks(settings.beaconKey),
      fileLinks: fileLinks(settings.beaconKey),
      now,
      folders,
      version: packageVersion(),
    };
    return { server, isNew: newRecoveryKey !== null, close: open.close };
  } catch (error) {
    await open.close();
    throw error;
  }
}

/** The private half is a file and nothing else, so that it can be taken away. A folder that holds one already keeps it. */
async function keepRecoveryKey(dataFolder: string, pem: string): Promise<void> {
  const folder = join(dataFolder, 'recovery-key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const taken = existsSync(join(folder, 'private-key.pem'));
  const file = taken ? `private-key-${randomBytes(4).toString('hex')}.pem` : 'private-key.pem';
  await writeFile(join(folder, file), pem, { mode: 0o600 });
  await writeFile(
    join(folder, 'README.txt'),
    [
      '这是机构恢复密钥的私钥。员工忘记解锁方式时,只有它能打开手机里的数据。',
      '请马上复制到两个离线介质(例如两只 U 盘),交两人分开保管,然后从这台服务器上删除 private-key.pem。',
      '服务器运行不需要它。丢失后,已加密而未同步的数据无法恢复。',
      '',
      'This is the private half of the organisation recovery key: the only way into the data of a phone whose owner is locked out.',
      'Copy it to two offline media kept by two people, then delete private-key.pem from this server. The server does not need it.',
      '',
    ].join('\n'),
  );
}

function packageVersion(): string {
  const json = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return json.version;
}
