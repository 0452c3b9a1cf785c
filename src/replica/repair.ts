/** The client half of the check that a phone shows what the server holds: what it would say, and what it does about a difference. */
import { stateRoot } from '#oplog/assessment-root.ts';
import type { HashText } from '#oplog/hash-op.ts';
import type { SnapshotReply } from '#protocol/sync-wire.ts';
import type { EntityId } from '#shared/ids.ts';
import { eraOf } from './client-state.ts';
import type { ClientPlan, ClientReader } from './client-state.ts';
import { applyRows, clearBase, without } from './plan-pull.ts';
import { planOn } from './plan-step.ts';

/** Root over what the server has folded here, without own ops on top; null while a new epoch is pulled. */
export async function rootHeld(reader: ClientReader, assessment: EntityId, sha256: HashText): Promise<string | null> {
  const era = eraOf(await reader.meta());
  const registers = await reader.registersOf(assessment);
  if (registers.length === 0 || registers.some(({ baseEra }) => baseEra !== null && baseEra !== era)) return null;
  return stateRoot(
    registers.map((register) => ({ ...register, heads: register.base })),
    sha256,
  );
}

/**
 * Replaces all that the server had folded of an assessment by what it holds now, whatever their numbers say; own unsent ops stay on
 * top. Null: of another epoch, or older than the cursor. Ask again.
 */
export async function applyRepair(
  reader: ClientReader,
  assessment: EntityId,
  reply: Pick<SnapshotReply, 'epoch' | 'at' | 'rows'>,
): Promise<ClientPlan | null> {
  const meta = await reader.meta();
  if (reply.epoch !== meta.epoch || reply.at < meta.cursor) return null;
  const held = await reader.registersOf(assessment);
  // Nothing is known here of the registers that come: none of them is newer than the row.
  const applied = await applyRows({ ...reader, register: () => Promise.resolve(null) }, meta, reply.rows);
  const cleared = await clearBase(reader, without(held, applied.registers), eraOf(meta) ?? '', applied.ops);
  return planOn(meta, { ...applied, registers: [...applied.registers, ...cleared.registers], forget: cleared.forget, meta });
}
