/** The server is not the one that gave the receipts: offer everything that this phone still holds, pull anew. */
import type { ClientMeta, ClientPlan, ClientReader } from './client-state.ts';
import { planOn } from './plan-step.ts';

/**
 * Stored and quarantined ops go back into the outbox with their old receipts; registers keep showing what they show until the pull
 * of the new era is complete.
 */
export async function offerAgain(reader: ClientReader, meta: ClientMeta, epoch: string | null): Promise<ClientPlan> {
  const own = await reader.allOwnOps();
  return planOn(meta, {
    meta: {
      ...meta,
      epoch,
      restores: meta.restores + 1,
      cursor: 0,
      cursorHash: null,
      confirmed: [],
      seen: null,
      rebuilding: true,
      grown: [],
    },
    ops: own.filter(({ state, offered }) => state !== 'replaced' && !offered).map((entry) => ({ ...entry, offered: true })),
    recheckEvidence: true,
  });
}
