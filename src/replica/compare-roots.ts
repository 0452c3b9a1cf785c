/** The server half of the check that a phone shows what the server holds. */
import { stateRoot } from '#oplog/assessment-root.ts';
import type { HashText } from '#oplog/hash-op.ts';
import type { Head } from '#oplog/op.ts';
import type { RootsRequest } from '#protocol/roots-wire.ts';
import type { RegisterRow } from '#protocol/sync-wire.ts';
import type { EntityId } from '#shared/ids.ts';
import type { PullPorts } from './ports.ts';

export type Difference = { readonly assessment: EntityId; readonly phone: string; readonly server: string };

/**
 * Assessments of which the phone holds something else at its cursor. One that changed after the cursor says nothing, one out of the
 * viewer's scope neither: a pull settles both.
 */
export async function compareRoots(ports: PullPorts, sha256: HashText, request: RootsRequest): Promise<readonly Difference[]> {
  return ports.snapshot(async (reader) => {
    if ((await reader.epoch()) !== request.epoch) return [];
    const found: Difference[] = [];
    for (const [id, phone] of request.roots) {
      const assessment = id as EntityId;
      const rows = (await reader.rowsOf(assessment)).filter((row): row is RegisterRow => row.kind === 'register');
      if (rows.length === 0 || rows.some(({ gsn }) => gsn > request.cursor)) continue;
      const server = stateRoot(rows.map(registerOfRow), sha256);
      if (server !== phone) found.push({ assessment, phone, server });
    }
    return found;
  });
}

function registerOfRow({ entity, entityId, register, heads }: RegisterRow) {
  return { entity, entityId: entityId as EntityId, register, heads: heads as Head[] };
}
