/** A lost store got some of its unsent ops back from a copy: into the outbox with them, under the devices that wrote them. */
import type { DeviceId } from '#shared/ids.ts';
import type { ClientPlan, ClientReader, OwnOp } from './client-state.ts';
import { refoldAfter } from './plan-reissue.ts';
import { planOn } from './plan-step.ts';

/**
 * Ops that are here already, under their own name or under the one they were re-issued as, are left out; null when none is left. What
 * the server took meanwhile it acknowledges again by hash. With `fresh` it writes as that from now on.
 */
export async function planRestore(
  reader: ClientReader,
  found: readonly Pick<OwnOp, 'op' | 'owner' | 'order' | 'carried'>[],
  fresh: DeviceId | null,
): Promise<ClientPlan | null> {
  const meta = await reader.meta();
  const known = new Set<string>(
    (await reader.allOwnOps()).flatMap(({ op }) => (op.was === null ? [op.hash] : [op.hash, op.was])),
  );
  const missing = found.filter(({ op }) => !known.has(op.hash));
  if (missing.length === 0) return null;
  let { written } = meta;
  const ops = missing.map(({ op, owner, order, carried }): OwnOp => {
    // Of the chain that is written now, and counted: only the op itself is gone.
    const counted = op.device === meta.device && op.seq <= meta.seq;
    if (!counted) written += 1;
    const place = counted ? order : written;
    return { op, owner, offered: true, state: 'waiting', receipt: null, receiptEra: null, order: place, carried };
  });
  const tip = fresh === null ? meta : { ...meta, device: fresh, seq: 0, lastHash: null };
  const hlc = missing.reduce((last, { op }) => (op.hlc > last ? op.hlc : last), meta.hlc);
  return planOn(meta, { meta: { ...tip, hlc, written }, ops, registers: await refoldAfter(reader, ops) });
}
