import { tick } from '#oplog/hybrid-clock.ts';
import { makeOp } from '#oplog/make-op.ts';
import { registerOf } from '#oplog/op.ts';
import type { Head, Op, OpDraft } from '#oplog/op.ts';
import { latestHead, mergeOp, registerKey } from '#oplog/register.ts';
import type { EntityId, OpHash } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import type { ClientMeta, ClientPlan, ClientReader, ClientRegister, OwnOp } from './client-state.ts';
import { newRegister } from './overlay.ts';
import type { Chance, Clock } from './ports.ts';

export type StepDraft = { readonly draft: OpDraft; readonly owner: EntityId | null };

export type PlannedStep = { readonly plan: ClientPlan; readonly ops: readonly Op[] };

/**
 * Turns the drafts of one tap into ops at the tip of the chain, and the plan that saves answer, op, sequence and hash together. Each
 * op names all the heads its author could see.
 */
export async function planStep(
  reader: ClientReader,
  ports: { readonly clock: Clock; readonly random: Chance },
  drafts: readonly StepDraft[],
): Promise<PlannedStep> {
  const meta = await reader.meta();
  const step = newId(ports.random.bytes);
  const registers = new Map<string, ClientRegister>();
  const own: OwnOp[] = [];
  let tip: Pick<ClientMeta, 'seq' | 'lastHash' | 'hlc'> = meta;
  for (const { draft, owner } of drafts) {
    const key = registerKey(draft.entityId, registerOf(draft));
    const name = { entityId: draft.entityId, register: registerOf(draft) };
    const register = registers.get(key) ?? (await reader.register(name)) ?? newRegister(draft, owner);
    const now = ports.clock.now();
    const op = makeOp(draft, {
      device: meta.device,
      seq: tip.seq + 1,
      prev: tip.lastHash,
      author: meta.person,
      salt: hex(ports.random.bytes(16)),
      parents: [...register.heads, ...register.held].flatMap(namesOf),
      seen: await workflowHead(reader, registers, owner),
      step,
      beacon: meta.beacon,
      was: null,
      hlc: tick(tip.hlc, now, meta.device),
      wallTime: new Date(now).toISOString(),
      monotonic: Math.round(ports.clock.monotonic()),
    });
    tip = { seq: op.seq, lastHash: op.hash, hlc: op.hlc };
    registers.set(key, { ...mergeOp(register, op, false), held: [] });
    own.push({
      op,
      owner,
      offered: true,
      state: 'waiting',
      receipt: null,
      receiptEra: null,
      order: meta.written + own.length + 1,
      carried: null,
    });
  }
  const written = meta.written + own.length;
  const plan = planOn(meta, { meta: { ...meta, ...tip, written }, ops: own, registers: [...registers.values()] });
  return { plan, ops: own.map(({ op }) => op) };
}

/** A re-issued op is named under both its names: another phone may have re-issued the same one. */
function namesOf({ hash, was }: Head): readonly OpHash[] {
  return was === null ? [hash] : [hash, was];
}

/** A plan that writes nothing but what is given. */
export function planOn(meta: ClientMeta, writes: Partial<Omit<ClientPlan, 'revision'>>): ClientPlan {
  const nothing = { meta, ops: [], registers: [], forget: [], evidence: [], scores: [], people: [], recheckEvidence: false };
  return { ...nothing, ...writes, revision: meta.revision };
}

async function workflowHead(
  reader: ClientReader,
  changed: ReadonlyMap<string, ClientRegister>,
  owner: EntityId | null,
): Promise<OpHash | null> {
  if (owner === null) return null;
  const register =
    changed.get(registerKey(owner, '@workflow')) ?? (await reader.register({ entityId: owner, register: '@workflow' }));
  const [first, ...others] = register?.heads ?? [];
  return first === undefined ? null : latestHead([first, ...others]).hash;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
