import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';

export const command: Command = {
  usage: `用法:npm run -s cli -- verify-chain
核对每台设备的操作链、审计日志、证据文件、每小时的封存:改动、缺失、接不上的都指出来。退出码:0 都对得上;1 有问题`,

  async run(args) {
    if (args.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    return withServer(async (server) => {
      const { devices, ops, auditRows, files, signatures, seals, scrub, faults } = await verifyChains(server);
      for (const fault of faults) process.stdout.write(`${fault}\n`);
      const sum = `设备 ${String(devices)} 台,操作 ${String(ops)} 条(签名 ${String(signatures)} 份),审计 ${String(auditRows)} 行,证据 ${String(files)} 个,封存 ${String(seals)} 次`;
      const round = scrub.lastRoundAt === null ? '还没有巡检过' : `最近一次 ${scrub.lastRoundAt}`;
      process.stdout.write(`每夜巡检:31 天内核对过 ${String(scrub.recent)}/${String(scrub.files)} 个文件,${round}\n`);
      process.stdout.write(`${sum}:${faults.length === 0 ? '都对得上' : `${String(faults.length)} 处有问题`}\n`);
      return faults.length === 0 ? 0 : 1;
    });
  },
};
