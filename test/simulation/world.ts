/** Everything one schedule has: phones, a server, what travels between them, and what is remembered to judge it by. */
import type { Op } from '#oplog/op.ts';
import type { PullReply, PushReply, SnapshotReply } from '#protocol/sync-wire.ts';
import type { PullRequest } from '#replica/build-pull.ts';
import type { Batch } from '#replica/plan-push.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { noFaults } from './faults.ts';
import type { Fault, Faults, Rates } from './faults.ts';
import { held } from './memory-client.ts';
import { memoryServer } from './memory-server.ts';
import type { MemoryServer, ServerState } from './memory-server.ts';
import { openPhone } from './phone.ts';
import type { Phone } from './phone.ts';
import { seeded } from './seeded.ts';
import type { Seeded } from './seeded.ts';

/** Ops of one phone in another's hands, signed by the device that wrote them. */
export type Parcel = { readonly carrier: Phone; readonly batch: Batch; delivered: boolean };

export type Message = { readonly phone: Phone; readonly generation: number } & (
  | { readonly kind: 'push'; readonly batch: Batch }
  | { readonly kind: 'push-reply'; readonly batch: Batch; readonly reply: PushReply }
  | { readonly kind: 'pull'; readonly request: PullRequest }
  | { readonly kind: 'pull-reply'; readonly page: PullReply }
  | { readonly kind: 'snapshot'; readonly entityId: EntityId }
  | { readonly kind: 'snapshot-reply'; readonly entityId: EntityId; readonly reply: SnapshotReply }
  | { readonly kind: 'carry'; readonly parcel: Parcel }
  | { readonly kind: 'carry-reply'; readonly parcel: Parcel; readonly reply: PushReply }
);

/**
 * An edit is followed by its salt: a re-issued op has another hash and another place, and the same salt.
 */
export type World = {
  readonly seed: number;
  readonly random: Seeded;
  readonly rates: Rates;
  readonly server: MemoryServer;
  readonly phones: Phone[];
  net: Message[];
  parcels: Parcel[];
  readonly backups: ServerState[];
  /** The latest backup that this server knows of: what it covers, phones may drop. */
  verified: ServerState;
  readonly faults: Faults;
  /** Edits that a phone showed as saved. */
  readonly saved: Map<string, Op>;
  /** Edits that were on a phone whose storage was wiped, or whose bodies it dropped before a restore to a time without them. */
  readonly lost: Set<string>;
  /** Hashes that the server has acknowledged to somebody and must hold as long as it is not restored. */
  durable: Set<string>;
  /** Persons whose scope was ever changed: what of theirs is taken depends on when it arrived. */
  readonly moved: Set<PersonId>;
  /** Salts that only an attacker wrote. */
  readonly foreign: Set<string>;
  readonly broken: Set<string>;
  readonly trace: string[] | null;
  readonly now: () => number;
  readonly pass: (ms: number) => void;
  readonly open: (person: PersonId) => Phone;
  readonly newDevice: () => DeviceId;
};

/** Two counties of two cities of one province: scopes that hold both, one, or the other. */
export const counties = ['420115', '420602'] as const;
export const scopes = ['420000', '420000', '420100', '420602'] as const;

export function openWorld(seed: number, rates: Rates, traced: boolean): World {
  const random = seeded(seed);
  let time = 1_700_000_000_000;
  let devices = 0;
  const newDevice = (): DeviceId => `device${String((devices += 1)).padStart(3, '0')}` as DeviceId;
  const server = memoryServer('e1');
  const world: World = {
    seed,
    random,
    rates,
    server,
    phones: [],
    net: [],
    parcels: [],
    backups: [],
    verified: server.state,
    faults: noFaults(),
    saved: new Map(),
    lost: new Set(),
    durable: new Set(),
    moved: new Set(),
    foreign: new Set(),
    broken: new Set(),
    trace: traced ? [] : null,
    now: () => time,
    pass: (ms) => {
      time += ms;
    },
    open: (person) => openPhone(person, random, () => time, newDevice),
    newDevice,
  };
  const count = 2 + random.int(3);
  for (let index = 0; index < count; index += 1) {
    const person = `person${index}` as PersonId;
    server.state.people.set(person, random.chance(0.8) ? '420000' : random.pick(scopes));
    world.phones.push(world.open(person));
  }
  world.backups.push(server.state);
  world.verified = server.state;
  return world;
}

export function count(world: World, fault: Fault): void {
  world.faults[fault] += 1;
}

export function note(world: World, text: () => string): void {
  world.trace?.push(text());
}

export function nameOf(world: World, phone: Phone): string {
  return `${phone.person}/${world.phones.indexOf(phone)}(${phone.client.state.meta.device}:${phone.client.state.meta.seq})`;
}

/** Edits whose ops some phone still holds, and a server could take. */
export function heldEdits(world: World): ReadonlySet<string> {
  return new Set(
    world.phones.flatMap((phone) => {
      const apart = cutOff(world, phone);
      return held(phone.client.state).flatMap(({ op }) => (apart.has(op.hash) ? [] : op.salt));
    }),
  );
}

/**
 * Ops carried for another phone that this one cannot bring in by itself: it has not their chain from where the server's ends, since the
 * server was restored to before it, or a clone has written its own in their place. Their author can; if that phone is lost, they stay
 * with who carries them.
 */
export function cutOff({ phones, server }: World, { client }: Phone): ReadonlySet<string> {
  const carried = held(client.state).filter((own) => own.carried !== null);
  if (carried.length === 0) return new Set();
  const there = new Set<string>(server.state.ops.map(({ op }) => op.hash));
  const mine = new Set(carried.map(({ op }) => placeOf(op)));
  const parted = partedDevices([...phones.flatMap((phone) => held(phone.client.state)), ...server.state.ops].map(({ op }) => op));
  return new Set(
    carried.flatMap(({ op, state }) => {
      // Set aside, or given back: between the server and its author from then on (R40).
      if (state === 'replaced') return op.hash;
      const next = (server.state.devices.get(op.device)?.last ?? 0) + 1;
      const before = Array.from({ length: Math.max(0, op.seq - next) }, (_, index) => placeOf({ ...op, seq: next + index }));
      const isWhole = before.every((place) => mine.has(place)) && !parted.has(op.device);
      return isWhole || there.has(op.hash) ? [] : op.hash;
    }),
  );
}

function placeOf({ device, seq }: Pick<Op, 'device' | 'seq'>): string {
  return `${device}:${String(seq)}`;
}

/** Devices in whose name two chains were written. */
function partedDevices(ops: readonly Op[]): ReadonlySet<string> {
  const places = new Map<string, string>();
  const parted = new Set<string>();
  for (const op of ops) {
    if ((places.get(placeOf(op)) ?? op.hash) !== op.hash) parted.add(op.device);
    places.set(placeOf(op), op.hash);
  }
  return parted;
}
