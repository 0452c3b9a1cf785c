import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Command } from '#cli/command.ts';
import { devicePublicKey } from '#server/device-signature.ts';
import type { PieceReport } from '#server/pack/check-evidence.ts';
import { verifyPack } from '#server/pack/verify-pack.ts';
import type { PackReport } from '#server/pack/verify-pack.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- verify 证据包.zip [选项]
核对一个证据包：改动的字节、缺的文件、断开的链条、不对的签名都指出来。只用包里的公钥，不要数据库，不要网络。
  --server-key 文件   服务器公钥（JWK）。不给时用包里的，并报出指纹，请向出包单位核对
  --tsa-ca 文件       授时机构的根证书（PEM），可给多次
  --json             结果用 JSON
数据文件夹的核对是另一个命令：verify-chain。
退出码：0 都对得上；1 有问题；2 不是证据包、读不出，或用法不对`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'server-key': { type: 'string' },
        'tsa-ca': { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) {
      process.stderr.write(`${command.usage}\n`);
      return 2;
    }
    const given = values['server-key'] === undefined ? [] : [values['server-key']];
    const missing = [file, ...values['tsa-ca'], ...given].find((path) => !existsSync(path));
    if (missing !== undefined) {
      process.stderr.write(`${missing}：没有这个文件\n`);
      return 2;
    }
    const serverKey = values['server-key'] === undefined ? null : await readFile(values['server-key'], 'utf8');
    if (serverKey !== null && devicePublicKey(serverKey) === null) {
      process.stderr.write(`${values['server-key'] ?? ''}：不是 P-256 公钥（JWK）\n`);
      return 2;
    }
    const authorities = (await Promise.all(values['tsa-ca'].map(certificates))).flat();
    const verified = await verifyPack(file, { serverKey, authorities });
    if (verified.kind === 'unreadable') {
      if (values.json) process.stdout.write(`${JSON.stringify({ unreadable: verified.reason })}\n`);
      process.stderr.write(`${file}：${reasons[verified.reason] ?? verified.reason}\n`);
      return 2;
    }
    process.stdout.write(values.json ? `${JSON.stringify(verified.report)}\n` : summary(verified.report));
    return verified.report.faults.length === 0 ? 0 : 1;
  },
};

const reasons: Readonly<Record<string, string>> = {
  'not-a-zip': '不是完整的 ZIP 文件',
  'not-a-pack': '不是证据包：没有清单',
  manifest: '清单读不出，文件已损坏或不是证据包',
  'too-many': '文件太多，拒绝打开',
  'too-large': '解开后太大，拒绝打开',
  'bad-name': '里面有不正当的文件名，拒绝打开',
};

/** DER of each certificate in a PEM file. */
async function certificates(path: string): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const pem = await readFile(path, 'utf8');
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----/gu)].map(
    ([, body]) => new Uint8Array(Buffer.from(body ?? '', 'base64')),
  );
}

function summary(report: PackReport): string {
  const { enterpriseName, assessment, madeAt, ops, signedOps, files, evidence, timestamps, faults, notes } = report;
  const known = report.serverKnown ? '是给定的那把' : '取自包内，请向出包单位核对';
  const lines = [
    `${enterpriseName}，评估 ${assessment}，生成于 ${madeAt}`,
    `服务器公钥指纹 ${report.serverKey}（${known}）`,
    `文件 ${String(files)} 个，操作 ${String(ops)} 条（设备签名 ${String(signedOps)} 条），照片 ${String(evidence.length)} 张`,
    ...evidence.map(pieceLine),
    ...report.versions.map(
      ({ version, by, at, evidence: pieces }) => `第 ${String(version)} 版：${by} 封存于 ${at}，证据 ${String(pieces)} 件`,
    ),
    ...timestamps.map(
      ({ at, signer, trusted }) => `第三方时间戳 ${at}，${signer}（${trusted ? '证书可信' : '证书未核对，可加 --tsa-ca'}）`,
    ),
    ...notes.map((note) => `注意：${note}`),
    ...faults.map(({ member, words }) => `有问题：${member}：${words}`),
    faults.length === 0 ? '都对得上：照片自登记后未被改动。不证明场景真实' : `${String(faults.length)} 处有问题`,
  ];
  return `${lines.join('\n')}\n`;
}

function pieceLine({ evidenceId, file, method, person, signed, bracket }: PieceReport): string {
  const made = method === 'inapp' ? '拍摄' : '选入';
  const clock = bracket.clockOff === 0 ? '' : '，手机时钟不准';
  const words = { hard: '设备签名', soft: '设备签名（软件密钥）', no: '没有设备签名' } as const;
  return `  ${file ?? `${evidenceId}（不在包内）`}：${person} ${made}于 ${bracket.after ?? '？'} – ${bracket.before ?? '？'}（服务器时间${clock}），${words[signed]}`;
}
