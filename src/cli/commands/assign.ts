import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { isWithin, pathName } from '#domain/regions.ts';
import { assign, endAssignment } from '#server/auth/assignments.ts';
import type { ServerContext } from '#server/context.ts';
import { recordAudit } from '#server/db/audit.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- assign <动作>
  add 账号 信用代码…    把企业分派给这个人
  end 账号 信用代码…    结束分派。之前填的内容都还在，历史留存
  list [账号]           列出分派
科技副总只看得到、填得了分派给他的企业；其他人按辖区看，分派后能看到这家企业的经营数据。
企业要在这个人的辖区内。数据位置由 DATA_DIR 或 DATABASE_URL 指定。`,

  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    const [action, account, ...codes] = positionals;
    if (action === 'list') return withServer((server) => list(server, account ?? null));
    if ((action === 'add' || action === 'end') && account !== undefined && codes.length > 0)
      return withServer((server) => change(server, action, account, codes));
    process.stderr.write(`${command.usage}\n`);
    return 2;
  },
};

async function change(server: ServerContext, action: 'add' | 'end', account: string, codes: readonly string[]): Promise<number> {
  const { db, kind } = server.open;
  const person = await db
    .selectFrom('people')
    .select(['id', 'region'])
    .where('account', '=', account)
    .where('role', '!=', 'server')
    .executeTakeFirst();
  if (person === undefined) {
    process.stderr.write(`没有账号 ${account}。看有哪些：npm run -s cli -- user list\n`);
    return 1;
  }
  let failed = 0;
  for (const code of codes) {
    const firm = await db.selectFrom('enterprises').select(['name', 'region']).where('code', '=', code).executeTakeFirst();
    const fault =
      firm === undefined
        ? `没有企业 ${code}`
        : action === 'add' && !isWithin(firm.region, person.region)
          ? `${firm.name} 在${pathName(firm.region)}，不在 ${account} 的辖区内`
          : null;
    if (fault !== null) {
      process.stderr.write(`${fault}\n`);
      failed += 1;
      continue;
    }
    const at = new Date(server.now()).toISOString();
    const done = await (action === 'add' ? assign : endAssignment)(db, { person: person.id, enterprise: code }, 'cli', at);
    const event = { kind: action === 'add' ? 'assignment.assigned' : 'assignment.ended', person: 'cli', subject: person.id };
    if (done) await recordAudit(db, kind, { ...event, detail: code }, at);
    const word = action === 'add' ? (done ? '已分派' : '原来就已分派') : done ? '已结束' : '本来就没有分派';
    process.stdout.write(`${firm?.name ?? code}：${word}\n`);
  }
  return failed === 0 ? 0 : 1;
}

async function list({ open }: ServerContext, account: string | null): Promise<number> {
  const rows = await open.db
    .selectFrom('assignments')
    .innerJoin('people', 'people.id', 'assignments.person')
    .leftJoin('enterprises', 'enterprises.code', 'assignments.enterprise')
    .$if(account !== null, (query) => query.where('people.account', '=', account ?? ''))
    .select(['people.account', 'assignments.enterprise', 'enterprises.name', 'since', 'until'])
    .orderBy('people.account')
    .orderBy('since')
    .execute();
  for (const { account: who, enterprise, name, since, until } of rows)
    process.stdout.write(`${[who, enterprise, name ?? '', since, until ?? '在分派中'].join('\t')}\n`);
  if (rows.length === 0) process.stdout.write('没有分派\n');
  return 0;
}
