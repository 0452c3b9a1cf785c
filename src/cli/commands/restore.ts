import { resolve } from 'node:path';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { readEnvironment } from '#server/environment.ts';
import { finishRestore, placeDatabase } from '#server/jobs/restore.ts';
import type { RestoreFault } from '#server/jobs/restore.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';

export const command: Command = {
  usage: `用法:npm run -s cli -- restore 备份文件夹(或其中的 xunzhen.sqlite / xunzhen.pgdump)
先停服务。用备份换掉 DATA_DIR(或 DATABASE_URL)里的数据库,补回证据文件,核对全部操作链,换新的纪元。
原来的数据库移到 DATA_DIR/before-restore-时间,不删除。手机下次联系时会把各自留着的补回来;备份里没有的照片也会重传。
  --mark   只换纪元:数据库已经用别的工具恢复好了
退出码:0 恢复好了;1 恢复了但核对有问题;2 没有恢复,什么也没动`,

  async run(args) {
    const [from, ...more] = args;
    if (from === undefined || more.length > 0 || (from.startsWith('-') && from !== '--mark')) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    const { dataFolder, databaseUrl } = readEnvironment(process.env);
    const source = from === '--mark' ? dataFolder : resolve(from);
    if (from !== '--mark') {
      const fault = await placeDatabase(source, { dataFolder, databaseUrl, at: new Date().toISOString() });
      if (fault !== null) {
        process.stderr.write(`没有恢复,什么也没动。${sentenceOf(fault)}\n`);
        return 2;
      }
    }
    return withServer(async (server) => {
      const { copied, missing } = await finishRestore(server, source);
      const { devices, ops, faults } = await verifyChains(server);
      for (const fault of faults) process.stdout.write(`${fault}\n`);
      for (const id of missing) process.stdout.write(`证据 ${id}:备份里没有,等手机重传\n`);
      process.stdout.write(`已恢复:设备 ${String(devices)} 台,操作 ${String(ops)} 条,补回证据 ${String(copied)} 个\n`);
      process.stdout.write('可以启动服务了。手机下次联系会把各自留着的补回来\n');
      return faults.length > 0 ? 1 : 0;
    });
  },
};

function sentenceOf(fault: RestoreFault): string {
  switch (fault.kind) {
    case 'no-backup':
      return `找不到备份:${fault.looked}`;
    case 'damaged':
      return `备份损坏:${fault.words}。请换一份`;
    case 'in-use':
      return '服务还在运行。请先停下来,再恢复';
    case 'tool':
      return fault.words;
  }
}
