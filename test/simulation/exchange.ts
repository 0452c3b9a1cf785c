/** What the server answers, and what a whole contact over a good network is. */
import { acceptPush } from '#replica/accept-push.ts';
import { buildPull, buildSnapshot } from '#replica/build-pull.ts';
import type { PullRequest } from '#replica/build-pull.ts';
import type { Batch } from '#replica/plan-push.ts';
import { protocolVersion } from '#protocol/sync-wire.ts';
import type { PullReply, PullRow, PushReply, PushRequest, SnapshotReply } from '#protocol/sync-wire.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { Killed, prefixOf } from './memory-server.ts';
import type { App, Phone } from './phone.ts';
import { judgeOf } from './judge.ts';
import { pullPorts, pushPorts, signatureOf } from './push-ports.ts';
import { count, nameOf, note } from './world.ts';
import type { Parcel, World } from './world.ts';

/** A batch as the phone that wrote it signs it. */
export function signed(batch: Batch, app: App = 'current'): PushRequest {
  const { device, epoch, ops } = batch;
  const proto = app === 'older' ? protocolVersion - 1 : protocolVersion;
  return { proto, epoch, device, deviceSignature: signatureOf(ops.at(-1)?.hash ?? ''), ops };
}

/** Null: refused, or the server died before it could answer. */
export async function answerPush(
  world: World,
  carrier: PersonId,
  request: PushRequest,
  owner: PersonId,
): Promise<PushReply | null> {
  const { server } = world;
  enrol(world, request.device, owner);
  const pending = (hash: string): string | null => request.ops.find((op) => op.hash === hash)?.kind ?? null;
  const outcome = await acceptPush(pushPorts(server, world.now, judgeOf(server, pending)), carrier, request).catch(
    (error: unknown) => {
      if (error instanceof Killed) return null;
      throw error;
    },
  );
  if (outcome === null) {
    count(world, 'serverKilled');
    note(world, () => 'server killed');
    return null;
  }
  if (outcome.kind === 'refused') {
    note(world, () => `server refused ${request.device}: ${outcome.problem.code}`);
    return null;
  }
  const here = new Set(server.state.ops.map(({ op }) => op.hash));
  for (const hash of outcome.value.ok) {
    if (!here.has(hash)) world.broken.add('11 acknowledged before it was durable');
    world.durable.add(hash);
  }
  return outcome.value;
}

/** Enrolment is renewed at a contact: a restored server has forgotten devices too. */
function enrol({ server }: World, device: DeviceId, owner: PersonId): void {
  if (server.state.devices.has(device)) return;
  const row = { device, owner, publicKey: 'key', last: 0, lastHash: null, enrolledAt: '', lost: false };
  server.state = { ...server.state, devices: new Map(server.state.devices).set(device, row) };
}

export async function answerPull(world: World, phone: Phone, request: PullRequest): Promise<PullReply> {
  const prefix = prefixOf(world.server.state, phone.person);
  const page = await buildPull(pullPorts(world.server, world.now, phone.person, prefix), request);
  inspect(world, page.rows, prefix);
  world.faults.grown += page.grown.length;
  world.faults.purged += page.purge.length;
  note(world, () => {
    const { cursor, epoch, scope } = request;
    const news = `${page.grown.join() || '-'} grown, ${page.purge.join() || '-'} gone${page.lost === null ? '' : ', mine lost'}`;
    return `  ${nameOf(world, phone)} asked ${epoch ?? ''}@${cursor} ${scope ?? ''} → ${page.epoch}@${page.cursor} ${page.scopeVersion}: ${page.rows.length} rows, ${news}`;
  });
  return page;
}

export async function answerSnapshot(world: World, phone: Phone, entityId: EntityId): Promise<SnapshotReply> {
  const prefix = prefixOf(world.server.state, phone.person);
  const reply = await buildSnapshot(pullPorts(world.server, world.now, phone.person, prefix), entityId);
  inspect(world, reply.rows, prefix);
  return reply;
}

function inspect(world: World, rows: readonly PullRow[], prefix: string): void {
  if (rows.some((row) => row.kind === 'register' && !row.region.startsWith(prefix))) world.broken.add('15 out of scope was sent');
}

/** A parcel is done when the server says that it holds each op of it. */
export function takeCarried(world: World, parcel: Parcel, reply: PushReply): void {
  const ok = new Set(reply.ok);
  if (parcel.batch.ops.every(({ hash }) => ok.has(hash))) parcel.delivered = true;
  if (reply.ok.length > 0) count(world, 'relayed');
}

export function notice(world: World, phone: Phone, kind: string): void {
  if (kind === 'fork' || kind === 'cloned') count(world, 'fork');
  if (kind === 'stale') count(world, 'stale');
  if (kind !== 'done') note(world, () => `${nameOf(world, phone)} ${kind}`);
}

/** Rounds of push and pull in one contact: as many as the product makes before it waits for its next turn. */
const roundLimit = 4;

/** One contact of one phone over a network without faults. False: it did not come to an end. */
export async function contact(world: World, phone: Phone): Promise<boolean> {
  for (let round = 0; round < roundLimit; round += 1) {
    await pushAll(world, phone);
    let kind = 'more';
    for (let page = 0; kind === 'more' || kind === 'stale'; page += 1) {
      if (page > 50) return false;
      ({ kind } = await phone.onPullReply(await answerPull(world, phone, phone.pullRequest(40))));
      notice(world, phone, kind);
    }
    if (kind !== 'done') continue;
    for (const entityId of phone.client.state.meta.grown)
      await phone.onSnapshot(entityId, await answerSnapshot(world, phone, entityId));
    return phone.client.state.meta.grown.length === 0;
  }
  return false;
}

async function pushAll(world: World, phone: Phone): Promise<void> {
  const skip = new Set<DeviceId>();
  for (let batches = 0; batches < 60; batches += 1) {
    const batch = await phone.nextBatch(60, skip);
    if (batch === null) return;
    const reply = await answerPush(world, phone.person, signed(batch), batch.ops[0]?.author ?? phone.person);
    if (reply === null) {
      skip.add(batch.device);
      continue;
    }
    const { kind } = await phone.onPushReply(batch, reply);
    notice(world, phone, kind);
    if (kind === 'fork' && !reply.fork) count(world, 'hole');
    if (kind === 'stuck') skip.add(batch.device);
  }
}
