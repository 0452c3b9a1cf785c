/** Takes a push in: the decisions are `#replica`'s, the surroundings are this server's. */
import { sql } from 'kysely';
import type { AssessmentRecord } from '#domain/assessment.ts';
import { acceptPush } from '#replica/accept-push.ts';
import type { PushPorts } from '#replica/ports.ts';
import type { PushReply, PushRequest } from '#protocol/sync-wire.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { sharedMs } from './beacon.ts';
import type { ServerContext } from './context.ts';
import { pushStorage } from './db/push-storage.ts';
import type { PushStorage } from './db/push-storage.ts';
import type { StorageTx } from './db/storage-tx.ts';
import { verifyMeanwhile } from './device-signature.ts';
import { sha256 } from './sha256.ts';
import { judgeWith } from './judge-op.ts';

export type PushOptions = {
  /** Out of a bundle that the office brings, so that a device reported lost is taken from too. */
  readonly rescued?: boolean;
  /** Its device's keys are gone and somebody else answers for it: not asked for a signature, and none is kept. */
  readonly unsigned?: boolean;
  /** What must still hold when it is written; see `PushPorts`. */
  readonly onlyIf?: PushPorts['onlyIf'];
};

export function push(
  server: ServerContext,
  signedIn: PersonId,
  request: PushRequest,
  { rescued = false, unsigned = false, onlyIf }: PushOptions = {},
): Promise<Outcome<PushReply>> {
  const { now, beacons, catalogue, pushes } = server;
  const storage = pushStorage(pushes, request.ops);
  const ports: PushPorts = {
    storage,
    now,
    beacon: beacons.make,
    sha256,
    verify: unsigned ? () => true : verifyMeanwhile,
    rescued,
    onlyIf,
    mayRelease: (author) => author === server.settings.serverPerson,
    judge: judgeWith({
      rights: (person) => storage.current().rights(person),
      now,
      enrolledAt: (device) => enrolledAt(storage.current(), device),
      // Given out for a while after it was made: only at the end of that is it certain that what stands in it was known.
      notBefore: once((beacon) => {
        const madeAt = beacons.read(beacon);
        return madeAt === null ? null : madeAt + sharedMs;
      }),
      kindOf: async (hash) => {
        const { db, buffer } = storage.current();
        for (const held of buffer.registers.values()) {
          const head = held.get('@workflow')?.register.heads.find((candidate) => candidate.hash === hash);
          if (head !== undefined) return head.kind;
        }
        const pending = request.ops.find((op) => op.hash === hash) ?? buffer.ops.find(({ op }) => op.hash === hash)?.op;
        if (pending !== undefined) return pending.kind;
        const row = await db
          .selectFrom('ops')
          .select('kind')
          .where('hash', '=', hash)
          .where('register', '=', sql.lit('@workflow'))
          .executeTakeFirst();
        return row?.kind ?? null;
      },
      device: async (id) => {
        const row = await storage
          .current()
          .db.selectFrom('devices')
          .select(['person', 'public_key'])
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? null : { person: row.person, publicKey: row.public_key };
      },
      definition: catalogue.indexed,
      definitionOf: (assessment) => definitionOf(storage, request, assessment),
    }),
    project: (_tx, touched) => {
      for (const id of touched) storage.current().buffer.touched.add(id);
      return Promise.resolve();
    },
  };
  return acceptPush(ports, signedIn, request);
}

/** Ops of one push name few beacons. */
function once(ask: (name: string) => number | null): (name: string) => number | null {
  const asked = new Map<string, number | null>();
  return (name) => {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const answer = ask(name);
    asked.set(name, answer);
    return answer;
  };
}

/** What names no beacon of ours was still written after its device was enrolled. */
async function enrolledAt({ db, buffer }: StorageTx, device: DeviceId): Promise<number> {
  const held = buffer.devices.get(device)?.enrolledAt;
  if (held !== undefined) return Date.parse(held);
  const row = await db.selectFrom('devices').select('enrolled_at').where('id', '=', device).executeTakeFirst();
  return row === undefined ? 0 : Date.parse(row.enrolled_at);
}

/** The edition an assessment was created with: from its register, or from the create in this very push. */
function definitionOf(storage: PushStorage, request: PushRequest, assessment: string): string | null {
  const held = storage
    .current()
    .buffer.registers.get(assessment as EntityId)
    ?.get('@create')?.register.heads[0]?.value;
  const record = held ?? request.ops.find((op) => op.kind === 'create' && op.entityId === assessment)?.value ?? null;
  return (record as AssessmentRecord | null)?.definitionHash ?? null;
}
