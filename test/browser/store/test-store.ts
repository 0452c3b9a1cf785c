/** A real store in real IndexedDB, for one made-up person. */
import { Dexie } from 'dexie';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { UnsignedEvidence } from '#domain/evidence.ts';
import type { PersonId, RegionCode, Sha256 } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { ok } from '#shared/outcome.ts';
import { toBase64url } from '#shared/base64url.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import { browserChance, browserClock } from '#store/browser-clock.ts';
import { databaseName } from '#store/database.ts';
import type { NewEvidence } from '#store/commands/attach-evidence.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import type { Store } from '#store/store.ts';
import { enrol } from '#vault/enrol.ts';
import type { EnrolPorts, EnrolSession } from '#vault/enrol.ts';
import { openProfile } from '#vault/vault.ts';

export const definitionHash = 'd'.repeat(64);

let people = 0;

export function newPersonId(): PersonId {
  people += 1;
  return `person-${Date.now()}-${people}` as PersonId;
}

let recovery: Promise<CryptoKeyPair> | null = null;

export function recoveryPair(): Promise<CryptoKeyPair> {
  recovery ??= crypto.subtle.generateKey(
    { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['encrypt', 'decrypt'],
  );
  return recovery;
}

let serverPair: Promise<CryptoKeyPair> | null = null;

function serverKeys(): Promise<CryptoKeyPair> {
  serverPair ??= crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  return serverPair;
}

async function serverPublicKey(): Promise<string> {
  return JSON.stringify(await crypto.subtle.exportKey('jwk', (await serverKeys()).publicKey));
}

/** As the server signs orders and leases. */
export async function signedByServer(text: string): Promise<string> {
  const parameters = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(parameters, (await serverKeys()).privateKey, new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(signature));
}

export async function sessionOf(id: string): Promise<EnrolSession> {
  const { publicKey } = await recoveryPair();
  const jwk = JSON.stringify(await crypto.subtle.exportKey('jwk', publicKey));
  const person = {
    id,
    account: 'zhang',
    name: '张工',
    role: 'surveyor',
    region: '420100',
    regionName: '武汉市',
    demo: false,
  } as const;
  return { person, recoveryPublicKey: jwk, rescuePublicKey: jwk, serverPublicKey: await serverPublicKey() };
}

export function enrolPorts(): EnrolPorts {
  return {
    clock: browserClock,
    random: browserChance,
    registerDevice: async () => ok(null),
    personalKey: async () => ok('p'.repeat(43)),
  };
}

export async function newStore(personId: PersonId = newPersonId()): Promise<Store> {
  value(await enrol(await sessionOf(personId), enrolPorts()));
  const store = value(await openProfile(personId));
  await store.db.definitions.put({
    hash: definitionHash,
    id: 'two-integration',
    edition: '2013-1',
    title: '两化融合',
    latest: 1,
    minutes: 60,
    body: '{}',
  });
  return store;
}

export function value<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.problem.code} ${JSON.stringify(outcome.problem.detail)}`);
  return outcome.value;
}

export function enterprise(change: Partial<EnterpriseRecord> = {}): EnterpriseRecord {
  return {
    code: '91420100MA4KABCD3X',
    name: '武汉测试精密机械有限公司',
    region: '420115' as RegionCode,
    industry: 'C34',
    headcount: 120,
    revenue: 5600,
    address: '江夏区藏龙岛某路九号',
    contact: '李主任',
    phone: '13900001111',
    demo: false,
    ...change,
  };
}

export async function newAssessment(store: Store): Promise<string> {
  const record = enterprise();
  await addEnterprise(store, record);
  return value(await startAssessment(store, { enterprise: record.code, definition: definitionHash })).assessmentId;
}

export function photo(assessment: string, size: number, fill: number): NewEvidence {
  const bytes = new Uint8Array(size).fill(fill);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  const sha256 = sha256Bytes(bytes) as Sha256;
  const original = { sha256, size, width: 1600, height: 1200, takenAt: null, device: null };
  const record: UnsignedEvidence = {
    assessment: assessment as UnsignedEvidence['assessment'],
    sha256,
    size,
    mime: 'image/jpeg',
    width: 1600,
    height: 1200,
    method: 'inapp',
    capturedAt: '2026-03-01T02:03:04.000Z',
    position: null,
    original,
    caption: '车间看板照片',
  };
  const moment = { monotonic: 1, zoneOffset: 480, serverOffset: null, beacon: null, positionAge: null, build: 'test' };
  return { record, moment, bytes: bytes.buffer, thumbnail: new Uint8Array([1, 2, 3]).buffer };
}

/** Everything that lies in every IndexedDB database of the origin, as text to search in. */
export async function dumpAll(): Promise<string> {
  const parts: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const db = await new Dexie(name).open();
    for (const table of db.tables) {
      for (const row of await table.toArray()) parts.push(textOf(row));
      parts.push(JSON.stringify(await table.toCollection().primaryKeys()));
    }
    db.close();
  }
  return parts.join('\n');
}

function textOf(row: unknown): string {
  if (row instanceof ArrayBuffer) return textOf(new Uint8Array(row));
  if (ArrayBuffer.isView(row)) {
    const bytes = new Uint8Array(row.buffer, row.byteOffset, row.byteLength);
    return `${new TextDecoder('utf-8').decode(bytes)}|${new TextDecoder('utf-16le').decode(bytes)}`;
  }
  if (row instanceof CryptoKey || row === null || typeof row !== 'object') return String(row);
  return Object.entries(row)
    .map(([key, part]) => `${key}=${textOf(part)}`)
    .join(' ');
}

export async function wipe(store: Store): Promise<void> {
  store.db.close();
  await Dexie.delete(databaseName(store.profile.personId));
}
