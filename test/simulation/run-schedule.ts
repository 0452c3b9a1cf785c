/** One schedule: people, phones, a server and a bad network between them, all decided by one seed. */
import { hashOp } from '#oplog/hash-op.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import { isCovered } from '#replica/plan-push.ts';
import type { PersonId } from '#shared/ids.ts';
import { edit, withTrouble } from './author.ts';
import { answerPull, answerPush, answerSnapshot, contact, notice, signed, takeCarried } from './exchange.ts';
import { usualRates } from './faults.ts';
import type { Faults, Rates, Turns } from './faults.ts';
import { held } from './memory-client.ts';
import { cloneOf } from './phone.ts';
import type { Phone } from './phone.ts';
import { checkPromises } from './promises.ts';
import { handedBy } from './hand-over.ts';
import { prefixOf } from './memory-server.ts';
import { shuffled } from './seeded.ts';
import { count, heldEdits, nameOf, note, openWorld, scopes } from './world.ts';
import type { Message, World } from './world.ts';

export type ScheduleResult = {
  readonly broken: readonly string[];
  readonly ops: number;
  readonly conflicts: number;
  readonly faults: Faults;
  readonly trace: readonly string[];
};

export async function runSchedule(seed: number, rates: Rates = usualRates, traced = false): Promise<ScheduleResult> {
  const world = openWorld(seed, rates, traced);
  try {
    const pick = turnPicker(rates.turns);
    for (let turn = 0, turns = 50 + world.random.int(110); turn < turns; turn += 1) {
      world.pass(world.random.int(5000));
      await play[pick(world.random.next())](world, world.random.pick(world.phones));
    }
    await settle(world);
    checkPromises(world);
  } catch (error) {
    world.broken.add(`threw: ${error instanceof Error ? error.message : String(error)}`);
    note(world, () => (error instanceof Error ? (error.stack ?? '') : ''));
  }
  const { state } = world.server;
  world.faults.quarantined += state.ops.filter(({ receipt }) => receipt.state === 'quarantined').length;
  world.faults.waited += state.audit.filter((line) => line.startsWith('sync.released')).length;
  world.faults.reopened += [...state.entities.values()].filter(
    (row) => row.state === 'draft' && hasWorkflow(world, row.entityId),
  ).length;
  return {
    broken: [...world.broken],
    ops: state.ops.length,
    conflicts: [...state.registers.values()].filter(({ register }) => register.heads.length > 1).length,
    faults: world.faults,
    trace: world.trace ?? [],
  };
}

function hasWorkflow({ server }: World, entityId: string): boolean {
  return (server.state.registers.get(`${entityId}|@workflow`)?.register.heads.length ?? 0) > 0;
}

function turnPicker(turns: Turns): (dice: number) => keyof Turns {
  const names = Object.keys(turns) as (keyof Turns)[];
  const total = names.reduce((sum, name) => sum + turns[name], 0);
  return (dice) => {
    let left = dice * total;
    return names.find((name) => (left -= turns[name]) < 0) ?? 'edit';
  };
}

/** A good network, and every phone with today's app: one contact brings in what the phones hold, two more make all agree. */
async function settle(world: World): Promise<void> {
  world.net.length = 0;
  note(world, () => '— quiet');
  const holds = heldEdits(world);
  for (const phone of world.phones) phone.app = 'current';
  for (const parcel of world.parcels) {
    if (parcel.delivered) continue;
    const { batch, carrier } = parcel;
    const reply = await answerPush(world, carrier.person, signed(batch), ownerOf(batch.ops[0]));
    if (reply !== null) takeCarried(world, parcel, reply);
    // It continues a chain. Where a restored server has lost what came before, or a clone's chain stands, only its author can help.
    const taken = new Set(reply?.ok);
    const parted = reply?.fork === true || (reply?.last ?? 0) + 1 < (batch.ops.find(({ hash }) => !taken.has(hash))?.seq ?? 0);
    note(
      world,
      () =>
        `parcel of ${batch.device} ${batch.ops[0]?.seq}…${batch.ops.at(-1)?.seq}: ${JSON.stringify(reply && { last: reply.last, fork: reply.fork, ok: reply.ok.length })}`,
    );
    if (!parcel.delivered && !parted) world.broken.add('1 handed-over ops were not taken');
  }
  const order = shuffled(world.phones, world.random);
  for (const phone of order) if (!(await contact(world, phone))) world.broken.add('9 a contact does not come to an end');
  const here = new Set(world.server.state.ops.map(({ op }) => op.salt));
  for (const salt of holds) if (!here.has(salt)) world.broken.add('16 one contact did not bring back what a phone held');
  for (let round = 0; round < 2; round += 1) for (const phone of order) await contact(world, phone);
}

function ownerOf(op: Op | undefined): PersonId {
  if (op === undefined) throw new Error('an empty parcel');
  return op.author;
}

type Play = (world: World, phone: Phone) => Promise<void> | void;

const play: Readonly<Record<keyof Turns, Play>> = {
  edit,
  push: async (world, phone) => {
    // A step has up to three ops; the product's batches are longer than any step too.
    const batch = await phone.nextBatch(4 + world.random.int(5));
    if (batch !== null) send(world, { kind: 'push', ...from(phone), batch });
  },
  pull: (world, phone) => {
    const { random, rates } = world;
    if (phone.client.state.meta.cursor === 0 && !random.chance(rates.chances.firstPull)) return;
    send(world, { kind: 'pull', ...from(phone), request: phone.pullRequest(1 + random.int(6)) });
  },
  snapshot: (world, phone) => {
    const { grown } = phone.client.state.meta;
    if (grown.length > 0) send(world, { kind: 'snapshot', ...from(phone), entityId: world.random.pick(grown) });
  },
  deliver: async (world) => {
    const { net, random, rates } = world;
    const index = random.int(Math.max(1, net.length));
    const message = net[index];
    if (message === undefined) return;
    const fate = random.next();
    if (fate < rates.chances.drop) {
      net.splice(index, 1);
      count(world, 'drop');
      return;
    }
    if (fate < rates.chances.drop + rates.chances.duplicate) count(world, 'duplicate');
    else net.splice(index, 1);
    if (index > 0) count(world, 'reorder');
    await deliver(world, message);
  },
  clockJump: (world, phone) => {
    phone.skew = (world.random.chance(0.5) ? -1 : 1) * world.random.int(90_000_000);
    count(world, 'clockJump');
  },
  backup: (world) => {
    world.backups.push(world.server.state);
    world.verified = world.server.state;
    note(world, () => `backup ${world.backups.length - 1} at gsn ${world.server.state.gsn}`);
  },
  restore,
  evict: (world, phone) => {
    for (const { op } of phone.client.state.ops.values()) world.lost.add(op.salt);
    for (const { carrier, batch } of world.parcels) if (carrier === phone) for (const { salt } of batch.ops) world.lost.add(salt);
    world.parcels = world.parcels.filter(({ carrier }) => carrier !== phone);
    note(world, () => `${nameOf(world, phone)} wiped`);
    phone.evict();
    count(world, 'evict');
  },
  clone: (world, phone) => {
    if (world.phones.length >= 6) return;
    const twin = world.open(phone.person);
    cloneOf(phone, twin);
    world.phones.push(twin);
    count(world, 'clone');
    note(world, () => `${nameOf(world, phone)} cloned`);
  },
  scope: (world, phone) => {
    const { server, random } = world;
    const before = server.state.people.get(phone.person) ?? '';
    const region = random.pick(scopes);
    if (region === before) return;
    server.state = { ...server.state, people: new Map(server.state.people).set(phone.person, region) };
    world.moved.add(phone.person);
    if (region !== '420000') count(world, 'revoked');
    if (before !== '420000') count(world, 'widened');
    note(world, () => `${phone.person} sees ${region} instead of ${before}`);
  },
  handOver: async (world, phone) => {
    const carrier = world.random.pick(world.phones);
    const batch = await phone.nextBatch(8);
    if (batch === null || carrier === phone) return;
    world.parcels.push({ carrier, batch, delivered: false });
    count(world, 'handedOver');
    note(world, () => `${nameOf(world, phone)} handed ${batch.ops.length} ops to ${nameOf(world, carrier)}`);
  },
  carry: (world, phone) => {
    const parcel = world.parcels.find(({ carrier, delivered }) => carrier === phone && !delivered);
    if (parcel !== undefined) send(world, { kind: 'carry', ...from(phone), parcel });
  },
  share: async (world, phone) => {
    const taker = world.random.pick(world.phones);
    if (taker === phone || !shareScope(world, phone, taker)) return;
    const handed = await handedBy(phone);
    const result = await withTrouble(world, taker, () => taker.onHanded(handed));
    if (result === null || result === 0) return;
    world.faults.carried += result;
    note(world, () => `${nameOf(world, phone)} shared ${result} ops with ${nameOf(world, taker)}`);
  },
  forget: (world, phone) => {
    const { verified: backup } = world;
    const { state } = phone.client;
    const safe = new Set(backup.ops.map(({ op }) => op.hash));
    const covered = held(state).filter((own) => {
      const register = state.registers.get(registerKey(own.op.entityId, registerOf(own.op)));
      // What is carried for another is sent as it was signed: all of it stays.
      return own.carried === null && !own.offered && safe.has(own.op.hash) && register !== undefined && isCovered(own, register);
    });
    if (covered.length === 0) return;
    phone.client.state = { ...state, forgotten: new Set([...state.forgotten, ...covered.map(({ op }) => op.hash)]) };
    world.faults.forgotten += covered.length;
    note(world, () => `${nameOf(world, phone)} dropped ${covered.length} bodies`);
  },
  app: (world, phone) => {
    phone.app = world.random.pick(['current', 'current', 'older', 'newer'] as const);
    if (phone.app === 'older') count(world, 'olderApp');
    if (phone.app === 'newer') count(world, 'newerApp');
  },
  attack,
};

/** A phone takes nothing of places that its person does not see. */
function shareScope({ server: { state } }: World, giver: Phone, taker: Phone): boolean {
  const prefix = prefixOf(state, taker.person);
  return prefixOf(state, giver.person).startsWith(prefix);
}

function from(phone: Phone): { readonly phone: Phone; readonly generation: number } {
  return { phone, generation: phone.generation };
}

function send(world: World, message: Message): void {
  world.net.push(message);
}

/**
 * Any backup, also one from before the latest restore. A silent one keeps its epoch; the process was down meanwhile, so what was on its
 * way to it does not arrive at the restored one. (With another epoch even that is harmless.) Answers may still come late.
 */
function restore(world: World): void {
  const { server, random, rates, phones } = world;
  const index = random.int(world.backups.length);
  const backup = world.backups[index];
  if (backup === undefined) return;
  const silent = random.chance(rates.chances.silent);
  if (silent) world.net = world.net.filter(({ kind }) => kind.endsWith('-reply'));
  server.state = { ...backup, epoch: silent ? backup.epoch : `e${random.int(1e9)}` };
  world.verified = server.state;
  const here = new Set(backup.ops.map(({ op }) => op.hash as string));
  world.durable = new Set([...world.durable].filter((hash) => here.has(hash)));
  for (const { client } of phones)
    for (const hash of client.state.forgotten) {
      const own = client.state.ops.get(hash);
      if (own !== undefined && !here.has(hash)) world.lost.add(own.op.salt);
    }
  count(world, silent ? 'silentRestore' : 'restore');
  if (phones.some(({ client }) => client.state.meta.rebuilding)) count(world, 'restoresMeet');
  note(world, () => `server restored to backup ${index} (gsn ${backup.gsn})${silent ? ' silently' : ''}`);
}

/** Somebody between phone and server changes a byte, or writes on somebody's chain without their key. */
async function attack(world: World, phone: Phone): Promise<void> {
  const batch = await phone.nextBatch(8);
  const last = batch?.ops.at(-1);
  if (batch === null || last === undefined) return;
  if (world.random.chance(0.5)) {
    const ops = batch.ops.map((op) => (op === last ? { ...op, value: 'another' } : op));
    await answerPush(world, phone.person, { ...signed(batch), ops }, last.author);
    count(world, 'tampered');
    return;
  }
  const { hash: _hash, ...body } = { ...last, seq: last.seq + 1, prev: last.hash, salt: 'forged', step: 'forged' };
  const forged = { ...body, hash: hashOp(body) };
  world.foreign.add('forged');
  await answerPush(world, phone.person, { ...signed(batch), ops: [...batch.ops, forged] }, last.author);
  count(world, 'forged');
}

async function deliver(world: World, message: Message): Promise<void> {
  const { random, rates, server } = world;
  const { phone, generation } = message;
  const reply = { phone, generation };
  switch (message.kind) {
    case 'push':
    case 'carry': {
      if (random.chance(rates.chances.killServer)) server.killAt = random.chance(0.4) ? 'after-commit' : random.int(24);
      const { batch } = message.kind === 'push' ? message : message.parcel;
      const answer = await answerPush(world, phone.person, signed(batch, phone.app), ownerOf(batch.ops[0]));
      server.killAt = null;
      if (answer === null) return;
      send(
        world,
        message.kind === 'push'
          ? { kind: 'push-reply', ...reply, batch, reply: answer }
          : { kind: 'carry-reply', ...reply, parcel: message.parcel, reply: answer },
      );
      return;
    }
    case 'pull': {
      const page = await answerPull(world, phone, message.request);
      send(world, { kind: 'pull-reply', ...reply, page });
      return;
    }
    case 'snapshot': {
      const { entityId } = message;
      send(world, { kind: 'snapshot-reply', ...reply, entityId, reply: await answerSnapshot(world, phone, entityId) });
      return;
    }
    case 'push-reply':
    case 'pull-reply':
    case 'snapshot-reply':
    case 'carry-reply':
      // An app that speaks another protocol takes no answer as one.
      if (generation === phone.generation && phone.app !== 'older') await take(world, message);
  }
}

async function take(world: World, message: Message): Promise<void> {
  const { phone } = message;
  const result = await withTrouble(world, phone, async () => {
    if (message.kind === 'push-reply') return phone.onPushReply(message.batch, message.reply);
    if (message.kind === 'pull-reply') {
      return phone.onPullReply(message.page);
    }
    if (message.kind === 'snapshot-reply') await phone.onSnapshot(message.entityId, message.reply);
    if (message.kind === 'carry-reply') takeCarried(world, message.parcel, message.reply);
    return null;
  });
  if (result === null) return;
  notice(world, phone, result.kind);
  if (message.kind === 'push-reply' && result.kind === 'fork' && !message.reply.fork) count(world, 'hole');
}
