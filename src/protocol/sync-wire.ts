/**
 * What phone and server say to each other. Bump `protocolVersion` when a schema here changes its meaning; a test hashes the
 * schemas and demands it. Requests are taken as written here and no other way; replies may say more than an older page knows.
 */
import * as z from 'zod/mini';
import { sizeClasses } from '#domain/size-class.ts';
import type { Json } from '#shared/json.ts';
import type { DeviceId, OpHash } from '#shared/ids.ts';
import type { Op } from '#oplog/op.ts';
import type { ScoreResult } from '#scoring/score-result.ts';

export const protocolVersion = 1;
/** Header that every answer of the server carries, so that a captive portal's 200 is told apart. */
export const protocolHeader = 'x-sync-proto';
/** Of requests: whose work this is. In a session of somebody else the answer is that nobody is signed in. */
export const personHeader = 'x-xunzhen-person';
/** Most ops one push may carry. */
export const pushLimit = 200;

const text = z.string();
const nullableText = z.nullable(text);
const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const id = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));
const count = z.int().check(z.minimum(0));

/** Any JSON value, as deep as the body limit lets it be. */
const json: z.ZodMiniType<Json> = z.json();

export const opKinds = ['create', 'set', 'resolve', 'void', 'finalise', 'submit', 'return', 'approve', 'seal', 'amend'] as const;
export const entityKinds = [
  'enterprise',
  'visit',
  'assessment',
  'row',
  'evidence',
  'evidence-link',
  'participant',
  'finding',
  'action',
] as const;

export const opSchema = z.strictObject({
  schema: z.int(),
  device: id,
  seq: z.int().check(z.minimum(1)),
  kind: z.enum(opKinds),
  entity: z.enum(entityKinds),
  entityId: id,
  field: z.nullable(z.string().check(z.maxLength(256))),
  salt: text,
  value: json,
  parents: z.array(hex64),
  seen: z.nullable(hex64),
  step: id,
  reason: nullableText,
  basis: json,
  beacon: nullableText,
  was: z.nullable(hex64),
  hlc: text,
  wallTime: text,
  monotonic: z.number(),
  author: id,
  definition: z.nullable(hex64),
  prev: z.nullable(hex64),
  hash: hex64,
});

export const pushRequestSchema = z.strictObject({
  proto: z.int(),
  /** Epoch the phone last saw, null before the first contact. */
  epoch: nullableText,
  device: id,
  /** ECDSA P-256 over the UTF-8 of the last op's hash, base64url of r‖s. */
  deviceSignature: text,
  ops: z.array(opSchema).check(z.minLength(1), z.maxLength(pushLimit)),
});

const receiptSchema = z.object({
  hash: hex64,
  gsn: z.nullable(count),
  serverTime: text,
  state: z.enum(['stored', 'quarantined']),
  problem: nullableText,
});

export const pushReplySchema = z.object({
  proto: z.int(),
  epoch: text,
  /** Highest seq of this device that the server holds without a hole. */
  last: count,
  /** Hashes of this request that the server holds: nothing else counts as an acknowledgement. */
  ok: z.array(hex64),
  fork: z.boolean(),
  receipts: z.array(receiptSchema),
  beacon: text,
});

/**
 * What the server holds of a device that can no longer sign: its person asks before the rest is re-issued. An unknown device, and
 * another person's, read alike: nothing.
 */
export const receiptsRequestSchema = z.strictObject({
  device: id,
  seqs: z.array(z.int().check(z.minimum(1))).check(z.minLength(1), z.maxLength(pushLimit)),
});
export const receiptsReplySchema = z.object({
  proto: z.int(),
  epoch: text,
  last: count,
  receipts: z.array(receiptSchema),
  beacon: text,
});

export const headSchema = z.object({
  hash: hex64,
  kind: z.enum(opKinds),
  value: json,
  reason: nullableText,
  was: z.nullable(hex64),
  device: id,
  author: id,
  hlc: text,
  wallTime: text,
});

/** One register as the server has folded it: current heads only, not everybody's log. */
const registerRowSchema = z.object({
  kind: z.literal('register'),
  gsn: count,
  entity: z.enum(entityKinds),
  entityId: id,
  /** The assessment (or visit) the entity belongs to, itself for an assessment, null for an enterprise. */
  owner: z.nullable(id),
  region: text,
  register: text,
  heads: z.array(headSchema),
});

/** A file whose bytes the server has hashed, synced and registered. */
const evidenceRowSchema = z.object({
  kind: z.literal('evidence'),
  gsn: count,
  evidenceId: id,
  owner: id,
  sha256: hex64,
  size: count,
  committedAt: text,
});

/** The server's score of an assessment: the record beside the phone's preview. */
const scoreRowSchema = z.object({
  kind: z.literal('score'),
  gsn: count,
  assessmentId: id,
  definition: hex64,
  scoredAt: text,
  result: json,
});

/** Who wrote a head: the phone shows names, also without a network. Named only beside a head that the reader may see. */
const personNameSchema = z.object({ person: id, name: text });

/** An own op that had been quarantined and was released, or the other way round. */
const receiptRowSchema = z.object({ kind: z.literal('receipt'), gsn: count, receipt: receiptSchema });

export const pullReplySchema = z.object({
  proto: z.int(),
  epoch: text,
  from: count,
  /** Hash over the change at the phone's cursor: another one than mine means the server was restored. */
  hashAtCursor: nullableText,
  rows: z.array(z.discriminatedUnion('kind', [registerRowSchema, evidenceRowSchema, scoreRowSchema, receiptRowSchema])),
  people: z.array(personNameSchema),
  cursor: count,
  /** The `hashAtCursor` that the next pull will be answered with for the new cursor. */
  cursorHash: nullableText,
  more: z.boolean(),
  /** Highest number when this was read, and the hash over the change there: the phone brings both back as `seen`. */
  head: count,
  headHash: nullableText,
  /** Of the ops that the phone named as confirmed, those that this server holds so. */
  held: z.array(hex64),
  /** The first that it does not hold, or what the phone has seen and this server never did: it was restored. Null: nothing. */
  lost: nullableText,
  /** What the person may see, in the server's words: the next pull brings it back and is told what came and went since. */
  scopeVersion: text,
  /** What it brought back: what came and went is told since then. */
  scopeFrom: nullableText,
  /** Entities that came into scope without a change of their own: their rows are fetched as snapshots. */
  grown: z.array(id),
  /** Entities that left the scope. */
  purge: z.array(id),
  /** Changes when a registry pack or a definition edition changed. */
  registryVersion: text,
  definitionsVersion: text,
  beacon: text,
  serverTime: text,
});

/** All rows of one entity that came into the person's scope, as they were at number `at`; the cursor does not move. */
export const snapshotReplySchema = z.object({
  proto: z.int(),
  epoch: text,
  at: count,
  rows: pullReplySchema.def.shape.rows,
  people: pullReplySchema.def.shape.people,
});

export const evidenceHaveRequestSchema = z.strictObject({
  items: z.array(z.tuple([id, hex64])).check(z.maxLength(1000)),
});
/** The items of the request that the server holds: id and hash come back, and nothing else counts as held. */
export const evidenceHaveReplySchema = z.object({ held: z.array(z.tuple([id, hex64])) });
export const evidenceCommitRequestSchema = z.strictObject({ evidenceId: id, uploadId: text, sha256: hex64 });
export const evidenceCommitReplySchema = z.object({
  evidenceId: id,
  sha256: hex64,
  size: count,
  committedAt: text,
});

export const registryIndexSchema = z.object({
  version: text,
  packs: z.array(z.object({ id: text, hash: hex64, region: text, count })),
});

/** One firm as the registry pack carries it; `initials` are the pinyin initials of the name, lower case. */
export const registryEntrySchema = z.object({
  code: text,
  name: text,
  initials: text,
  region: text,
  industry: nullableText,
  headcount: z.nullable(z.number()),
  /** Absent for who need not see it, which reads like not known. */
  revenue: z._default(z.nullable(z.number()), null),
  address: nullableText,
  demo: z.boolean(),
  /** By headcount and revenue, also for who is not shown the revenue; null while one is not known. */
  size: z._default(z.nullable(z.enum(sizeClasses)), null),
});
export const registryPackSchema = z.object({ id: text, hash: hex64, entries: z.array(registryEntrySchema) });

export const definitionsIndexSchema = z.object({
  version: text,
  definitions: z.array(
    z.object({ id: text, edition: text, title: text, hash: hex64, latest: z.boolean(), minutes: z.nullable(z.number()) }),
  ),
});

export const problemReplySchema = z.object({
  problem: z.object({ code: text, detail: z.record(text, z.union([text, z.number()])) }),
});

export type PushRequest = {
  readonly proto: number;
  readonly epoch: string | null;
  readonly device: DeviceId;
  readonly deviceSignature: string;
  readonly ops: readonly Op[];
};
export type Receipt = {
  readonly hash: OpHash;
  readonly gsn: number | null;
  readonly serverTime: string;
  readonly state: 'stored' | 'quarantined';
  readonly problem: string | null;
};
export type PushReply = {
  readonly proto: number;
  readonly epoch: string;
  readonly last: number;
  readonly ok: readonly OpHash[];
  readonly fork: boolean;
  readonly receipts: readonly Receipt[];
  readonly beacon: string;
};
export type PullReply = z.infer<typeof pullReplySchema>;
export type SnapshotReply = {
  readonly proto: number;
  readonly epoch: string;
  readonly at: number;
  readonly rows: readonly PullRow[];
  readonly people: readonly PersonName[];
};
export type PersonName = Readonly<z.infer<typeof personNameSchema>>;
export type PullRow = PullReply['rows'][number];
export type RegisterRow = Extract<PullRow, { kind: 'register' }>;
export type ScoreRow = Omit<Extract<PullRow, { kind: 'score' }>, 'result'> & { readonly result: ScoreResult };
export type RegistryEntry = z.infer<typeof registryEntrySchema>;
export type RegistryIndex = z.infer<typeof registryIndexSchema>;
export type DefinitionsIndex = z.infer<typeof definitionsIndexSchema>;
