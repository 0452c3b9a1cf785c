/** The real server half over memory storage, behind `fetch`. */
import { acceptPush } from '#replica/accept-push.ts';
import { buildPull, buildSnapshot } from '#replica/build-pull.ts';
import { protocolHeader, protocolVersion, pushRequestSchema } from '#protocol/sync-wire.ts';
import type { PullReply, PushRequest } from '#protocol/sync-wire.ts';
import type { Judge, PullPorts } from '#replica/ports.ts';
import { fromBase64url } from '#shared/base64url.ts';
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import { problem, problemStatus } from '#shared/problems.ts';
import type { Problem, ProblemCode } from '#shared/problems.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import type { OpenUpload } from '#sync/open-upload.ts';
import type { SyncPorts } from '#sync/sync-ports.ts';
import { browserChance, browserClock } from '#store/browser-clock.ts';
import type { Store } from '#store/store.ts';
import { Killed, memoryServer, prefixOf } from '../../simulation/memory-server.ts';
import type { MemoryServer } from '../../simulation/memory-server.ts';
import { pullPorts, pushPorts } from '../../simulation/push-ports.ts';

export type TestServer = {
  readonly memory: MemoryServer;
  readonly ports: SyncPorts;
  /** Who is signed in. */
  person: PersonId;
  /** What the next requests meet instead of the server. */
  fault: 'none' | 'offline' | 'portal' | 'signed-out' | 'busy' | 'lose-replies';
  /** Most rows a page has. */
  pageRows: number;
  /** Whether it offers many pages in one reply. */
  streams: boolean;
  readonly calls: string[];
  readonly files: Map<string, Uint8Array>;
  readonly committed: Map<string, string>;
  /** What commits are refused with; null: they are not. */
  commitProblem: ProblemCode | null;
  /** Text by path, for definitions and packs. */
  readonly reference: Map<string, unknown>;
  versions: { registry: string; definitions: string };
};

export function testServer(store: Store, judge?: Judge): TestServer {
  const memory = memoryServer(`epoch-${Math.random()}`);
  const now = (): number => Date.now();
  const server: TestServer = {
    memory,
    person: store.profile.personId,
    fault: 'none',
    pageRows: 500,
    streams: true,
    calls: [],
    files: new Map(),
    committed: new Map(),
    commitProblem: null,
    reference: new Map(),
    versions: { registry: '', definitions: '' },
    ports: {
      clock: browserClock,
      random: browserChance,
      fetch: (input, init) => answer(input as string, init),
      openUpload: (...upload) => receive(...upload),
      mayUpload: () => true,
    },
  };
  const receive: OpenUpload = async ({ bytes, evidenceId }, events) => {
    if (server.fault === 'offline') {
      events.onFailed(null);
      return () => undefined;
    }
    server.files.set(`upload-${evidenceId}`, bytes.slice());
    events.onUrl(`/api/files/upload-${evidenceId}`);
    events.onProgress(bytes.length);
    events.onDone(`/api/files/upload-${evidenceId}`);
    return () => undefined;
  };

  const answer = async (path: string, init: RequestInit | undefined): Promise<Response> => {
    server.calls.push(path.split('?')[0] ?? '');
    if (server.fault === 'offline') throw new TypeError('Failed to fetch');
    if (server.fault === 'portal')
      return new Response('<html>Sign in to Wi-Fi</html>', { headers: { 'content-type': 'text/html' } });
    if (server.fault === 'busy') {
      const busy = refusal(problem('sync.too-many', { seconds: 3 }));
      busy.headers.set('retry-after', '3');
      return busy;
    }
    if (server.fault === 'signed-out') return refusal(problem('auth.signed-out'));
    const reply = await route(path, init?.body === undefined || init.body === null ? null : JSON.parse(init.body as string));
    if (server.fault === 'lose-replies') throw new TypeError('Failed to fetch');
    return reply;
  };

  const viewOf = (person: PersonId): PullPorts => pullPorts(memory, now, person, prefixOf(memory.state, person));

  const route = async (path: string, body: unknown): Promise<Response> => {
    const { person } = server;
    if (path === '/api/devices') {
      const { device, publicKey } = body as { device: DeviceId; publicKey: string };
      const row = { device, owner: person, publicKey, last: 0, lastHash: null, enrolledAt: '', lost: false };
      if (!memory.state.devices.has(device)) memory.state.devices.set(device, row);
      return json({ device, enrolledAt: '', beacon: 'b' });
    }
    if (path === '/api/sync/push') {
      const request = pushRequestSchema.parse(body) as unknown as PushRequest;
      const ports = { ...pushPorts(memory, now, judge), verify: verifySignature };
      const outcome = await acceptPush(ports, person, request).catch((error: unknown) => {
        if (error instanceof Killed) return null;
        throw error;
      });
      if (outcome === null) throw new TypeError('Failed to fetch');
      return outcome.kind === 'ok' ? json(outcome.value) : refusal(outcome.problem);
    }
    if (path === '/api/sync/receipts') {
      const { device, seqs } = body as { device: DeviceId; seqs: number[] };
      const held = memory.state.ops.filter(({ op }) => op.device === device && seqs.includes(op.seq));
      const { epoch, devices } = memory.state;
      const receipts = held.map(({ receipt }) => receipt);
      return json({ proto: protocolVersion, epoch, last: devices.get(device)?.last ?? 0, receipts, beacon: 'b' });
    }
    if (path.startsWith('/api/sync/pull') || (server.streams && path.startsWith('/api/sync/stream'))) {
      const query = new URL(path, 'http://x').searchParams;
      const epoch = query.get('epoch') ?? '';
      const [seen, hash] = query.get('seen')?.split('.') ?? [];
      const request = {
        cursor: Number(query.get('cursor')),
        epoch: epoch === '' ? null : epoch,
        limit: Math.min(Number(query.get('limit')), server.pageRows),
        scope: query.get('scope'),
        seen: seen === undefined || hash === undefined ? null : { gsn: Number(seen), hash },
        confirmed: query.getAll('confirmed').map((text) => {
          const [device = '', seq = '', hash = '', gsn = ''] = text.split('.');
          return { device: device as DeviceId, seq: Number(seq), hash: hash as OpHash, gsn: gsn === '' ? null : Number(gsn) };
        }),
      };
      const pages: PullReply[] = [];
      do {
        const last = pages.at(-1);
        const page = await buildPull(
          viewOf(person),
          last === undefined ? request : { ...request, cursor: last.cursor, scope: last.scopeVersion },
        );
        pages.push({ ...page, registryVersion: server.versions.registry, definitionsVersion: server.versions.definitions });
      } while (path.startsWith('/api/sync/stream') && pages.at(-1)?.more === true);
      if (path.startsWith('/api/sync/pull')) return json(pages[0]);
      const lines = pages.map((page) => `${JSON.stringify(page)}\n`).join('');
      return new Response(lines, {
        headers: { 'content-type': 'application/x-ndjson', [protocolHeader]: String(protocolVersion) },
      });
    }
    if (path.startsWith('/api/sync/snapshot')) {
      const entity = new URL(path, 'http://x').searchParams.get('entity') ?? '';
      return json(await buildSnapshot(viewOf(person), entity as EntityId));
    }
    if (path === '/api/evidence/have') {
      const { items } = body as { items: [string, string][] };
      return json({ held: items.filter(([id, sha256]) => server.committed.get(id) === sha256) });
    }
    if (path === '/api/evidence/commit') {
      if (server.commitProblem !== null) return refusal(problem(server.commitProblem));
      const { evidenceId, uploadId } = body as { evidenceId: string; uploadId: string; sha256: string };
      const file = server.files.get(uploadId);
      if (file === undefined) return refusal(problem('evidence.not-uploaded'));
      const sha256 = sha256Bytes(file);
      server.committed.set(evidenceId, sha256);
      return json({ evidenceId, sha256, size: file.length, committedAt: new Date().toISOString() });
    }
    if (path === '/api/definitions' && !server.reference.has(path)) return json({ version: '', definitions: [] });
    if (path === '/api/facts' && !server.reference.has(path)) return json({ facts: {} });
    if (path === '/api/registry' && !server.reference.has(path)) return json({ version: '', packs: [] });
    const known = server.reference.get(path);
    return known === undefined ? refusal(problem('access.not-found')) : json(known);
  };
  return server;
}

function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', [protocolHeader]: String(protocolVersion) },
  });
}

function refusal({ code, detail }: Problem): Response {
  return json({ problem: { code, detail } }, problemStatus[code]);
}

async function verifySignature(publicKey: string, signature: string, text: string): Promise<boolean> {
  const { kty, crv, x, y } = JSON.parse(publicKey) as JsonWebKey;
  const key = await crypto.subtle.importKey(
    'jwk',
    { kty, crv, x, y } as JsonWebKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const bytes = fromBase64url(signature) ?? new Uint8Array();
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, new TextEncoder().encode(text));
}
