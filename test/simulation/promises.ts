/** The promises of the design that can be stated about a world at rest. Each broken one is named. */
import type { Op, Register } from '#oplog/op.ts';
import { foldOps, registerKey } from '#oplog/register.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import type { World } from './run-schedule.ts';
import type { Seeded } from './seeded.ts';

export function brokenPromises(world: World, random: Seeded): readonly string[] {
  const { state } = world.server;
  const all = state.ops.map(({ op }) => op);
  const stored = state.ops.filter(({ receipt }) => receipt.state === 'stored').map(({ op }) => op);
  const truth = picture([...foldOps(stored).values()]);
  const broken: string[] = [];
  const check = (holds: boolean, name: string): void => void (holds || broken.push(name));

  check(savedArrived(world, all), '1 a saved op is lost');
  check(new Set(all.map(({ device, seq }) => `${device}:${seq}`)).size === all.length, '2 stored twice');
  check(
    chains(all).every((ops) => verifyChain(ops) === null),
    '3/10 a chain has a gap or does not verify',
  );
  for (const { client } of world.phones) {
    const registers = [...client.state.registers.values()];
    check(picture(registers) === truth, '4 replicas differ');
    check(
      [...client.state.ops.values()].every(({ offered }) => !offered),
      '9 the outbox is not empty',
    );
  }
  const named = new Set(stored.flatMap(({ parents, was }) => (was === null ? parents : [...parents, was])));
  const heads = new Set([...state.registers.values()].flatMap(({ register }) => register.heads.map(({ hash }) => hash)));
  check(
    stored.every(({ hash, was }) => heads.has(hash) || named.has(hash) || (was !== null && named.has(was))),
    '5 a value disappeared unnamed',
  );
  check(picture([...state.registers.values()].map(({ register }) => register)) === truth, '6 state is not the replay of the log');
  const shuffled = [...stored].map((op) => ({ op, at: random.next() })).sort((a, b) => a.at - b.at);
  check(picture([...foldOps(shuffled.map(({ op }) => op)).values()]) === truth, '7 arrival order matters');
  const clocks = stored.map((op) => ({ ...op, hlc: String(random.int(1e9)), wallTime: '1970-01-01T00:00:00.000Z' }));
  check(picture([...foldOps(clocks).values()]) === truth, '8 clocks matter');
  return broken;
}

/** Every saved op is at the server under its own hash or that of an op it was re-issued as. */
function savedArrived({ saved, lost, phones }: World, all: readonly Op[]): boolean {
  const here = new Set(all.map(({ hash }) => hash));
  const reissued = new Map<string, string[]>();
  for (const op of saved) if (op.was !== null) reissued.set(op.was, [...(reissued.get(op.was) ?? []), op.hash]);
  const held = new Set(phones.flatMap(({ client }) => [...client.state.ops.keys()]));
  const arrived = (hash: string): boolean => here.has(hash as Op['hash']) || (reissued.get(hash) ?? []).some(arrived);
  const sameValue = (op: Op): boolean =>
    op.was !== null && saved.some((other) => other.was === op.was && other.hash !== op.hash && arrived(other.hash));
  return saved.every((op) => arrived(op.hash) || sameValue(op) || (lost.has(op.hash) && !held.has(op.hash)));
}

function chains(ops: readonly Op[]): readonly (readonly Op[])[] {
  const byDevice = new Map<string, Op[]>();
  for (const op of ops) byDevice.set(op.device, [...(byDevice.get(op.device) ?? []), op]);
  return [...byDevice.values()].map((chain) => chain.sort((a, b) => a.seq - b.seq));
}

function picture(registers: readonly Register[]): string {
  const lines = registers
    .filter(({ heads }) => heads.length > 0)
    .map(({ entityId, register, heads }) => [registerKey(entityId, register), ...heads.map(({ hash }) => hash).sort()].join(' '));
  return lines.sort().join('\n');
}
