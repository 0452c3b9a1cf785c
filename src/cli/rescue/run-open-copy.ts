/** `rescue open-copy`: second copies that were pulled off a phone become rescue bundles. Needs no database. */
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { openCopies } from './open-copies.ts';
import type { OpenedCopies, PersonCopy } from './open-copies.ts';
import { readPrivateKey } from './read-private-key.ts';
import { scanFolder } from './scan-folder.ts';
import type { ScannedFolder } from './scan-folder.ts';
import { writeRescue } from './write-rescue.ts';

export const openCopyUsage = `用法：npm run -s cli -- rescue open-copy 文件夹 --key 私钥.pem [--out 文件夹]
手机坏了、登不进去时：用机构恢复密钥打开手机上的第二份副本，没上传的内容每人写成一个救援包。
再用 rescue import 文件.txt --key 私钥.pem 导入。不要数据库，不联网，不改动副本。
文件夹：从手机或浏览器资料夹取出的文件。文件名、层次不限，按内容认（Chrome 在资料夹的 File System 下）
  --key 私钥.pem     机构恢复密钥（两人分管的那一份）
  --out 文件夹       救援包写到哪里，默认当前文件夹
退出码：0 全部取出；1 有内容读不出；2 没有副本、密钥不对或用法不对`;

export async function runOpenCopy(args: readonly string[]): Promise<number> {
  const options = { key: { type: 'string' }, out: { type: 'string', default: '.' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || values.key === undefined) return fail(openCopyUsage);
  if (!existsSync(folder)) return fail(`${folder}：没有这个文件夹`);
  const key = await readPrivateKey(values.key);
  if (key?.asymmetricKeyType !== 'rsa') return fail(`${values.key}：不是机构恢复密钥的私钥文件（PEM）`);
  const scanned = await scanFolder(folder);
  if (scanned.journals.length === 0) return fail(nothingFound(folder, scanned));
  const opened = await openCopies(scanned, key);
  for (const name of opened.locked) process.stderr.write(`${name}：这把私钥打不开，副本封给的是另一把机构恢复密钥\n`);
  if (opened.people.length === 0) return 2;
  await mkdir(values.out, { recursive: true });
  for (const copy of opened.people) process.stdout.write(`${await writeOut(copy, values.out, key)}\n`);
  const unread = unreadLines(folder, scanned, opened);
  for (const line of unread) process.stderr.write(`${line}\n`);
  return unread.length + opened.locked.length === 0 ? 0 : 1;
}

/** What was done, for people. */
async function writeOut(copy: PersonCopy, out: string, recovery: KeyObject): Promise<string> {
  const { name, account } = copy.header;
  const who = `${name}（${account}）`;
  if (copy.ops.length + copy.photos.length === 0) return `${who}：副本里没有未上传的内容`;
  const madeAt = new Date().toISOString();
  const path = join(out, `xunzhen-${account}-${madeAt.replace(/\D/gu, '').slice(0, 17)}.txt`);
  await writeRescue(path, copy, recovery, madeAt);
  return `${who}：修改 ${String(copy.ops.length)}，照片 ${String(copy.photos.length)}。已写入 ${path}`;
}

/** Nothing is left out without a word. */
function unreadLines(folder: string, { damaged, photos }: ScannedFolder, opened: OpenedCopies): readonly string[] {
  const nameOf = (path: string): string => relative(folder, path);
  const missing = opened.people.reduce((sum, { photosMissing }) => sum + photosMissing, 0);
  const { unreadableOps, unreadablePhotos } = opened;
  return [
    ...damaged.map(({ path, from, bytes }) =>
      from === null
        ? `${nameOf(path)}：没有写完或已损坏，${String(bytes)} 字节读不出`
        : `${nameOf(path)}：从第 ${String(from)} 字节起损坏，${String(bytes)} 字节读不出，之前的都已取出`,
    ),
    ...unreadablePhotos.map((path) => `${nameOf(path)}：照片打不开或已损坏`),
    ...(unreadableOps === 0 ? [] : [`有 ${String(unreadableOps)} 处修改打不开。它们之后的修改导入时可能接不上`]),
    ...(missing === 0 ? [] : [`有 ${String(missing)} 张照片只有记录，文件不在这里（共 ${String(photos.length)} 个照片文件）`]),
  ];
}

function nothingFound(folder: string, { photos, rescueBundles, damaged, others }: ScannedFolder): string {
  const seen = others + photos.length + damaged.length + rescueBundles;
  const lines = [`${folder}：看了 ${String(seen)} 个文件，没有读得出的第二份副本（journal-… 文件）`];
  if (photos.length > 0) lines.push(`其中 ${String(photos.length)} 个是副本的照片，没有 journal 就没有打开它们的密钥`);
  if (damaged.length > 0) lines.push(`其中 ${String(damaged.length)} 个像是副本，但开头已损坏`);
  if (rescueBundles > 0) lines.push(`其中 ${String(rescueBundles)} 个是救援包，请直接 rescue import`);
  return lines.join('\n');
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}
