/** Now and then: does this phone show what the server holds? A difference is fetched anew, and the server notes it. */
import { rootsLimit, rootsReplySchema } from '#protocol/roots-wire.ts';
import { snapshotReplySchema } from '#protocol/sync-wire.ts';
import { applyRepair, rootHeld } from '#replica/repair.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { sha256Text } from '#shared/sha256.ts';
import { withHandle } from '#store/store-gate.ts';
import type { Store } from '#store/store.ts';
import { writeDecision } from '#store/write-decision.ts';
import { callServer } from './call-server.ts';
import type { SyncPorts } from './sync-ports.ts';

export type RootCheck = {
  /** A few assessments each cycle, all of them once a day. Returns how many were repaired. */
  readonly next: () => Promise<Outcome<number>>;
};

const everyMs = 24 * 60 * 60 * 1000;

export function rootCheck(store: Store, ports: SyncPorts): RootCheck {
  let left: EntityId[] = [];
  let begunAt = -Infinity;
  return {
    next: async () => {
      if (left.length === 0) {
        if (ports.clock.monotonic() - begunAt < everyMs) return ok(0);
        begunAt = ports.clock.monotonic();
        left = (await store.db.assessments.toCollection().primaryKeys()) as EntityId[];
      }
      return check(store, ports, left.splice(0, rootsLimit));
    },
  };
}

async function check(store: Store, ports: SyncPorts, assessments: readonly EntityId[]): Promise<Outcome<number>> {
  const { epoch, cursor } = await store.reader.meta();
  const roots: [string, string][] = [];
  for (const id of assessments) {
    const root = await withHandle(store.db, () => rootHeld(store.reader, id, sha256Text));
    if (root !== null) roots.push([id, root]);
  }
  // Something was pulled meanwhile: the next round asks about it.
  if (roots.length === 0 || epoch === null || (await store.reader.meta()).cursor !== cursor) return ok(0);
  const body = { epoch, cursor, roots };
  const reply = await callServer(ports.fetch, { method: 'POST', path: '/api/sync/roots', body }, rootsReplySchema);
  if (reply.kind === 'refused') return reply;
  for (const id of reply.value.differing) {
    const repaired = await repair(store, ports, id as EntityId);
    if (repaired.kind === 'refused') return repaired;
  }
  return ok(reply.value.differing.length);
}

async function repair(store: Store, ports: SyncPorts, assessment: EntityId): Promise<Outcome<null>> {
  const path = `/api/sync/snapshot?entity=${encodeURIComponent(assessment)}`;
  const reply = await callServer(ports.fetch, { method: 'GET', path, body: null }, snapshotReplySchema);
  if (reply.kind === 'refused') return reply;
  return writeDecision(store, async () => ({ plan: await applyRepair(store.reader, assessment, reply.value), result: null }));
}
