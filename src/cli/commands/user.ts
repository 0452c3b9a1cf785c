import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { pathName, regionByText } from '#domain/regions.ts';
import { roles } from '#protocol/session-wire.ts';
import type { Role } from '#protocol/session-wire.ts';
import { addPerson, resetPassword } from '#server/auth/people.ts';
import type { ServerContext } from '#server/context.ts';
import { recordAudit } from '#server/db/audit.ts';

const shortest = 10;

export const command: Command = {
  usage: `用法:npm run -s cli -- user <动作>
  add 账号 --name 姓名 --role surveyor|reviewer --region 地区   建账号(surveyor 调研员,reviewer 审核员)
  reset 账号                                                  重设密码,并退出该账号的所有登录
  list                                                        列出账号
地区填 6 位代码(420115)或名称(武汉市江夏区),此人只看得到这个地区。
密码从标准输入读一行(至少 ${String(shortest)} 位);输入为空就生成一个并显示一次。例:echo "密码" | npm run -s cli -- user reset zhangsan
数据位置由 DATA_DIR 或 DATABASE_URL 指定。`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, role: { type: 'string' }, region: { type: 'string' } },
    });
    const [action, account] = positionals;
    if (action === 'list') return withServer(list);
    if (action === 'reset' && account !== undefined) return withServer((server) => reset(server, account));
    if (action === 'add' && account !== undefined) return add(account, values);
    process.stderr.write(`${command.usage}\n`);
    return 2;
  },
};

async function add(
  account: string,
  values: { readonly name?: string | undefined; readonly role?: string | undefined; readonly region?: string | undefined },
): Promise<number> {
  const role = roles.find((known): known is Role => known === values.role);
  const region = regionByText(values.region ?? '');
  const faults = [
    /^[\p{L}\p{N}._-]{2,64}$/u.test(account) ? null : '账号:2–64 位字母、数字、汉字、点、横线',
    (values.name ?? '').trim() === '' ? '--name:没有填姓名' : null,
    role === undefined ? `--role:应为 ${roles.join(' 或 ')}` : null,
    region === null ? `--region:“${values.region ?? ''}”找不到。填 6 位代码如 420115,或写全如 武汉市江夏区` : null,
  ].filter((fault) => fault !== null);
  if (faults.length > 0 || role === undefined || region === null) {
    process.stderr.write(faults.map((fault) => `${fault}\n`).join(''));
    return 2;
  }
  const chosen = await choosePassword();
  if (chosen === null) return 2;
  return withServer(async (server) => {
    const at = new Date(server.now()).toISOString();
    const person = {
      account,
      name: (values.name ?? '').trim(),
      role,
      region: region.code,
      password: chosen.password,
      demo: false,
    };
    const id = await addPerson(server.open.db, person, at);
    if (id === null) {
      process.stderr.write(`账号 ${account} 已经有了。换一个,或用 user reset 重设密码\n`);
      return 1;
    }
    await recordAudit(
      server.open.db,
      server.open.kind,
      { kind: 'person.added', person: 'cli', subject: id, detail: account },
      at,
    );
    process.stdout.write(`已建账号 ${account}(${person.name},${pathName(region.code)})\n`);
    showPassword(chosen);
    return 0;
  });
}

async function reset(server: ServerContext, account: string): Promise<number> {
  const chosen = await choosePassword();
  if (chosen === null) return 2;
  if (!(await resetPassword(server.open.db, account, chosen.password))) {
    process.stderr.write(`没有账号 ${account}。看有哪些:npm run -s cli -- user list\n`);
    return 1;
  }
  const at = new Date(server.now()).toISOString();
  await recordAudit(server.open.db, server.open.kind, { kind: 'person.reset', person: 'cli', subject: account, detail: '' }, at);
  process.stdout.write(`账号 ${account} 的密码已重设,原来的登录都已退出\n`);
  showPassword(chosen);
  return 0;
}

async function list(server: ServerContext): Promise<number> {
  const people = await server.open.db
    .selectFrom('people')
    .select(['account', 'name', 'role', 'region', 'demo', 'disabled_at'])
    .where('role', '!=', 'server')
    .orderBy('account')
    .execute();
  for (const { account, name, role, region, demo, disabled_at: disabled } of people) {
    const marks = [demo === 1 ? '演示' : null, disabled === null ? null : '停用'].filter((mark) => mark !== null);
    process.stdout.write(`${[account, name, role, pathName(region), ...marks].join('\t')}\n`);
  }
  if (people.length === 0) process.stdout.write('还没有账号。建一个:npm run -s cli -- user --help\n');
  return 0;
}

type Chosen = { readonly password: string; readonly made: boolean };

/** From standard input when something is piped in, else made: never an argument, which other users of the machine could see. */
async function choosePassword(): Promise<Chosen | null> {
  const typed = process.stdin.isTTY ? '' : await firstLine();
  if (typed === '') return { password: makePassword(), made: true };
  if (Array.from(typed).length >= shortest) return { password: typed, made: false };
  process.stderr.write(`密码太短:至少 ${String(shortest)} 位\n`);
  return null;
}

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > 1024) break;
  }
  return text.split(/\r?\n/u)[0] ?? '';
}

/** 80 random bits in letters that are not mistaken for each other. */
function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('');
  return Array.from({ length: 4 }, group).join('-');
}

function showPassword({ password, made }: Chosen): void {
  if (made) process.stdout.write(`密码(只显示这一次):${password}\n`);
}
