import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { recordAudit } from '#server/db/audit.ts';
import { collectPack } from '#server/pack/collect-pack.ts';
import { writeZip } from '#server/pack/write-zip.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- export evidence-pack 评估编号 文件.zip [--evidence-only]
导出一份评估的证据包：照片原件、操作记录、回执、审计摘录和封存证明，由服务器签名。
任何人用 npm run -s cli -- verify 文件.zip 就能核对，不要数据库，不要网络。
  --evidence-only   答案只给哈希，不给内容
退出码：0 已导出；1 没有这份评估，或照片文件和登记不符；2 用法不对`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'evidence-only': { type: 'boolean', default: false } },
    });
    const [what, assessment, file, ...more] = positionals;
    if (what !== 'evidence-pack' || assessment === undefined || file === undefined || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    return withServer(async (server) => {
      const content = values['evidence-only'] ? 'evidence-only' : 'all';
      const collected = await collectPack(server, assessment, content);
      if (collected.kind === 'refused') {
        process.stderr.write(`${refusals[collected.problem.code] ?? collected.problem.code}\n`);
        return 1;
      }
      const { members, madeAt, photos } = collected.value;
      try {
        await pipeline(Readable.from(writeZip(members, madeAt)), createWriteStream(file));
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
      const detail = JSON.stringify({ content: 'evidence-pack', withheld: content === 'evidence-only', count: 1 });
      const event = { kind: 'office.export', person: server.settings.serverPerson, subject: assessment, detail };
      await recordAudit(server.open.db, server.open.kind, event, new Date(server.now()).toISOString());
      process.stdout.write(`${file}：照片 ${String(photos)} 张。核对：npm run -s cli -- verify ${file}\n`);
      return 0;
    });
  },
};

const refusals: Readonly<Record<string, string>> = {
  'access.not-found': '没有这份评估',
  'evidence.hash-mismatch': '有照片文件和登记不符，没有导出。先用 verify-chain 找出是哪一张',
};
