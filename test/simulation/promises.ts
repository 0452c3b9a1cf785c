/** The promises of the design that can be stated about a world at rest. Each broken one is named. */
import { answersOf } from '#oplog/answers-of.ts';
import { hashOp } from '#oplog/hash-op.ts';
import type { Op, Register } from '#oplog/op.ts';
import { projectAssessment } from '#oplog/project-assessment.ts';
import { foldOps, registerKey } from '#oplog/register.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { registerOf } from '#oplog/op.ts';
import type { OwnOp } from '#replica/client-state.ts';
import type { EntityId } from '#shared/ids.ts';
import { held } from './memory-client.ts';
import { ownedBy, prefixOf, scoreOf } from './memory-server.ts';
import type { Phone } from './phone.ts';
import { wrongVerdicts } from './verdicts.ts';
import { count, cutOff, note } from './world.ts';
import { shuffled } from './seeded.ts';
import type { World } from './world.ts';

export function checkPromises(world: World): void {
  const { state } = world.server;
  const all = state.ops.map(({ op }) => op);
  const stored = state.ops.flatMap(({ op, receipt }) => (receipt.state === 'stored' ? [op] : []));
  const folded = foldOps(stored);
  const truth = picture([...folded.values()]);
  const check = (holds: boolean, name: string): void => {
    if (!holds) world.broken.add(name);
  };

  checkSaved(world, all, check);
  check(new Set(all.map(({ device, seq }) => `${device}:${seq}`)).size === all.length, '2 an op is stored twice');
  check(isFreeOfTwins(stored, folded), '2 an edit that was overwritten came back under another name');
  check(
    chains(all).every((ops) => verifyChain(ops) === null),
    '3/10 a chain has a gap or does not verify',
  );
  check(
    chains(all).every((ops) => {
      const row = state.devices.get(ops[0]?.device ?? '');
      return row?.last === ops.length && row.lastHash === ops.at(-1)?.hash;
    }),
    '3 the server misjudges where a chain ends',
  );
  check(
    all.every(({ salt }) => !world.foreign.has(salt)),
    '10 a forged op was taken',
  );
  check(findsChange(world, all), '10 a changed byte was not found');
  for (const phone of world.phones) checkPhone(world, phone, folded, check);
  const named = new Set(stored.flatMap(({ parents, was }) => (was === null ? parents : [...parents, was])));
  const heads = new Set([...state.registers.values()].flatMap(({ register }) => register.heads.map(({ hash }) => hash)));
  check(
    stored.every(({ hash, was }) => heads.has(hash) || named.has(hash) || (was !== null && named.has(was))),
    '5 a value disappeared unnamed',
  );
  check(picture([...state.registers.values()].map(({ register }) => register)) === truth, '6 state is not the replay of the log');
  checkProjections(world, folded, check);
  check(picture([...foldOps(shuffled(stored, world.random)).values()]) === truth, '7 arrival order matters');
  const clocks = stored.map((op) => ({ ...op, hlc: String(world.random.int(1e9)), wallTime: '1970-01-01T00:00:00.000Z' }));
  check(picture([...foldOps(clocks).values()]) === truth, '8 clocks matter');
  for (const wrong of wrongVerdicts(world)) world.broken.add(wrong);
}

type Check = (holds: boolean, name: string) => void;

/**
 * Every edit that was shown as saved is at the server, unless its phone was wiped before; and what the server acknowledged it still
 * has, unless it was restored to a time before.
 */
function checkSaved(world: World, all: readonly Op[], check: Check): void {
  const edits = new Set(all.map(({ salt }) => salt));
  const hashes = new Set<string>(all.map(({ hash }) => hash));
  const missing = [...world.saved].filter(([salt]) => !edits.has(salt) && !world.lost.has(salt));
  for (const [salt, op] of missing) note(world, () => `lost: ${salt} ${op.device}:${op.seq} ${op.kind} ${op.field ?? ''}`);
  check(missing.length === 0, '1 a saved edit is lost');
  check(
    [...world.durable].every((hash) => hashes.has(hash)),
    '11 an acknowledged op is gone',
  );
}

function checkPhone(world: World, phone: Phone, folded: ReadonlyMap<string, Register>, check: Check): void {
  const { client, person } = phone;
  const prefix = prefixOf(world.server.state, person);
  const regions = world.server.state.entities;
  const inScope = (id: EntityId): boolean => regions.get(id)?.region.startsWith(prefix) === true;
  const registers = [...client.state.registers.values()];
  const apart = cutOff(world, phone);
  if (apart.size > 0) count(world, 'cutOff');
  const own = held(client.state).filter(({ op }) => !apart.has(op.hash));
  const open = new Set(held(client.state).flatMap(({ op, owner }) => (apart.has(op.hash) ? (owner ?? op.entityId) : [])));
  const judged = (id: EntityId): boolean => inScope(id) && !open.has(regions.get(id)?.owner ?? id);
  const here = picture(registers.filter(({ entityId }) => judged(entityId)));
  const there = picture([...folded.values()].filter(({ entityId }) => judged(entityId)));
  if (here !== there) note(world, () => `${person} ${client.state.meta.device} shows\n${here}\nserver\n${there}`);
  check(here === there, '4 replicas differ');
  const stayed = registers.filter(
    ({ entityId, owner, base }) => base.length > 0 && !inScope(entityId) && !open.has(owner ?? entityId),
  );
  for (const { entityId, register, baseEra, baseGsn } of stayed)
    note(world, () => `${person} ${client.state.meta.device} still has ${entityId}|${register} of ${baseEra ?? ''}@${baseGsn}`);
  check(stayed.length === 0, '15 what left the scope stayed');
  check(
    own.every(({ offered }) => !offered),
    '9 the outbox is not empty',
  );
  const told = new Map(world.server.state.ops.map(({ op, receipt }) => [op.hash, receipt.state]));
  const untold = own.filter(({ op, state }) => state !== 'replaced' && told.get(op.hash) !== state);
  for (const { op, state } of untold)
    note(world, () => `${person} ${op.device}:${op.seq} is ${told.get(op.hash) ?? 'absent'}, the phone says ${state}`);
  check(untold.length === 0, '4 a phone does not know what became of an op');
  const hidden = hiddenOps(phone).filter(({ op }) => !apart.has(op.hash));
  for (const { op, state } of hidden)
    note(world, () => `${person} does not show ${op.device}:${op.seq} ${op.entityId} ${op.field ?? op.kind} (${state})`);
  check(hidden.length === 0, '12 what is not known to be stored is not shown');
  check(isWhole(phone), '12 answer, op, sequence and hash are not of one piece');
}

/** The chain written now is whole up to the tip. */
function isWhole({ client: { state } }: Phone): boolean {
  const current = [...state.ops.values()].filter(({ op }) => op.device === state.meta.device);
  const tip = current.at(-1)?.op;
  const { seq, lastHash } = state.meta;
  return (tip?.seq ?? 0) === seq && (tip?.hash ?? null) === lastHash && current.length === seq;
}

/** What the phone has not been told is stored is shown, unless a later op of its own took its place. */
function hiddenOps({ client: { state } }: Phone): readonly OwnOp[] {
  const own = held(state).filter((entry) => entry.state !== 'replaced');
  const named = new Set(own.flatMap(({ op }) => (op.was === null ? op.parents : [...op.parents, op.was])));
  return own.filter(({ op, offered, state: known }) => {
    if (!offered && known !== 'quarantined') return false;
    const register = state.registers.get(registerKey(op.entityId, registerOf(op)));
    const isShown = [...(register?.heads ?? []), ...(register?.held ?? [])].some(({ hash }) => hash === op.hash);
    return !isShown && !named.has(op.hash) && (op.was === null || !named.has(op.was));
  });
}

/** Workflow states and scores are functions of the log. */
function checkProjections({ server: { state } }: World, folded: ReadonlyMap<string, Register>, check: Check): void {
  for (const [id, row] of state.entities) {
    if (row.entity !== 'assessment') continue;
    const registers = [...folded.values()].filter(({ entityId }) => state.entities.get(entityId)?.owner === id);
    check(projectAssessment(registers)?.state === row.state, '6 the workflow state is not what the log says');
    check(
      state.scores.get(id) === scoreOf(answersOf(ownedBy(state, id), 'self').answers.values),
      '14 a score is not of this state',
    );
  }
}

/** One byte of one op, somewhere, is changed: the walk over its chain says where. */
function findsChange({ random }: World, all: readonly Op[]): boolean {
  if (all.length === 0) return true;
  const victim = random.pick(all);
  const chain = chains(all).find(([first]) => first?.device === victim.device) ?? [];
  const changed = chain.map((op) => (op === victim ? { ...op, reason: `${op.reason ?? ''}x` } : op));
  const fault = verifyChain(changed);
  return fault?.kind === 'hash' && fault.seq === victim.seq && hashOp(victim) === victim.hash;
}

/**
 * Whoever overwrote an edit overwrote it under every name that it has or gets. (Two clones may both re-issue an op that nobody has
 * overwritten: two heads that say the same, which merge.)
 */
function isFreeOfTwins(stored: readonly Op[], folded: ReadonlyMap<string, Register>): boolean {
  const salts = new Map(stored.map((op) => [op.hash as string, op.salt]));
  const overwritten = new Set(
    stored.flatMap(({ parents, salt }) => parents.map((parent) => salts.get(parent)).filter((named) => named !== salt)),
  );
  return [...folded.values()].every(({ heads }) => heads.every(({ hash }) => !overwritten.has(salts.get(hash))));
}

function chains(ops: readonly Op[]): readonly (readonly Op[])[] {
  const byDevice = new Map<string, Op[]>();
  for (const op of ops) byDevice.set(op.device, [...(byDevice.get(op.device) ?? []), op]);
  return [...byDevice.values()].map((chain) => chain.sort((a, b) => a.seq - b.seq));
}

function picture(registers: readonly Pick<Register, 'entityId' | 'register' | 'heads'>[]): string {
  const lines = registers
    .filter(({ heads }) => heads.length > 0)
    .map(({ entityId, register, heads }) => [registerKey(entityId, register), ...heads.map(({ hash }) => hash).sort()].join(' '));
  return lines.sort().join('\n');
}
