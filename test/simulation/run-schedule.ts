/** One schedule: phones, a server and a bad network between them, all decided by one seed. */
import { acceptPush } from '#replica/accept-push.ts';
import { buildPull } from '#replica/build-pull.ts';
import type { Batch } from '#replica/plan-push.ts';
import { protocolVersion } from '#protocol/sync-wire.ts';
import type { PullReply, PushReply } from '#protocol/sync-wire.ts';
import type { Op } from '#oplog/op.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { emptyClient } from './memory-client.ts';
import { Killed, memoryServer } from './memory-server.ts';
import type { MemoryServer, ServerState } from './memory-server.ts';
import { cloneOf, createAssessment, openPhone, setField } from './phone.ts';
import type { Phone } from './phone.ts';
import { brokenPromises } from './promises.ts';
import { pullPorts, pushPorts } from './push-ports.ts';
import { seeded } from './seeded.ts';

export type Faults = Record<
  | 'drop'
  | 'duplicate'
  | 'serverKilled'
  | 'phoneKilled'
  | 'restore'
  | 'evict'
  | 'clone'
  | 'fork'
  | 'clockJump'
  | 'quarantined'
  | 'stale',
  number
>;

export type ScheduleResult = {
  readonly broken: readonly string[];
  readonly ops: number;
  readonly conflicts: number;
  readonly faults: Faults;
};

export type World = {
  readonly server: MemoryServer;
  readonly phones: readonly Phone[];
  /** Everything a phone showed as saved. */
  readonly saved: readonly Op[];
  /** Hashes whose phone was wiped before anything else could hold them. */
  readonly lost: ReadonlySet<string>;
};

type Message =
  | { readonly kind: 'push'; readonly phone: Phone; readonly generation: number; readonly batch: Batch }
  | {
      readonly kind: 'push-reply';
      readonly phone: Phone;
      readonly generation: number;
      readonly batch: Batch;
      readonly reply: PushReply;
    }
  | {
      readonly kind: 'pull';
      readonly phone: Phone;
      readonly generation: number;
      readonly cursor: number;
      readonly epoch: string | null;
    }
  | { readonly kind: 'pull-reply'; readonly phone: Phone; readonly generation: number; readonly page: PullReply };

const region = '420100';

export async function runSchedule(seed: number): Promise<ScheduleResult> {
  const random = seeded(seed);
  let time = 1_700_000_000_000;
  let devices = 0;
  const server = memoryServer('e1');
  const faults: Faults = {
    drop: 0,
    duplicate: 0,
    serverKilled: 0,
    phoneKilled: 0,
    restore: 0,
    evict: 0,
    clone: 0,
    fork: 0,
    clockJump: 0,
    quarantined: 0,
    stale: 0,
  };
  const saved: Op[] = [];
  const lost = new Set<string>();
  const newDevice = (): DeviceId => `device${String((devices += 1)).padStart(3, '0')}` as DeviceId;
  const open = (index: number): Phone => openPhone(`person${index}` as PersonId, random, () => time, newDevice);
  const phones: Phone[] = Array.from({ length: 2 + random.int(3) }, (_, index) => open(index));
  const assessments = ['a1', 'a2'] as EntityId[];
  let backup = structuredClone(server.state);
  const net: Message[] = [];

  const note = (result: { readonly kind: string } | null): void => {
    if (result?.kind === 'fork' || result?.kind === 'cloned') faults.fork += 1;
    if (result?.kind === 'stale') faults.stale += 1;
  };

  const edit = async (phone: Phone): Promise<void> => {
    const assessment = random.pick(assessments);
    const known = phone.client.state.registers.get(`${assessment}|@create`);
    const value = random.chance(0.03) ? -1 : random.int(1_000_000);
    const steps =
      known === undefined ? [createAssessment(assessment, region)] : [setField(assessment, `q${random.int(4)}`, value)];
    if (known !== undefined && random.chance(0.2)) steps.push(setField(assessment, `r${random.int(2)}`, random.int(1_000_000)));
    if (known === undefined && phone !== phones[0]) return;
    if (random.chance(0.03)) {
      faults.phoneKilled += 1;
      phone.generation += 1;
      return;
    }
    const before = phone.client.state;
    const ops = await phone.write(steps.map((step) => asResolveWhereNeeded(before, step)));
    saved.push(...ops);
  };

  const push = async (phone: Phone, batch: Batch): Promise<PushReply | null> => {
    const last = batch.ops.at(-1)?.hash ?? '';
    const request = { proto: protocolVersion, epoch: batch.epoch, device: batch.device, deviceSignature: last, ops: batch.ops };
    if (!server.state.devices.has(batch.device)) {
      const row = { device: batch.device, owner: phone.person, publicKey: 'key', last: 0, lastHash: null };
      server.state.devices.set(batch.device, row);
    }
    const outcome = await acceptPush(
      pushPorts(server, () => time),
      phone.person,
      structuredClone(request),
    ).catch((error: unknown) => {
      if (error instanceof Killed) return null;
      throw error;
    });
    if (outcome === null) return null;
    if (outcome.kind === 'refused') throw new Error(`push refused: ${outcome.problem.code}`);
    return structuredClone(outcome.value);
  };
  const pull = async (phone: Phone, cursor: number, epoch: string | null, limit: number): Promise<PullReply> =>
    structuredClone(
      await buildPull(
        pullPorts(server, () => time, phone.person, '42'),
        { cursor, epoch, limit },
      ),
    );

  const deliver = async (message: Message): Promise<void> => {
    const { phone, generation } = message;
    if (message.kind === 'push') {
      if (random.chance(0.08)) {
        server.killAt = random.chance(0.5) ? 'before-commit' : 'after-commit';
        faults.serverKilled += 1;
      }
      const reply = await push(phone, message.batch);
      if (reply !== null) net.push({ kind: 'push-reply', phone, generation, batch: message.batch, reply });
    } else if (message.kind === 'pull') {
      net.push({
        kind: 'pull-reply',
        phone,
        generation,
        page: await pull(phone, message.cursor, message.epoch, 1 + random.int(6)),
      });
    } else if (generation === phone.generation) {
      note(
        message.kind === 'push-reply'
          ? await phone.onPushReply(message.batch, message.reply)
          : await phone.onPullReply(message.page),
      );
    }
  };

  for (let step = 0, steps = 40 + random.int(100); step < steps; step += 1) {
    time += random.int(5000);
    const phone = random.pick(phones);
    const { generation } = phone;
    const dice = random.next();
    if (dice < 0.33) await edit(phone);
    else if (dice < 0.53) {
      const batch = await phone.nextBatch(1 + random.int(5));
      if (batch !== null) net.push({ kind: 'push', phone, generation, batch });
    } else if (dice < 0.68) net.push({ kind: 'pull', phone, generation, ...placeOf(phone) });
    else if (dice < 0.93) {
      if (net.length === 0) continue;
      const index = random.int(net.length);
      const message = net[index];
      if (message === undefined) continue;
      const fate = random.next();
      if (fate >= 0.2 && fate < 0.32) faults.duplicate += 1;
      else net.splice(index, 1);
      if (fate < 0.2) faults.drop += 1;
      else await deliver(message);
    } else if (dice < 0.95) {
      phone.skew = (random.chance(0.5) ? -1 : 1) * random.int(90_000_000);
      faults.clockJump += 1;
    } else if (dice < 0.965) backup = structuredClone(server.state);
    else if (dice < 0.975) {
      // A restore that forgets to change the epoch is found by the hash at the cursor, which only a phone that has pulled holds.
      const silent = random.chance(0.2) && phones.every((each) => canTell(each, net));
      server.state = restoreFrom(backup, server.state, silent ? null : `e${random.int(1e9)}`);
      faults.restore += 1;
    } else if (dice < 0.985) {
      for (const own of phone.client.state.ops.values()) lost.add(own.op.hash);
      phone.generation += 1;
      phone.client.state = emptyClient(phone.person, newDevice());
      faults.evict += 1;
    } else if (phones.length < 6) {
      const twin = openPhone(phone.person, random, () => time, newDevice);
      cloneOf(phone, twin);
      phones.push(twin);
      faults.clone += 1;
    }
  }

  net.length = 0;
  const quiet = await settle(phones, push, pull, note);
  const world: World = {
    server,
    phones,
    saved: [...saved, ...phones.flatMap(({ client }) => [...client.state.ops.values()].map(({ op }) => op))],
    lost,
  };
  faults.quarantined = server.state.ops.filter(({ receipt }) => receipt.state === 'quarantined').length;
  const conflicts = [...server.state.registers.values()].filter(({ register }) => register.heads.length > 1).length;
  return {
    broken: [...(quiet ? [] : ['9 no quiescence']), ...brokenPromises(world, random)],
    ops: server.state.ops.length,
    conflicts,
    faults,
  };
}

/** A perfect network until nothing moves any more. */
async function settle(
  phones: readonly Phone[],
  push: (phone: Phone, batch: Batch) => Promise<PushReply | null>,
  pull: (phone: Phone, cursor: number, epoch: string | null, limit: number) => Promise<PullReply>,
  note: (result: { readonly kind: string } | null) => void,
): Promise<boolean> {
  for (let round = 0; round < 300; round += 1) {
    let moved = false;
    for (const phone of phones) {
      const before = phone.client.state.meta.revision;
      const picture = fingerprint(phone);
      const batch = await phone.nextBatch(50);
      if (batch !== null) {
        const reply = await push(phone, batch);
        if (reply !== null) note(await phone.onPushReply(batch, reply));
      }
      const { cursor, epoch } = placeOf(phone);
      note(await phone.onPullReply(await pull(phone, cursor, epoch, 50)));
      if (fingerprint(phone) !== picture && phone.client.state.meta.revision !== before) moved = true;
    }
    if (!moved) return true;
  }
  return false;
}

function fingerprint({ client }: Phone): string {
  const { meta, ops } = client.state;
  const waiting = [...ops.values()].filter(({ offered }) => offered).length;
  return [meta.device, meta.seq, meta.cursor, meta.cursorHash, meta.epoch, meta.rebuilding, waiting].join('|');
}

function placeOf(phone: Phone): { readonly cursor: number; readonly epoch: string | null } {
  const { cursor, epoch } = phone.client.state.meta;
  return { cursor, epoch };
}

/** A phone that never pulled, and whose receipts are not on their way either, has nothing that a silent restore could contradict. */
function canTell({ client }: Phone, net: readonly Message[]): boolean {
  const { cursor, epoch } = client.state.meta;
  return cursor > 0 || (epoch === null && !net.some(({ kind, phone }) => kind === 'push-reply' && phone.client === client));
}

/** Devices stay enrolled: enrolment is renewed at the next contact. A null epoch is a restore that forgot to change it. */
function restoreFrom(backup: ServerState, current: ServerState, epoch: string | null): ServerState {
  const devices = new Map(backup.devices);
  for (const [id, row] of current.devices) if (!devices.has(id)) devices.set(id, { ...row, last: 0, lastHash: null });
  return { ...structuredClone(backup), epoch: epoch ?? backup.epoch, devices };
}

function asResolveWhereNeeded(state: Phone['client']['state'], step: ReturnType<typeof setField>): ReturnType<typeof setField> {
  const register = state.registers.get(`${step.draft.entityId}|${step.draft.field ?? '@create'}`);
  const several = (register?.heads.length ?? 0) + (register?.held.length ?? 0) > 1;
  return several && step.draft.kind === 'set' ? { ...step, draft: { ...step.draft, kind: 'resolve' } } : step;
}
