/** The page that a person reads who was handed a pack: what it is, how to check it, what it proves and what not. */
import type { AssessmentRecord } from '#domain/assessment.ts';
import type { EvidenceMethod } from '#domain/evidence.ts';
import type { EvidenceOf } from '#oplog/project-assessment.ts';
import { timeBracket } from '#proof/time-bracket.ts';
import type { ServerContext } from '../context.ts';
import type { OpWithReceipt } from '../db/op-runs.ts';
import type { PackDevice, PackManifest } from './pack-format.ts';

export type PackAbout = {
  readonly assessment: string;
  readonly record: AssessmentRecord;
  readonly evidence: PackManifest['evidence'];
  readonly pieces: readonly EvidenceOf[];
  readonly arrived: readonly OpWithReceipt[];
  readonly devices: readonly PackDevice[];
  /** Of the assessment as it stands. */
  readonly root: string;
  readonly madeAt: Date;
  readonly timestamps: number;
};

export async function packReadme({ beacons }: ServerContext, about: PackAbout): Promise<string> {
  const photos: string[] = [];
  for (const { evidenceId, record, caption, voided } of about.pieces) {
    const { capture, method, capturedAt, sha256 } = record;
    const announced = about.arrived.find(({ op }) => op.entityId === evidenceId && op.kind === 'create');
    const made = capture?.beacon == null ? null : beacons.read(capture.beacon);
    const bracket = timeBracket(
      made === null ? null : new Date(made).toISOString(),
      announced?.receipt.serverTime ?? null,
      capturedAt,
    );
    const file = about.evidence.find((piece) => piece.evidenceId === evidenceId)?.file;
    photos.push(
      file ?? `${evidenceId}（${voided ? '已移除，不在包内 removed' : '原图未到服务器 not received'}）`,
      `  ${[record.fileName, caption].filter((words) => words != null).join(' · ')}`,
      `  SHA-256 ${sha256}`,
      `  ${methodWords[method]}，${signatureWords(capture?.keyProtection ?? null, record.signature)}`,
      `  服务器时间 server time: ${bracket.after ?? '?'} – ${bracket.before ?? '?'}；手机时钟 phone clock ${capturedAt}${bracket.clockOff === 0 ? '' : '（在区间外，手机时钟不准 outside: the phone clock was wrong）'}`,
      '',
    );
  }
  const { enterpriseName, definition, edition } = about.record;
  return `${[
    `巡诊证据包 Xunzhen evidence pack`,
    `${enterpriseName}，${definition} ${edition}，评估 assessment ${about.assessment}`,
    `生成于 made at ${about.madeAt.toISOString()}`,
    '',
    ...claims(about.timestamps),
    '',
    `签字 Signatures (root ${about.root})`,
    '',
    ...handSignatures(about.pieces, about.root),
    '',
    '照片、录音和文件 Photos, sounds, files',
    '',
    ...photos,
  ].join('\n')}\n`;
}

const methodWords = {
  inapp: '应用内拍摄或录音 taken or recorded in the app',
  file: '选取的文件，证明力较低 a chosen file, lower grade',
  derived: '由另一份证据绘成，原件在包内 drawn from another piece, which is in the pack',
  signature: '在手机上手写的签字 a signature by hand',
} as const satisfies Readonly<Record<EvidenceMethod, string>>;

/** Who signed the content of this pack, and whether that still is what was signed. */
function handSignatures(pieces: PackAbout['pieces'], root: string): readonly string[] {
  const lines = pieces.flatMap(({ evidenceId, record: { signs, capturedAt }, voided }) => {
    if (signs === undefined || voided) return [];
    const side = signs.side === 'firm' ? '企业 firm' : '走访人员 visitors';
    const state = signs.root === root ? '有效 holds' : '已失效，签字后有改动 void: changed after signing';
    return `  ${side}：${signs.name}，手机时钟 phone clock ${capturedAt}，${state}（${evidenceId}）`;
  });
  return lines.length === 0 ? ['  没有签字 none'] : lines;
}

function signatureWords(protection: 'hard' | 'soft' | null, signature: string | null): string {
  if (protection === null || signature === null) return '没有设备签名 not signed by a device';
  return protection === 'hard'
    ? '设备签名（密钥不可导出）signed, key not exportable'
    : '设备签名（浏览器存不了不可导出的密钥，强度较低）signed, software key';
}

function claims(timestamps: number): readonly string[] {
  return [
    '怎样核对 How to check',
    '  npm run -s cli -- verify 文件.zip        不要数据库，不要网络。with public keys alone, offline',
    '  加 --server-key 指定服务器公钥（JWK 文件），才能确认出自哪台服务器；不加时只报公钥指纹，请向主管单位核对。',
    '  Give --server-key FILE to be sure which server it came from; without it, compare the fingerprint that is printed.',
    timestamps === 0
      ? '  没有第三方时间戳：时间以本服务器的时钟为准。No timestamp by others: times are those of this server’s clock.'
      : '  第三方时间戳：openssl ts -verify -data timestamps/N.root -in timestamps/N.tsr -CAfile 授时机构证书.pem',
    '',
    '证明什么 What it proves',
    '  照片自拍摄（选取的：自选入）登记后一个字节也没有改动（SHA-256 相同），由设备签名；没有签名的，下面逐张注明。',
    '  照片登记于所列服务器时间之间：不早于手机最后收到的服务器信标，不晚于服务器回执。',
    '  操作由设备签名后发来；签名之后隔着其他企业的工作时，包内核对不到的条数会列出。',
    '  操作记录一条不缺、先后相接，与服务器每小时封存的根哈希一致。',
    '  Each photo is unchanged, byte for byte, since it was registered at capture; whether its device signed it is said below.',
    '  Ops came signed by their device; how many stand under a signature that can be checked here is told.',
    '  It was registered between the two server times. The ops of this assessment are complete, in order, and stand in the sealed log.',
    '',
    '不证明什么 What it does not prove',
    '  不证明场景真实：翻拍屏幕、摆拍，网页应用识别不了。',
    '  不证明定位没有被软件伪造；坐标是浏览器给的 WGS-84。',
    '  选取的文件可能早就拍好：时间区间只说明何时选入。',
    '  手机时钟不作数，只作参考。没有第三方时间戳时，时间依赖服务器自身的时钟。',
    '  同一设备上其他企业的操作不在包内，链条在那里断开，核对时列出。',
    '  It does not prove that the scene is true, that the position was not faked, or when a chosen file was first taken.',
    '  Without a timestamp by others the times rest on this server’s own clock. Work on other firms by the same device is left out; the',
    '  check lists these places.',
  ];
}
