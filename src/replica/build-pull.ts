/** The server half of pull: one page of folded rows behind the phone's cursor, within its scope, from one consistent read. */
import { protocolVersion } from '#protocol/sync-wire.ts';
import type { PullReply, PullRow } from '#protocol/sync-wire.ts';
import type { EntityId } from '#shared/ids.ts';
import type { PullPorts } from './ports.ts';

export const pullLimit = 500;

export type PullRequest = { readonly cursor: number; readonly epoch: string | null; readonly limit: number };

export async function buildPull(ports: PullPorts, request: PullRequest): Promise<PullReply> {
  return ports.snapshot(async (reader) => {
    const [epoch, head, versions] = [await reader.epoch(), await reader.head(), await reader.versions()];
    // Numbers of another epoch mean nothing here: such a phone begins anew.
    const from = request.epoch === null || request.epoch === epoch ? Math.max(0, request.cursor) : 0;
    const limit = Math.min(Math.max(1, request.limit), pullLimit);
    const rows = from >= head ? [] : await reader.rows(from, head, limit);
    const more = rows.length === limit;
    const last = rows.at(-1)?.gsn ?? from;
    // Behind a page that is not full nothing follows in scope: the cursor may pass what others' scopes hold.
    const cursor = more ? last : Math.max(from, head);
    return {
      proto: protocolVersion,
      epoch,
      from,
      hashAtCursor: from === 0 ? null : await reader.changeHash(from),
      rows: [...rows],
      cursor,
      cursorHash: cursor === 0 ? null : await reader.changeHash(cursor),
      more,
      scopeVersion: versions.scope,
      grown: [...versions.grown],
      purge: [...versions.purge],
      registryVersion: versions.registry,
      definitionsVersion: versions.definitions,
      beacon: ports.beacon(),
      serverTime: new Date(ports.now()).toISOString(),
    };
  });
}

/** What `GET /api/sync/snapshot` answers: all rows of one assessment or enterprise, [] when out of scope or absent. */
export async function buildSnapshot(
  ports: PullPorts,
  entityId: EntityId,
): Promise<{ readonly proto: number; readonly epoch: string; readonly rows: readonly PullRow[] }> {
  return ports.snapshot(async (reader) => ({
    proto: protocolVersion,
    epoch: await reader.epoch(),
    rows: await reader.rowsOf(entityId),
  }));
}
