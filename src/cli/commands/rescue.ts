import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { withServer } from '#cli/open-for-command.ts';
import { openCopyUsage, runOpenCopy } from '#cli/rescue/run-open-copy.ts';
import { readPrivateKey } from '#cli/rescue/read-private-key.ts';
import { importRescue } from '#server/rescue/import-rescue.ts';
import type { RescueReport } from '#protocol/rescue-wire.ts';
import { serverRescueKeys } from '#server/rescue/rescue-keys.ts';
import type { Problem } from '#shared/problems.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- rescue import 文件.txt [选项]
导入手机生成的救援包：没上传的答案和照片，和手机自己同步进来完全一样。
同一个包导两遍，或手机后来又同步了，都不会重复。
  --key 私钥.pem     机构恢复密钥。不给时用本服务器的密钥和数据文件夹里 recovery-key 下的私钥
  --trust-device    服务器不认识这部手机时（例如服务器重装过），登记它再导入。请先向本人核实
  --salvage         文件不完整时，读得出多少导入多少
  --json            结果用一行 JSON
数据位置由 DATA_DIR 或 DATABASE_URL 指定，和服务同时运行没有关系。
退出码：0 全部导入；1 有内容没有导入；2 文件或用法不对

${openCopyUsage}`,

  async run(args) {
    if (args[0] === 'open-copy') return runOpenCopy(args.slice(1));
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        'trust-device': { type: 'boolean', default: false },
        salvage: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [what, file, ...more] = positionals;
    if (what !== 'import' || file === undefined || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    if (!existsSync(file)) {
      process.stderr.write(`${file}：没有这个文件\n`);
      return 2;
    }
    const given = values.key === undefined ? [] : [await readPrivateKey(values.key)];
    if (given.includes(null)) {
      process.stderr.write(`${values.key ?? ''}：不是可用的私钥文件（PEM）\n`);
      return 2;
    }
    return withServer(async (server) => {
      const privateKeys = [...given.filter((key) => key !== null), ...(await serverRescueKeys(server))];
      const by = server.settings.serverPerson;
      const options = { privateKeys, trustDevices: values['trust-device'], salvage: values.salvage, by };
      const imported = await importRescue(server, file, options);
      if (imported.kind === 'refused') {
        if (values.json) process.stdout.write(`${JSON.stringify({ problem: imported.problem })}\n`);
        process.stderr.write(`${refusalSentence(imported.problem)}\n`);
        return 2;
      }
      process.stdout.write(values.json ? `${JSON.stringify(imported.value)}\n` : summary(imported.value));
      const { ops, photos, damaged } = imported.value;
      return ops.refused + photos.refused + damaged === 0 ? 0 : 1;
    });
  },
};

function summary({ account, madeAt, ops, photos, damaged, problems }: RescueReport): string {
  const lines = [
    `账号 ${account}，手机上生成于 ${madeAt}`,
    `修改：导入 ${String(ops.stored)}，早已收到 ${String(ops.known)}，隔离待审 ${String(ops.quarantined)}，未导入 ${String(ops.refused)}`,
    `照片：导入 ${String(photos.committed)}，早已收到 ${String(photos.known)}，未导入 ${String(photos.refused)}`,
    ...(isAllKnown({ ops, photos, damaged }) ? ['服务器早已全部收到，没有新内容'] : []),
    ...(damaged === 0 ? [] : [`有 ${String(damaged)} 行读不出，请让手机重新生成救援包`]),
    ...new Set(problems.map(({ code }) => `没有导入的原因：${reasons[code] ?? code}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function isAllKnown({ ops, photos, damaged }: Pick<RescueReport, 'ops' | 'photos' | 'damaged'>): boolean {
  const others = ops.stored + ops.quarantined + ops.refused + photos.committed + photos.refused + damaged;
  return others === 0 && ops.known + photos.known > 0;
}

function refusalSentence({ code, detail }: Problem): string {
  switch (code) {
    case 'rescue.not-a-bundle':
      return '这个文件不是救援包。请用手机生成的 xunzhen-….txt，不要改内容';
    case 'rescue.damaged':
      return `救援包不完整，第 ${String(detail['line'])} 行起读不出，什么都没有导入。请让手机重新生成；实在不行加 --salvage，读得出多少导入多少`;
    case 'rescue.wrong-key':
      return '手头的密钥都打不开这个救援包。请用 --key 指出机构恢复密钥（两人分管的那一份）';
    case 'sync.unknown-device':
      return detail['from'] === 'second-copy'
        ? '服务器不认识这部手机，什么都没有导入。副本里没有手机的公钥，请先用备份恢复服务器，再导入'
        : '服务器不认识这部手机，什么都没有导入。向本人核实后加 --trust-device 再导入';
    case 'sync.bad-signature':
      return '救援包的签名核对不通过，什么都没有导入。文件可能被改过，请让手机重新生成';
    default:
      return code;
  }
}

const reasons: Readonly<Record<string, string>> = {
  'sync.bad-signature': '设备签名核对不通过',
  'sync.fork': '与服务器上同一部设备的记录不一致（手机可能被克隆），请让手机联网同步一次',
  'access.not-found': '照片所属的评估没有导入',
  'evidence.hash-mismatch': '照片核对不一致',
  'evidence.wrong-type': '不是照片',
};
