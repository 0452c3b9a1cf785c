import type { Command } from './command.ts';

type Entry = { readonly summary: string; load(): Promise<{ readonly command: Command }> };

/** Every command, loaded only when called: `score` must not wait for the server's code. */
const commands: Readonly<Record<string, Entry>> = {
  score: { summary: '给一份或一组答案打分', load: () => import('./commands/score.ts') },
  serve: { summary: '启动服务（网页和接口）', load: () => import('./commands/serve.ts') },
  device: { summary: '列出和停用手机', load: () => import('./commands/device.ts') },
  user: { summary: '建账号、停用账号、重设密码', load: () => import('./commands/user.ts') },
  assign: { summary: '把企业分派给人、结束分派', load: () => import('./commands/assign.ts') },
  import: { summary: '导入企业名录', load: () => import('./commands/import.ts') },
  rescue: { summary: '导入手机的救援包，打开坏手机的第二份副本', load: () => import('./commands/rescue.ts') },
  backup: { summary: '备份数据和证据文件', load: () => import('./commands/backup.ts') },
  restore: { summary: '用备份恢复', load: () => import('./commands/restore.ts') },
  export: { summary: '导出一份评估的证据包', load: () => import('./commands/export.ts') },
  verify: { summary: '核对证据包，不要数据库', load: () => import('./commands/verify.ts') },
  'seal-log': { summary: '封存日志，请时间戳', load: () => import('./commands/seal-log.ts') },
  'verify-chain': { summary: '核对操作链、审计日志和证据文件', load: () => import('./commands/verify-chain.ts') },
  definitions: { summary: '检查、列出、锁定评估定义', load: () => import('./commands/definitions.ts') },
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    process.stderr.write(`没有命令“${name}”。可用：${Object.keys(commands).join('、')}\n`);
    return 2;
  }
  const { command } = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return command.run(rest);
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `用法：npm run -s cli -- <命令> [参数]\n\n${lines.join('\n')}\n\n某个命令怎么用：npm run -s cli -- <命令> --help\n`;
}

process.exitCode = await main(process.argv.slice(2));
