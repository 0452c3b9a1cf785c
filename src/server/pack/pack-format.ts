/**
 * The evidence pack: a ZIP that proves by itself what it holds, with public keys alone.
 *
 *   README.txt           what this is, what it proves and what not, the photos with their times
 *   manifest.json        `PackManifest`: every other file with size and SHA-256, and what must be there
 *   signature.json       the server's signature over manifest.json
 *   devices.json         `PackDevice[]`: who wrote with which key
 *   ops.jsonl            a `PackOp` a line, by device and seq
 *   signatures.json      `PackPushSignature[]`: what devices signed as they sent it
 *   audit.jsonl          the rows of the audit log about this assessment, as they were hashed
 *   log.json             `PackLog`: how all this stands in the server's sealed log
 *   evidence/<id>.jpeg   the stored bytes; sounds and documents under their own endings
 *   timestamps/<n>.tsr   RFC 3161 answers over the text in `timestamps/<n>.root`, for `openssl ts -verify -data`
 */
import * as z from 'zod/mini';
import { evidenceExtensions } from '#domain/evidence.ts';
import type { EvidenceType } from '#domain/evidence.ts';
import type { Op } from '#oplog/op.ts';
import { opSchema } from '#protocol/sync-wire.ts';

export const packFormat = 'xunzhen-evidence-pack';
/** 2: with the signatures of pushes. */
export const packVersion = 2;
export const packFiles = {
  readme: 'README.txt',
  manifest: 'manifest.json',
  signature: 'signature.json',
  devices: 'devices.json',
  ops: 'ops.jsonl',
  signatures: 'signatures.json',
  audit: 'audit.jsonl',
  log: 'log.json',
} as const;

export function evidenceFile(evidenceId: string, mime: EvidenceType): string {
  return `evidence/${evidenceId}.${mime === 'image/jpeg' ? 'jpeg' : evidenceExtensions[mime]}`;
}
export function tokenFile(seal: number): string {
  return `timestamps/${String(seal)}.tsr`;
}
export function rootFile(seal: number): string {
  return `timestamps/${String(seal)}.root`;
}

const text = z.string();
const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = z.int().check(z.minimum(0));

export const packManifestSchema = z.strictObject({
  format: z.literal(packFormat),
  version: z.int(),
  assessment: text,
  enterpriseName: text,
  definition: text,
  edition: text,
  /** Server time, ISO. */
  madeAt: text,
  server: z.strictObject({ epoch: text, version: text, publicKey: text }),
  /** `assessmentRoot` over the ops of this pack that count. */
  root: hex64,
  ops: count,
  /** Every piece that was announced, removed ones too. `file` null: removed, or its bytes had not arrived. */
  evidence: z.array(
    z.strictObject({
      evidenceId: text,
      sha256: hex64,
      file: z.nullable(text),
      committedAt: z.nullable(text),
      removed: z.boolean(),
    }),
  ),
  files: z.array(z.strictObject({ path: text, size: count, sha256: hex64 })),
});

export const packSignatureSchema = z.strictObject({ algorithm: z.literal('ES256'), publicKey: text, signature: text });

export const packDevicesSchema = z.array(
  z.strictObject({
    device: text,
    publicKey: text,
    person: text,
    personName: text,
    enrolledAt: text,
    successorOf: z.nullable(text),
  }),
);

/** `valueHash`: the value is withheld, `op.value` is null, and this stands in for it. */
export const packOpSchema = z.strictObject({
  op: z.custom<Op>((op) => opSchema.safeParse(op).success),
  valueHash: z.nullable(hex64),
  receipt: z.strictObject({
    gsn: z.nullable(count),
    serverTime: text,
    state: z.enum(['stored', 'quarantined']),
    problem: z.nullable(text),
  }),
});

/** The device's signature over `hash`, of the op with `seq`: by the chain also over those before it. */
export const packPushSignaturesSchema = z.array(z.strictObject({ device: text, seq: count, hash: hex64, signature: text }));

export const packAuditSchema = z.strictObject({
  number: count,
  at: text,
  kind: text,
  person: text,
  subject: text,
  detail: text,
  prev: z.nullable(text),
  hash: hex64,
});

export const packLogSchema = z.strictObject({
  seals: z.array(z.strictObject({ number: count, madeAt: text, root: hex64, leaves: count })),
  proofs: z.array(z.strictObject({ seal: count, position: count, leaf: text, path: z.array(hex64) })),
  timestamps: z.array(z.strictObject({ seal: count, authority: text })),
});

export type PackManifest = Readonly<z.infer<typeof packManifestSchema>>;
export type PackSignature = Readonly<z.infer<typeof packSignatureSchema>>;
export type PackDevice = Readonly<z.infer<typeof packDevicesSchema>[number]>;
export type PackOp = Readonly<z.infer<typeof packOpSchema>>;
export type PackPushSignature = Readonly<z.infer<typeof packPushSignaturesSchema>[number]>;
export type PackAudit = Readonly<z.infer<typeof packAuditSchema>>;
export type PackLog = Readonly<z.infer<typeof packLogSchema>>;
