/** 交接包, the taker's side: read whole, opened with the code, checked, shown at once and offered to the server from here too. */
import * as z from 'zod/mini';
import { isWithin } from '#domain/regions.ts';
import { handoverHeaderSchema, handoverMagic, isPieceOfChain } from '#proof/handover-format.ts';
import type { HandoverHeader, HandoverRecord } from '#proof/handover-format.ts';
import { headSchema, opSchema } from '#protocol/sync-wire.ts';
import { planCarry } from '#replica/plan-carry.ts';
import type { CarriedBatch, Handed } from '#replica/plan-carry.ts';
import { fromBase64url } from '#shared/base64url.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problems.ts';
import { carryPhoto } from '#store/commands/carry-photo.ts';
import { keepDefinition } from '#store/commands/keep-reference.ts';
import type { Store } from '#store/store.ts';
import { writeDecision } from '#store/write-decision.ts';
import { openHandoverKey } from './handover-key.ts';
import { checkBundle, openRecords } from './read-bundle.ts';

export type Taken =
  | { readonly kind: 'taken'; readonly giver: string; readonly ops: number; readonly photos: number }
  | { readonly kind: 'not-a-handover' | 'damaged' | 'wrong-code' | 'out-of-scope' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Nothing is kept of a file that is cut, changed, forged or of firms outside this person's region. Taking it twice is taking it once. */
export async function takeHandover(store: Store, file: Blob, code: string): Promise<Taken> {
  const whole = await checkBundle(file, handoverMagic);
  if (whole === null) return { kind: 'not-a-handover' };
  if (whole === 'damaged') return { kind: 'damaged' };
  const header = headerOf(whole.header);
  if (header === null) return { kind: 'damaged' };
  const key = await openHandoverKey(header, code);
  if (key === null) return { kind: 'wrong-code' };
  const handed = await readHanded(file, header, key).catch(() => null);
  if (handed === null || !(await isGenuine(handed, whole))) return { kind: 'damaged' };
  if (!(await isInScope(store, handed))) return { kind: 'out-of-scope' };
  for (const { body, ...listed } of handed.definitions) await keepDefinition(store, listed, body);
  const carried = await writeDecision(store, async () => {
    const plan = await planCarry(store.reader, handed, store.clock.now());
    return { plan, result: plan?.ops.length ?? 0 };
  });
  if (carried.kind === 'refused') return carried;
  let photos = 0;
  for await (const { record, file: both } of openRecords(file, header.bundle, key)) {
    const photo = photoSchema.safeParse(record);
    if (!photo.success) continue;
    const { thumbnail, ...rest } = photo.data as unknown as Of<'photo'>;
    const end = both.length - thumbnail;
    if (await carryPhoto(store, { ...rest, bytes: both.slice(0, end), thumbnail: both.slice(end) })) photos += 1;
  }
  if (carried.value + photos > 0) store.saved('work');
  return { kind: 'taken', giver: handed.giver.name, ops: carried.value, photos };
}

type Of<K extends HandoverRecord['kind']> = Omit<Extract<HandoverRecord, { kind: K }>, 'kind'>;
type Read = Handed & { readonly giver: Of<'giver'>; readonly definitions: readonly Of<'definition'>[] };

const text = z.string();
const giverSchema = z.object({
  kind: z.literal('giver'),
  person: text,
  name: text,
  device: text,
  devices: z.array(z.object({ device: text, publicKey: text })),
});
const opsSchema = z.object({
  kind: z.literal('ops'),
  device: text,
  signature: text,
  ops: z.array(z.object({ op: opSchema, owner: z.nullable(text) })).check(z.minLength(1)),
});
const knownSchema = z.object({
  kind: z.literal('known'),
  registers: z.array(
    z.object({
      entity: opSchema.def.shape.entity,
      entityId: text,
      owner: z.nullable(text),
      register: text,
      heads: z.array(headSchema),
    }),
  ),
  people: z.array(z.object({ person: text, name: text })),
});
const definitionSchema = z.object({
  kind: z.literal('definition'),
  id: text,
  edition: text,
  title: text,
  minutes: z.nullable(z.number()),
  hash: text,
  body: text,
});
const photoSchema = z.object({
  kind: z.literal('photo'),
  evidenceId: text,
  assessment: text,
  sha256: text,
  size: z.number(),
  thumbnail: z.number(),
});
const recordSchema = z.discriminatedUnion('kind', [giverSchema, opsSchema, knownSchema, definitionSchema, photoSchema]);

/** Everything but the photos, which are read one by one. */
async function readHanded(file: Blob, { bundle }: HandoverHeader, key: CryptoKey): Promise<Read> {
  let giver: Of<'giver'> | null = null;
  let known: Of<'known'> = { registers: [], people: [] };
  const batches: CarriedBatch[] = [];
  const definitions: Of<'definition'>[] = [];
  for await (const { record } of openRecords(file, bundle, key)) {
    // The schema checks every part; the brands of ids and hashes are the compiler's alone.
    const read = recordSchema.parse(record) as unknown as HandoverRecord;
    if (read.kind === 'giver') giver = read;
    else if (read.kind === 'ops') batches.push(read);
    else if (read.kind === 'known') known = read;
    else if (read.kind === 'definition') definitions.push(read);
  }
  if (giver === null) throw new Error('a handover names its giver');
  const people = [...known.people, { person: giver.person, name: giver.name }];
  return { giver, batches, known: known.registers, people, definitions };
}

/** Each batch a piece of its device's chain by one author, signed by that device where its key is told; the whole signed by the giver. */
async function isGenuine({ giver, batches }: Read, whole: { readonly hash: string; readonly signature: string }) {
  const keys = new Map(giver.devices.map(({ device, publicKey }) => [device, publicKey]));
  const own = keys.get(giver.device);
  if (own === undefined || !(await isSigned(own, whole.signature, whole.hash))) return false;
  for (const batch of batches) {
    if (!isPieceOfChain(batch)) return false;
    const { device, signature, ops } = batch;
    const last = ops.at(-1)?.op;
    const key = keys.get(device);
    if (key === undefined) continue;
    if (last?.author !== giver.person || !(await isSigned(key, signature, last.hash))) return false;
  }
  return true;
}

async function isSigned(publicKey: string, signature: string, signed: string): Promise<boolean> {
  const bytes = fromBase64url(signature);
  if (bytes === null) return false;
  const { kty, crv, x, y } = JSON.parse(publicKey) as JsonWebKey;
  const jwk = { kty, crv, x, y } as JsonWebKey;
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, new TextEncoder().encode(signed));
}

/** A chain is carried whole or not at all, so one firm outside the region keeps all of it out. */
async function isInScope(store: Store, { batches, known }: Read): Promise<boolean> {
  const created = [
    ...known.filter(({ register }) => register === '@create').flatMap(({ heads }) => heads.map(({ value }) => value)),
    ...batches.flatMap(({ ops }) => ops.filter(({ op }) => op.kind === 'create').map(({ op }) => op.value)),
    ...batches.flatMap(({ ops }) =>
      ops.filter(({ op }) => op.entity === 'enterprise' && op.field === 'region').map(({ op }) => ({ region: op.value })),
    ),
  ];
  return created.every((value) => {
    const region = regionIn(value);
    return region === null || isWithin(region, store.profile.region);
  });
}

function regionIn(value: Json): string | null {
  if (value === null || typeof value !== 'object' || !('region' in value)) return null;
  return typeof value.region === 'string' ? value.region : null;
}

function headerOf(line: string): HandoverHeader | null {
  try {
    const parsed = handoverHeaderSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
