/** The product's data layer in a page without screens: store, vault, capture's commands and the sync loop, driven from outside. */
import { sessionReplySchema } from '#protocol/session-wire.ts';
import { demoCreditCode } from '#domain/credit-code.ts';
import type { UnsignedEvidence } from '#domain/evidence.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import type { PersonId, Sha256 } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import type { NewEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { syncSummary } from '#store/queries/sync-summary.ts';
import type { Store } from '#store/store.ts';
import { browserPorts } from '#sync/browser-ports.ts';
import { exchange } from '#sync/exchange.ts';
import { refreshReference } from '#sync/refresh-reference.ts';
import { startSync } from '#sync/sync-loop.ts';
import type { SyncHandle, SyncState } from '#sync/sync-loop.ts';
import { enrol } from '#vault/enrol.ts';
import { openProfile } from '#vault/vault.ts';

export type Fill = {
  readonly assessments: number;
  /** Answers in each. */
  readonly answers: number;
  /** Photos altogether, and the bytes of the smallest and the largest. */
  readonly photos: number;
  readonly bytes: readonly [number, number];
};

export type PageState = {
  readonly sync: SyncState | null;
  readonly pendingOps: number;
  readonly pendingPhotos: number;
  readonly photosVerified: number;
  /** Every problem that a cycle ended with so far, and how often. */
  readonly problems: Readonly<Record<string, number>>;
};

const ports = browserPorts(null);
let store: Store | null = null;
let handle: SyncHandle | null = null;
let pressing: ReturnType<typeof setInterval> | null = null;
const problems: Record<string, number> = {};

const soak = {
  /** Signs in, enrols, and fetches the definitions. Needs a good network. */
  begin: async (account: string, password: string): Promise<void> => {
    const reply = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password }),
    });
    const session = sessionReplySchema.parse(await reply.json());
    value(await enrol(session, ports));
    store = value(await openProfile(session.person.id as PersonId));
    const { page } = value(await exchange(store, ports, () => undefined));
    value(await refreshReference(store, ports, page));
  },

  /** What a person would have typed and photographed. Returns the SHA-256 of every photo. */
  fill: async ({ assessments, answers, photos, bytes }: Fill, definition: string): Promise<readonly string[]> => {
    const open = opened();
    const enterprise = firm();
    value(await addEnterprise(open, enterprise));
    const hashes: string[] = [];
    for (let index = 0; index < assessments; index += 1) {
      const { assessmentId } = value(await startAssessment(open, { enterprise: enterprise.code, definition }));
      for (let answer = 0; answer < answers; answer += 1)
        value(await setAnswer(open, assessmentId, questions[answer % questions.length] ?? '', `答 ${String(answer)}`));
      const share = Math.floor(((index + 1) * photos) / assessments) - Math.floor((index * photos) / assessments);
      for (let photo = 0; photo < share; photo += 1) {
        const taken = await picture(assessmentId, bytes[0] + Math.floor(Math.random() * (bytes[1] - bytes[0])));
        value(await attachEvidence(open, assessmentId, questions[0] ?? '', taken));
        hashes.push(taken.record.sha256);
      }
    }
    return hashes;
  },

  useQuestions: (names: readonly string[]): void => {
    questions = names;
  },

  /** Starts the loop; with `pressMs`, a person presses “retry now” that often while nothing is under way. */
  start: (pressMs: number | null): void => {
    const sync = startSync(opened(), ports);
    handle = sync;
    let last: SyncState['problem'] = null;
    sync.subscribe(({ problem }) => {
      if (problem !== null && problem !== last) problems[problem.code] = (problems[problem.code] ?? 0) + 1;
      last = problem;
    });
    if (pressMs === null) return;
    pressing = setInterval(() => {
      const { phase } = sync.state();
      if (phase === 'idle' || phase === 'offline') sync.now();
    }, pressMs);
  },

  stop: (): void => {
    if (pressing !== null) clearInterval(pressing);
    handle?.stop();
  },

  /** Hashes of everything that was written here. */
  opHashes: async (): Promise<readonly string[]> => (await opened().db.ops.toArray()).map(({ hash }) => hash),

  state: async (): Promise<PageState> => {
    const { pendingOps, pendingPhotos, photosVerified } = await syncSummary(opened());
    return { sync: handle?.state() ?? null, pendingOps, pendingPhotos, photosVerified, problems };
  },
};

export type Soak = typeof soak;

Reflect.set(globalThis, 'soak', soak);

let questions: readonly string[] = [];

function opened(): Store {
  if (store === null) throw new Error('not begun');
  return store;
}

function value<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.problem.code} ${JSON.stringify(outcome.problem.detail)}`);
  return outcome.value;
}

function firm(): Parameters<typeof addEnterprise>[1] {
  return {
    code: demoCreditCode('420115', 900_002),
    name: '武汉测试精密机械有限公司',
    region: '420115' as never,
    industry: 'C34',
    headcount: 120,
    revenue: 5600,
    address: null,
    contact: null,
    phone: null,
    demo: false,
  };
}

/** A JPEG that decodes, with bytes nobody else has in its comments, so that it is as long as it is asked to be. */
async function picture(assessment: string, size: number): Promise<NewEvidence> {
  const bytes = withComments(await dot(), size);
  const sha256 = sha256Bytes(bytes) as Sha256;
  const record: UnsignedEvidence = {
    assessment: assessment as UnsignedEvidence['assessment'],
    sha256,
    size: bytes.length,
    mime: 'image/jpeg',
    width: 16,
    height: 12,
    method: 'inapp',
    capturedAt: new Date().toISOString(),
    position: null,
    original: { sha256, size: bytes.length, width: 16, height: 12, takenAt: null, device: null },
    caption: null,
  };
  const moment = { monotonic: 1, zoneOffset: 480, serverOffset: null, beacon: null, positionAge: null, build: 'test' };
  return { record, moment, bytes: bytes.buffer, thumbnail: new Uint8Array([1, 2, 3]).buffer };
}

async function dot(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(16, 12);
  canvas.getContext('2d')?.fillRect(2, 2, 8, 8);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Comments (FFFE) after the first marker. Their bytes are random and no ASCII: nothing in them looks like markup or an archive. */
function withComments(jpeg: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [jpeg.subarray(0, 2)];
  for (let left = size - jpeg.length; left > 4;) {
    const length = Math.min(left - 2, 65_000);
    const part = crypto.getRandomValues(new Uint8Array(length + 2)).map((byte) => byte | 0x80);
    part.set([0xff, 0xfe, length >> 8, length & 0xff]);
    parts.push(part);
    left -= part.length;
  }
  parts.push(jpeg.subarray(2));
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
