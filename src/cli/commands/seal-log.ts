import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { readEnvironment } from '#server/environment.ts';
import { sealLog } from '#server/jobs/seal-log.ts';
import { stampWhenDue } from '#server/timestamp/stamp-seals.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- seal-log [--stamp]
把上次以来的审计日志、证据登记、操作链、评估状态封存成一个根哈希。服务运行时每小时自动做，不运行时可用 cron。
  --stamp   现在就请第三方时间戳（要设环境变量 TSA_URL；不加时，离上一次满一天才请）
退出码：0 完成；1 时间戳没有请到`,

  async run(args) {
    if (args.some((arg) => arg !== '--stamp')) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    const { timestampAuthority } = readEnvironment(process.env);
    return withServer(async (server) => {
      const seal = await sealLog(server);
      process.stdout.write(
        seal === null
          ? '上次以来没有新内容\n'
          : `第 ${String(seal.number)} 次封存，${String(seal.leaves)} 项，根哈希 ${seal.root}\n`,
      );
      if (timestampAuthority === null) {
        process.stdout.write('没有设 TSA_URL，不请第三方时间戳\n');
        return args.length === 0 ? 0 : 1;
      }
      const stamped = await stampWhenDue(server, timestampAuthority, args.length > 0);
      if (stamped.kind === 'failed') process.stderr.write(`时间戳没有请到：${stamped.reason}\n`);
      if (stamped.kind === 'stamped')
        process.stdout.write(`第 ${String(stamped.seal)} 次封存的时间戳：${stamped.at}，${stamped.signer}\n`);
      return stamped.kind === 'failed' ? 1 : 0;
    });
  },
};
