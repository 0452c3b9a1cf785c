import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { pathName, regionByText } from '#domain/regions.ts';
import { roles } from '#domain/person.ts';
import type { Role } from '#domain/person.ts';
import { makeActivation } from '#server/auth/activation.ts';
import { shortestPassword, weakness } from '#server/auth/password-rules.ts';
import { addPerson, changePerson, resetPassword } from '#server/auth/people.ts';
import { dropFactor } from '#server/auth/second-factor.ts';
import type { ServerContext } from '#server/context.ts';
import { recordAudit } from '#server/db/audit.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- user <动作>
  add 账号 --name 姓名 --role 角色 --region 地区   建账号。角色：surveyor 调研员、deputy-gm 科技副总、inspector 核查员、
                                             reviewer 审核员、administrator 管理员、auditor 审计员
  reset 账号                                 重设密码，并退出该账号的所有登录
  reset-factor 账号                          清除动态验证码（换手机或丢了验证器时），下次登录重新设置
  disable 账号 / enable 账号                  停用、恢复。停用立即退出所有登录；此人的数据都还在
  list                                       列出账号
add 和 reset 加 --invite：不设密码，给一个 15 分钟内有效的激活码，由本人设密码
地区填 6 位代码（420115）或名称（武汉市江夏区），此人只看得到这个地区。
密码从标准输入读一行（至少 ${String(shortestPassword)} 位）；输入为空就生成一个并显示一次。例：echo "密码" | npm run -s cli -- user reset zhangsan
审核员、管理员、审计员第一次登录时要设置动态验证码。
数据位置由 DATA_DIR 或 DATABASE_URL 指定。`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        role: { type: 'string' },
        region: { type: 'string' },
        invite: { type: 'boolean', default: false },
      },
    });
    const [action, account] = positionals;
    if (action === 'list') return withServer(list);
    if (account !== undefined) {
      if (action === 'reset') return withServer((server) => reset(server, account, values.invite));
      if (action === 'reset-factor') return withServer((server) => resetFactor(server, account));
      if (action === 'disable' || action === 'enable')
        return withServer((server) => setDisabled(server, account, action === 'disable'));
    }
    if (action === 'add' && account !== undefined) return add(account, values);
    process.stderr.write(`${command.usage}\n`);
    return 2;
  },
};

async function add(
  account: string,
  values: {
    readonly name?: string | undefined;
    readonly role?: string | undefined;
    readonly region?: string | undefined;
    readonly invite: boolean;
  },
): Promise<number> {
  const role = roles.find((known): known is Role => known === values.role);
  const region = regionByText(values.region ?? '');
  const faults = [
    /^[\p{L}\p{N}._-]{2,64}$/u.test(account) ? null : '账号：2–64 位字母、数字、汉字、点、横线',
    (values.name ?? '').trim() === '' ? '--name：没有填姓名' : null,
    role === undefined ? `--role：应为 ${roles.join('、')} 之一` : null,
    region === null ? `--region：“${values.region ?? ''}”找不到。填 6 位代码如 420115，或写全如 武汉市江夏区` : null,
  ].filter((fault) => fault !== null);
  if (faults.length > 0 || role === undefined || region === null) {
    process.stderr.write(faults.map((fault) => `${fault}\n`).join(''));
    return 2;
  }
  const name = (values.name ?? '').trim();
  const chosen = values.invite ? null : await choosePassword({ account, name });
  if (chosen?.kind === 'weak') return 2;
  return withServer(async (server) => {
    const at = new Date(server.now()).toISOString();
    const person = {
      account,
      name,
      role,
      region: region.code,
      password: chosen?.password ?? null,
      demo: false,
    };
    const id = await addPerson(server.open.db, person, at);
    if (id === null) {
      process.stderr.write(`账号 ${account} 已经有了。换一个，或用 user reset 重设密码\n`);
      return 1;
    }
    await recordAudit(
      server.open.db,
      server.open.kind,
      { kind: 'person.added', person: 'cli', subject: id, detail: account },
      at,
    );
    process.stdout.write(`已建账号 ${account}（${person.name}，${pathName(region.code)}）\n`);
    if (chosen === null) await invite(server, id);
    else showPassword(chosen);
    return 0;
  });
}

async function reset(server: ServerContext, account: string, byInvitation: boolean): Promise<number> {
  const person = await findPerson(server, account);
  if (person === null) return 1;
  if (byInvitation) {
    await invite(server, person.id);
    await note(server, 'person.invited', person.id);
    return 0;
  }
  const chosen = await choosePassword(person);
  if (chosen.kind === 'weak') return 2;
  await resetPassword(server.open.db, account, chosen.password);
  await note(server, 'person.reset', person.id);
  process.stdout.write(`账号 ${account} 的密码已重设，原来的登录都已退出\n`);
  showPassword(chosen);
  return 0;
}

async function resetFactor(server: ServerContext, account: string): Promise<number> {
  const person = await findPerson(server, account);
  if (person === null) return 1;
  await dropFactor(server.open.db, person.id);
  await note(server, 'factor.reset', person.id);
  process.stdout.write(`账号 ${account} 的动态验证码已清除，下次登录重新设置\n`);
  return 0;
}

async function setDisabled(server: ServerContext, account: string, disabled: boolean): Promise<number> {
  const person = await findPerson(server, account);
  if (person === null) return 1;
  await changePerson(server.open.db, person.id, { disabled }, new Date(server.now()).toISOString());
  await note(server, disabled ? 'person.disabled' : 'person.enabled', person.id);
  process.stdout.write(disabled ? `账号 ${account} 已停用，登录都已退出\n` : `账号 ${account} 已恢复\n`);
  return 0;
}

async function findPerson({ open }: ServerContext, account: string) {
  const person = await open.db
    .selectFrom('people')
    .select(['id', 'account', 'name'])
    .where('account', '=', account)
    .where('role', '!=', 'server')
    .executeTakeFirst();
  if (person === undefined) process.stderr.write(`没有账号 ${account}。看有哪些：npm run -s cli -- user list\n`);
  return person ?? null;
}

async function invite(server: ServerContext, person: string): Promise<void> {
  const { code, expiresAt } = await makeActivation(server.open.db, person, server.now());
  process.stdout.write(`激活码（只显示这一次，${expiresAt} 前有效，最多试 5 次）：${code}\n`);
}

function note(server: ServerContext, kind: string, subject: string): Promise<void> {
  const event = { kind, person: 'cli', subject, detail: '' };
  return recordAudit(server.open.db, server.open.kind, event, new Date(server.now()).toISOString());
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
  if (people.length === 0) process.stdout.write('还没有账号。建一个：npm run -s cli -- user --help\n');
  return 0;
}

type Chosen = { readonly kind: 'typed' | 'made'; readonly password: string };

/** From standard input when something is piped in, else made: never an argument, which other users of the machine could see. */
async function choosePassword(person: {
  readonly account: string;
  readonly name: string;
}): Promise<Chosen | { readonly kind: 'weak'; readonly password: null }> {
  const typed = process.stdin.isTTY ? '' : await firstLine();
  if (typed === '') return { kind: 'made', password: makePassword() };
  if (weakness(typed, person) === null) return { kind: 'typed', password: typed };
  process.stderr.write(`这个密码不能用：至少 ${String(shortestPassword)} 位，不能是常见密码，不能含账号或姓名\n`);
  return { kind: 'weak', password: null };
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

function showPassword({ password, kind }: Chosen): void {
  if (kind === 'made') process.stdout.write(`密码（只显示这一次）：${password}\n`);
}
