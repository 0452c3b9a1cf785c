import { resolve } from 'node:path';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { backup } from '#server/jobs/backup.ts';

export const command: Command = {
  usage: `用法:npm run -s cli -- backup 文件夹
把数据库(运行中也可以)和证据文件复制到文件夹,并逐个核对。再备份到同一个文件夹:数据库换成新的,证据只补新增的。
PostgreSQL 用它自己的 pg_dump,要装 postgresql-client。恢复:npm run -s cli -- restore 文件夹
退出码:0 都复制了;1 有缺的或对不上的`,

  async run(args) {
    const [folder, ...more] = args;
    if (folder === undefined || folder.startsWith('-') || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    return withServer(async (server) => {
      const { database, files, copied, faults } = await backup(server, resolve(folder));
      if (database?.kind === 'missing') process.stderr.write('数据库没有备份:没有 pg_dump,请装 postgresql-client\n');
      if (database?.kind === 'failed') process.stderr.write(`数据库没有备份:${database.words}\n`);
      for (const fault of faults) process.stderr.write(`证据 ${fault}\n`);
      process.stdout.write(`证据文件 ${String(files)} 个,本次复制 ${String(copied)} 个,有问题 ${String(faults.length)} 个\n`);
      return faults.length > 0 || database !== null ? 1 : 0;
    });
  },
};
