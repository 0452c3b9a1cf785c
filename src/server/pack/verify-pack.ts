/** Checks an evidence pack with nothing but what is in it: no database, no network, no secret. Names each thing that does not hold. */
import { createHash, createPublicKey } from 'node:crypto';
import type * as z from 'zod/mini';
import { readBeacon } from '../beacon.ts';
import { verifyDeviceSignature } from '../device-signature.ts';
import { sha256 } from '../sha256.ts';
import { checkEvidence } from './check-evidence.ts';
import type { PieceReport } from './check-evidence.ts';
import { checkLog } from './check-log.ts';
import type { StampReport } from './check-log.ts';
import { checkVersions } from './check-versions.ts';
import type { VersionReport } from './check-versions.ts';
import { checkOps } from './check-ops.ts';
import { checkSignatures } from './check-signatures.ts';
import {
  packAuditSchema,
  packDevicesSchema,
  packFiles,
  packLogSchema,
  packManifestSchema,
  packOpSchema,
  packPushSignaturesSchema,
  packSignatureSchema,
} from './pack-format.ts';
import type { PackManifest } from './pack-format.ts';
import { openZip, readMember } from './read-zip.ts';
import type { ZipEntry } from './read-zip.ts';

/** `member` is the file in the pack; `words` what is wrong with it, for people. */
export type PackFault = { readonly member: string; readonly words: string };

export type PackReport = {
  readonly assessment: string;
  readonly enterpriseName: string;
  readonly madeAt: string;
  /** SHA-256 of the server's public key (SPKI), hex. */
  readonly serverKey: string;
  /** The key is the one that was given. */
  readonly serverKnown: boolean;
  readonly ops: number;
  /** Of these, how many a device's signature in the pack stands for. */
  readonly signedOps: number;
  readonly files: number;
  readonly evidence: readonly PieceReport[];
  /** What the bureau sealed, oldest first. */
  readonly versions: readonly VersionReport[];
  readonly timestamps: readonly StampReport[];
  readonly faults: readonly PackFault[];
  /** What is no fault and should be known. */
  readonly notes: readonly string[];
};

export type VerifyOptions = {
  /** Public key (JWK text) of the server that the pack should come from; null: whichever signed. */
  readonly serverKey: string | null;
  /** Roots of timestamp authorities that are believed, DER. */
  readonly authorities: readonly Uint8Array<ArrayBuffer>[];
};

export type Verified =
  | { readonly kind: 'checked'; readonly report: PackReport }
  /** Not a pack that can be read at all. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Texts are held in memory up to this; photos never are. */
const textLimit = 256 * 1024 * 1024;

export async function verifyPack(file: string, options: VerifyOptions): Promise<Verified> {
  const zip = await openZip(file);
  if (zip.kind === 'refused') return { kind: 'unreadable', reason: zip.reason };
  const faults: PackFault[] = zip.damaged.map((member) => ({ member, words: '在压缩包里的登记和实际不一致' }));
  const fault = (member: string, words: string): void => void faults.push({ member, words });
  const texts = await readTexts(file, zip.entries, fault);
  const read = <T>(path: string, schema: z.ZodMiniType<T>): T | null =>
    parse(texts.get(path), schema, () => fault(path, '读不出'));
  const manifest = read(packFiles.manifest, packManifestSchema);
  if (manifest === null) {
    return { kind: 'unreadable', reason: texts.has(packFiles.manifest) ? 'manifest' : 'not-a-pack' };
  }
  const signature = read(packFiles.signature, packSignatureSchema);
  const serverKey = options.serverKey ?? manifest.server.publicKey;
  const manifestText = texts.get(packFiles.manifest) ?? '';
  const isSigned = signature !== null && verifyDeviceSignature(serverKey, signature.signature, manifestText);
  if (!isSigned || !sameKey(signature.publicKey, serverKey) || !sameKey(manifest.server.publicKey, serverKey))
    fault(packFiles.signature, '清单的服务器签名不对：清单被改过，或不是这台服务器出的');
  await checkFiles(file, zip.entries, manifest, texts, fault);
  const devices = read(packFiles.devices, packDevicesSchema) ?? [];
  const ops = readLines(texts.get(packFiles.ops), packOpSchema, (line) => fault(packFiles.ops, `第 ${String(line)} 行读不出`));
  const audit = readLines(texts.get(packFiles.audit), packAuditSchema, (line) =>
    fault(packFiles.audit, `第 ${String(line)} 行读不出`),
  );
  const log = read(packFiles.log, packLogSchema);
  const chains = checkOps(manifest, ops, fault);
  // Packs of the first version have none.
  const signatures = manifest.version < 2 ? [] : (read(packFiles.signatures, packPushSignaturesSchema) ?? []);
  const signedOps = await checkSignatures(signatures, ops, devices, fault);
  const evidence = await checkEvidence({ manifest, ops, devices, fault, beacon: (text) => readBeacon(serverKey, text) });
  const token = (path: string): Promise<Uint8Array<ArrayBuffer> | null> => readToken(file, zip.entries.get(path));
  const timestamps =
    log === null ? [] : await checkLog({ manifest, log, audit, ops, token, texts, fault, authorities: options.authorities });
  return {
    kind: 'checked',
    report: {
      assessment: manifest.assessment,
      enterpriseName: manifest.enterpriseName,
      madeAt: manifest.madeAt,
      serverKey: fingerprint(serverKey),
      serverKnown: options.serverKey !== null,
      ops: ops.length,
      signedOps,
      files: manifest.files.length,
      evidence,
      versions: checkVersions(ops, fault),
      timestamps,
      faults,
      notes: [
        ...chains,
        ...unsigned(ops.length - signedOps),
        ...(timestamps.length === 0 ? ['没有第三方时间戳，时间以服务器的时钟为准'] : []),
      ],
    },
  };
}

function unsigned(count: number): readonly string[] {
  const why = '收到得早，或签名落在不在包内的工作上';
  return count === 0 ? [] : [`${String(count)} 条操作没有可核对的设备签名（${why}），以链条和封存为准`];
}

type Fault = (member: string, words: string) => void;

/** Everything but photos and tokens. */
async function readTexts(
  file: string,
  entries: ReadonlyMap<string, ZipEntry>,
  fault: Fault,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, entry] of entries) {
    if (!/\.(?:txt|json|jsonl|root)$/u.test(path) || entry.size > textLimit) continue;
    const bytes = await wholeMember(file, entry);
    if (bytes === null) fault(path, '解不开，内容已损坏');
    else texts.set(path, bytes.toString('utf8'));
  }
  return texts;
}

async function wholeMember(file: string, entry: ZipEntry): Promise<Buffer | null> {
  try {
    return Buffer.concat(await Array.fromAsync(readMember(file, entry)));
  } catch {
    return null;
  }
}

async function readToken(file: string, entry: ZipEntry | undefined): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = entry === undefined || entry.size > 1024 * 1024 ? null : await wholeMember(file, entry);
  return bytes === null ? null : new Uint8Array(bytes);
}

/** Each file of the list is there and has its hash, and there is no other. */
async function checkFiles(
  file: string,
  entries: ReadonlyMap<string, ZipEntry>,
  manifest: PackManifest,
  texts: ReadonlyMap<string, string>,
  fault: Fault,
): Promise<void> {
  const listed = new Set<string>([packFiles.manifest, packFiles.signature]);
  for (const { path, size, sha256: wanted } of manifest.files) {
    listed.add(path);
    const entry = entries.get(path);
    if (entry === undefined) fault(path, '缺少这个文件');
    else if (entry.size !== size || (await hashMember(file, entry)) !== wanted) fault(path, '内容被改动：SHA-256 与清单不符');
  }
  for (const path of entries.keys()) if (!listed.has(path)) fault(path, '清单里没有这个文件');
  for (const path of [packFiles.readme, packFiles.devices, packFiles.ops, packFiles.audit, packFiles.log])
    if (!listed.has(path) && !texts.has(path)) fault(path, '缺少这个文件');
}

async function hashMember(file: string, entry: ZipEntry): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const part of readMember(file, entry)) hash.update(part);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

function parse<T>(text: string | undefined, schema: z.ZodMiniType<T>, bad: () => void): T | null {
  const parsed = text === undefined ? null : schema.safeParse(jsonOf(text));
  if (parsed?.success === true) return parsed.data;
  bad();
  return null;
}

function readLines<T>(text: string | undefined, schema: z.ZodMiniType<T>, bad: (line: number) => void): readonly T[] {
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return lines.flatMap((line, index) => parse(line, schema, () => bad(index + 1)) ?? []);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JWK texts of one key may be written in different ways. */
function sameKey(one: string, other: string): boolean {
  const print = fingerprint(one);
  return print !== '' && print === fingerprint(other);
}

function fingerprint(jwk: string): string {
  try {
    const key = createPublicKey({ key: JSON.parse(jwk) as Record<string, string>, format: 'jwk' });
    return sha256(key.export({ type: 'spki', format: 'der' }));
  } catch {
    return '';
  }
}
