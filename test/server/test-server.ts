/** A server of a test's own on SQLite or PostgreSQL, phones that write to it, and nothing faked but the clock. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { Pool } from 'pg';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { Role } from '#domain/person.ts';
import { demoCreditCode } from '#domain/credit-code.ts';
import { hlcZero, tick } from '#oplog/hybrid-clock.ts';
import { makeOp } from '#oplog/make-op.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op, OpDraft } from '#oplog/op.ts';
import type { PullReply, PushReply, PushRequest } from '#protocol/sync-wire.ts';
import type { SessionReply } from '#protocol/session-wire.ts';
import { addPerson } from '#server/auth/people.ts';
import { openUploads } from '#server/blobs/upload-store.ts';
import type { ServerContext } from '#server/context.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { loadDefinitions } from '#server/definitions/load-definitions.ts';
import { loadFacts } from '#server/definitions/load-facts.ts';
import { createApp } from '#server/http/app.ts';
import type { App } from '#server/http/app.ts';
import { openServer } from '#server/open-server.ts';
import { newId } from '#shared/ids.ts';
import type { DeviceId, EntityId, OpHash, PersonId, RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

export type TestServer = {
  readonly server: ServerContext;
  readonly app: App;
  readonly folder: string;
  /** Null: SQLite in the folder. */
  readonly databaseUrl: string | null;
  /** Milliseconds that the server's clock is ahead. */
  readonly clock: { ahead: number };
  readonly errors: unknown[];
  readonly stop: () => Promise<void>;
};

export const password = 'correct horse battery staple';
export const random = (count: number): Uint8Array => randomBytes(count);

/** `own`: in the database that the URL names, which the caller made, instead of a fresh one beside it. */
export async function testServer(
  postgresUrl: string | null = null,
  { own = false, filesOrigin = null }: { readonly own?: boolean; readonly filesOrigin?: string | null } = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-server-'));
  const given = { url: postgresUrl ?? '', drop: () => Promise.resolve() };
  const database = postgresUrl === null ? null : own ? given : await freshDatabase(postgresUrl);
  const clock = { ahead: 0 };
  const { server, close } = await openServer({
    dataFolder: folder,
    databaseUrl: database?.url ?? null,
    definitions: await loadDefinitions(definitionsFolder()),
    facts: await loadFacts(definitionsFolder()),
    now: () => Date.now() + clock.ahead,
  });
  const errors: unknown[] = [];
  const app = createApp({
    server,
    uploads: openUploads(server.folders.uploads),
    files: null,
    filesOrigin,
    addressOf: (c) => c.req.header('x-test-address') ?? '10.0.0.1',
    report: (error) => errors.push(error),
  });
  const stop = async (): Promise<void> => {
    await close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { server, app, folder, databaseUrl: database?.url ?? null, clock, errors, stop };
}

/** The databases that the contract runs on: SQLite always, PostgreSQL where the runner has started one. */
export const databases: readonly (readonly [name: string, url: string | null])[] = [
  ['sqlite', null],
  ...(process.env['XUNZHEN_TEST_POSTGRES'] === undefined ? [] : [['postgres', process.env['XUNZHEN_TEST_POSTGRES']] as const]),
];

export async function freshDatabase(url: string): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 1 }) }) });
  await sql`create database ${sql.id(name)}`.execute(admin);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    drop: async () => {
      await sql`drop database ${sql.id(name)} with (force)`.execute(admin);
      await admin.destroy();
    },
  };
}

/** What an authenticator app shows. */
export function codeOf(secret: string, now: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

/** Somebody with an account who is signed in. */
export type Visitor = {
  readonly person: PersonId;
  readonly session: SessionReply;
  readonly cookie: string;
  readonly request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
};

/** As a demonstration account, which needs no second factor and may have any number of phones, unless told otherwise. */
export async function visitor(test: TestServer, account: string, role: Role, region: string, demo = true): Promise<Visitor> {
  const { server, app } = test;
  const at = new Date(server.now()).toISOString();
  const person = { account, name: account, role, region: region as RegionCode, password, demo };
  const id = await addPerson(server.open.db, person, at);
  if (id === null) throw new Error(`account ${account} is taken`);
  const signedIn = await app.hono.request('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  if (signedIn.status !== 200) throw new Error(`sign-in answered ${String(signedIn.status)}`);
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    person: id,
    session: (await signedIn.json()) as SessionReply,
    cookie,
    request: async (method, path, body, headers = {}) =>
      app.hono.request(path, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** A phone: writes a chain, pushes, pulls. It keeps no state but its chain and heads. */
export type Phone = {
  readonly device: DeviceId;
  readonly owner: Visitor;
  /** Adds ops of one tap to the chain. */
  readonly write: (...drafts: readonly OpDraft[]) => readonly Op[];
  /** Takes over what others made the heads of a register. */
  readonly see: (entityId: EntityId, register: string, hashes: readonly OpHash[]) => void;
  /** Ops written and not yet pushed. */
  readonly waiting: Op[];
  readonly sign: (ops: readonly Op[]) => PushRequest;
  readonly signText: (text: string) => string;
  /** JWK text. */
  readonly publicKey: string;
  readonly push: (ops?: readonly Op[], as?: Visitor) => Promise<PushReply>;
  readonly pull: (cursor?: number) => Promise<PullReply>;
};

export async function phone(owner: Visitor): Promise<Phone> {
  const device = newId<DeviceId>(random);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = JSON.stringify(publicKey.export({ format: 'jwk' }));
  const enrolled = await owner.request('POST', '/api/devices', {
    device,
    publicKey: publicJwk,
    successorOf: null,
    recoveryEnvelope: null,
  });
  if (enrolled.status !== 200) throw new Error(`enrolment answered ${String(enrolled.status)}`);
  let { beacon } = (await enrolled.json()) as { readonly beacon: string };
  const heads = new Map<string, readonly OpHash[]>();
  const chain = { seq: 0, prev: null as OpHash | null, hlc: hlcZero };
  const waiting: Op[] = [];
  const signText = (text: string): string =>
    sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const sign_ = (ops: readonly Op[]): PushRequest => ({
    proto: 1,
    epoch: owner.session.epoch,
    device,
    deviceSignature: signText(ops.at(-1)?.hash ?? ''),
    ops,
  });
  return {
    device,
    owner,
    waiting,
    sign: sign_,
    signText,
    publicKey: publicJwk,
    write: (...drafts) => {
      const step = newId<string>(random);
      return drafts.map((draft) => {
        chain.seq += 1;
        chain.hlc = tick(chain.hlc, Date.now(), device);
        const register = `${draft.entityId}|${registerOf(draft)}`;
        const op = makeOp(draft, {
          device,
          seq: chain.seq,
          prev: chain.prev,
          author: owner.person,
          salt: randomBytes(8).toString('hex'),
          parents: heads.get(register) ?? [],
          seen: draft.entity === 'assessment' ? (heads.get(`${draft.entityId}|@workflow`)?.[0] ?? null) : null,
          step,
          beacon,
          was: null,
          hlc: chain.hlc,
          wallTime: new Date().toISOString(),
          monotonic: performance.now(),
        });
        heads.set(register, [op.hash]);
        chain.prev = op.hash;
        waiting.push(op);
        return op;
      });
    },
    see: (entityId, register, hashes) => heads.set(`${entityId}|${register}`, hashes),
    push: async (ops, as = owner) => {
      const sent = ops ?? waiting.splice(0);
      const response = await as.request('POST', '/api/sync/push', sign_(sent));
      if (response.status !== 200) throw new Error(`push answered ${String(response.status)} ${await response.text()}`);
      const reply = (await response.json()) as PushReply;
      beacon = reply.beacon;
      return reply;
    },
    pull: async (cursor = 0) => {
      const response = await owner.request('GET', `/api/sync/pull?cursor=${String(cursor)}&epoch=${owner.session.epoch}`);
      if (response.status !== 200) throw new Error(`pull answered ${String(response.status)} ${await response.text()}`);
      const reply = (await response.json()) as PullReply;
      beacon = reply.beacon;
      return reply;
    },
  };
}

const blank = { field: null, reason: null, basis: null, definition: null } as const;

export function enterpriseRecord(over: Partial<EnterpriseRecord> = {}): EnterpriseRecord {
  return {
    code: demoCreditCode('420115', 900_001),
    name: '测试机械有限公司',
    region: '420115' as RegionCode,
    industry: 'C34',
    headcount: 120,
    revenue: 5600,
    address: null,
    contact: null,
    phone: null,
    demo: false,
    ...over,
  };
}

export function createEnterprise(record: EnterpriseRecord): OpDraft {
  return { ...blank, kind: 'create', entity: 'enterprise', entityId: record.code as EntityId, value: record };
}

/** The newest edition of the two-integration diagnosis. */
export function twoIntegration({ catalogue }: ServerContext) {
  const latest = catalogue.latest('two-integration');
  if (latest === null) throw new Error('no two-integration definition');
  return latest;
}

export function createAssessment(
  server: ServerContext,
  assessmentId: EntityId,
  over: { region?: string; enterprise?: string } = {},
): OpDraft {
  const { compiled, hash } = twoIntegration(server);
  const value = {
    enterprise: over.enterprise ?? demoCreditCode('420115', 900_001),
    enterpriseName: '测试机械有限公司',
    region: over.region ?? '420115',
    definition: compiled.id,
    edition: compiled.edition,
    definitionHash: hash,
    visit: null,
    demo: false,
  };
  return { ...blank, kind: 'create', entity: 'assessment', entityId: assessmentId, value, definition: hash };
}

/** A planned visit, as an op carries it. */
export function visitRecord(over: Readonly<Record<string, Json>> = {}): Json {
  const { code, name, region } = enterpriseRecord();
  return {
    enterprise: code,
    enterpriseName: name,
    region,
    date: '2026-11-23',
    time: null,
    purpose: 'verification',
    instruments: ['two-integration'],
    people: [],
    every: 3,
    note: null,
    followUpOf: null,
    unplanned: false,
    demo: false,
    ...over,
  };
}

/** What was agreed with the firm, of no assessment. */
export function actionRecord(over: Readonly<Record<string, Json>> = {}): Json {
  const { code, name, region } = enterpriseRecord();
  return {
    enterprise: code,
    enterpriseName: name,
    region,
    assessment: null,
    definition: null,
    question: null,
    finding: null,
    severity: 'major',
    before: [],
    title: '补录台账',
    ownerName: '李主任',
    due: '2099-12-31',
    gain: 1.5,
    demo: false,
    ...over,
  };
}

export function setAnswer(assessmentId: EntityId, path: string, value: OpDraft['value']): OpDraft {
  return { ...blank, kind: 'set', entity: 'assessment', entityId: assessmentId, field: `self/${path}`, value };
}

export function draft(over: Pick<OpDraft, 'kind' | 'entity' | 'entityId'> & Partial<OpDraft>): OpDraft {
  return { ...blank, value: null, ...over };
}

export function evidenceDraft(assessment: EntityId, evidenceId: EntityId, sha256: string, size: number): OpDraft {
  return draft({
    kind: 'create',
    entity: 'evidence',
    entityId: evidenceId,
    value: {
      assessment,
      sha256,
      size,
      mime: 'image/jpeg',
      width: 640,
      height: 480,
      method: 'inapp',
      capturedAt: '2026-11-21T06:00:00.000Z',
      position: null,
      original: { sha256, size, width: 640, height: 480, takenAt: null, device: null },
      caption: null,
    },
  });
}

export function linkDraft(assessment: EntityId, evidence: EntityId, question: string): OpDraft {
  return draft({ kind: 'create', entity: 'evidence-link', entityId: newId(random), value: { assessment, evidence, question } });
}

/** The original of a committed photo, as the desk takes it: a signed address, then no cookie. The refusal when there is none. */
export async function original(test: TestServer, as: Visitor, evidenceId: string): Promise<Response> {
  const link = await as.request('POST', `/api/evidence/${evidenceId}/link`, {});
  if (link.status !== 200) return link;
  return test.app.hono.request(((await link.json()) as { readonly url: string }).url);
}

export const newEntity = (): EntityId => newId(random);
