/** Takes a push in: the decisions are `#replica`'s, the surroundings are this server's. */
import { sql } from 'kysely';
import type { Actor } from '#domain/person.ts';
import type { AssessmentRecord } from '#domain/assessment.ts';
import { acceptPush } from '#replica/accept-push.ts';
import type { PushPorts } from '#replica/ports.ts';
import type { PushReply, PushRequest } from '#protocol/sync-wire.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { actorOf } from './auth/people.ts';
import type { ServerContext } from './context.ts';
import { pushStorage } from './db/push-storage.ts';
import type { PushStorage } from './db/push-storage.ts';
import { verifyDeviceSignature } from './device-signature.ts';
import { sha256 } from './sha256.ts';
import { judgeWith } from './judge-op.ts';

export function push(server: ServerContext, signedIn: PersonId, request: PushRequest): Promise<Outcome<PushReply>> {
  const { now, beacons, catalogue, pushes } = server;
  const storage = pushStorage(pushes, request.ops);
  const ports: PushPorts = {
    storage,
    now,
    beacon: beacons.make,
    sha256,
    verify: verifyDeviceSignature,
    mayRelease: (author) => author === server.settings.serverPerson,
    judge: judgeWith({
      actor: cachedActor(storage),
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
      definitionOf: (assessment) => Promise.resolve(definitionOf(storage, request, assessment)),
    }),
    project: (_tx, touched) => {
      for (const id of touched) storage.current().buffer.touched.add(id);
      return Promise.resolve();
    },
  };
  return acceptPush(ports, signedIn, request);
}

/** People do not change within a transaction. */
function cachedActor(storage: PushStorage): (person: PersonId) => Promise<Actor | null> {
  return async (person) => {
    const { db, buffer } = storage.current();
    const known = actors.get(buffer) ?? new Map<PersonId, Actor | null>();
    actors.set(buffer, known);
    const held = known.get(person);
    if (held !== undefined) return held;
    const actor = await actorOf(db, person);
    known.set(person, actor);
    return actor;
  };
}

const actors = new WeakMap<object, Map<PersonId, Actor | null>>();

/** The edition an assessment was created with: from its register, or from the create in this very push. */
function definitionOf(storage: PushStorage, request: PushRequest, assessment: string): string | null {
  const held = storage
    .current()
    .buffer.registers.get(assessment as EntityId)
    ?.get('@create')?.register.heads[0]?.value;
  const record = held ?? request.ops.find((op) => op.kind === 'create' && op.entityId === assessment)?.value ?? null;
  return (record as AssessmentRecord | null)?.definitionHash ?? null;
}
