import { resolve } from 'node:path';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { renewEpoch } from '#server/db/settings.ts';
import { backup } from '#server/jobs/backup.ts';

export const command: Command = {
  usage: `用法:npm run -s cli -- backup 文件夹
把数据库(SQLite,运行中也可以)和证据文件复制到文件夹,并逐个核对。再备份到同一个文件夹只补新增的证据。
PostgreSQL 的库请另用 pg_dump;这里只备份证据文件。用 pg_restore 恢复后,运行 backup --restored,手机才知道服务恢复过。
恢复 SQLite:停服务,把文件夹内容放回 DATA_DIR,运行 npm run -s cli -- verify chains,再启动;手机下次联系会把各自留着的补回来。`,

  async run(args) {
    const [folder, ...more] = args;
    if (folder === '--restored' && more.length === 0) {
      return withServer(async (server) => {
        await renewEpoch(server.open.db);
        process.stdout.write('已标记:服务恢复过。手机下次联系会把各自留着的补回来\n');
        return 0;
      });
    }
    if (folder === undefined || folder.startsWith('-') || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    return withServer(async (server) => {
      const { files, copied, faults } = await backup(server, resolve(folder));
      for (const fault of faults) process.stderr.write(`证据 ${fault}\n`);
      if (server.open.backup === null) process.stdout.write('数据库是 PostgreSQL:请用 pg_dump 备份\n');
      process.stdout.write(`证据文件 ${String(files)} 个,本次复制 ${String(copied)} 个,有问题 ${String(faults.length)} 个\n`);
      return faults.length > 0 ? 1 : 0;
    });
  },
};
