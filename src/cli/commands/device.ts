import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { revokeDevice } from '#server/auth/devices.ts';
import type { ServerContext } from '#server/context.ts';
import { recordAudit } from '#server/db/audit.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- device <动作>
  list [账号]                         列出设备
  revoke 设备编号 --mode lost|transfer  停用一部设备
lost：手机丢了。登录立即失效，手机下次联网时销毁本机密钥，没上传的内容只能靠救援包。
transfer：手机交回或换人。先让它把没上传的传完，再销毁本机密钥。
数据位置由 DATA_DIR 或 DATABASE_URL 指定。`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { mode: { type: 'string' } },
    });
    const [action, subject] = positionals;
    if (action === 'list') return withServer((server) => list(server, subject ?? null));
    const { mode } = values;
    if (action === 'revoke' && subject !== undefined && (mode === 'lost' || mode === 'transfer'))
      return withServer((server) => revoke(server, subject, mode));
    process.stderr.write(`${command.usage}\n`);
    return 2;
  },
};

async function list({ open }: ServerContext, account: string | null): Promise<number> {
  const rows = await open.db
    .selectFrom('devices')
    .innerJoin('people', 'people.id', 'devices.person')
    .select(['devices.id', 'people.account', 'devices.enrolled_at', 'devices.revoked_at', 'devices.revoke_mode', 'devices.last'])
    .where('people.role', '!=', 'server')
    .$if(account !== null, (query) => query.where('people.account', '=', account ?? ''))
    .orderBy('people.account')
    .orderBy('devices.enrolled_at')
    .execute();
  for (const row of rows) {
    const state = row.revoked_at === null ? '在用' : `停用 ${row.revoked_at}（${row.revoke_mode ?? ''}）`;
    process.stdout.write(`${[row.id, row.account, row.enrolled_at, `${String(row.last)} 条`, state].join('\t')}\n`);
  }
  if (rows.length === 0) process.stdout.write('没有设备\n');
  return 0;
}

async function revoke(server: ServerContext, device: string, mode: 'lost' | 'transfer'): Promise<number> {
  const at = new Date(server.now()).toISOString();
  if (!(await revokeDevice(server.open.db, device, mode, at))) {
    process.stderr.write(`没有在用的设备 ${device}。看有哪些：npm run -s cli -- device list\n`);
    return 1;
  }
  const event = { kind: 'device.revoked', person: 'cli', subject: device, detail: mode };
  await recordAudit(server.open.db, server.open.kind, event, at);
  process.stdout.write(`设备 ${device} 已停用\n`);
  return 0;
}
