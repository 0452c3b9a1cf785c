import { expect, test } from 'vitest';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { hashOp } from '#oplog/hash-op.ts';
import { foldOps } from '#oplog/register.ts';
import { verifyChain } from '#oplog/verify-chain.ts';
import { protocolVersion } from '#protocol/sync-wire.ts';
import type { PullReply, PushReply } from '#protocol/sync-wire.ts';
import { acceptPush } from '#replica/accept-push.ts';
import { buildPull, buildSnapshot } from '#replica/build-pull.ts';
import type { Batch } from '#replica/plan-push.ts';
import type { Judge } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Op } from '#oplog/op.ts';
import { Killed, emptyServer, memoryServer } from '../simulation/memory-server.ts';
import { createAssessment, draft, setField } from '../simulation/drafts.ts';
import { cloneOf, openPhone } from '../simulation/phone.ts';
import type { Phone } from '../simulation/phone.ts';
import { judgeFields, pullPorts, pushPorts, signatureOf } from '../simulation/push-ports.ts';
import { seeded } from '../simulation/seeded.ts';

const region = '420115';
const a1 = 'a1' as EntityId;

function world(judge: Judge = judgeFields) {
  const random = seeded(7);
  let time = 1_700_000_000_000;
  let devices = 0;
  const server = memoryServer('e1');
  const now = (): number => (time += 1000);
  const enrol = (person: string, device: string): void => {
    const row = {
      device: device as DeviceId,
      owner: person as PersonId,
      publicKey: 'key',
      last: 0,
      lastHash: null,
      enrolledAt: '',
      lost: false,
    };
    if (!server.state.devices.has(row.device)) server.state.devices.set(row.device, row);
  };
  const open = (person: string): Phone =>
    openPhone(person as PersonId, random, now, () => {
      const device = `device${(devices += 1)}` as DeviceId;
      enrol(person, device);
      return device;
    });
  const offer = (
    phone: Phone,
    batch: Batch,
    change: Partial<{ deviceSignature: string; proto: number; ops: readonly Op[] }> = {},
  ): Promise<Outcome<PushReply>> => {
    const { device, epoch, ops } = batch;
    const request = {
      proto: protocolVersion,
      epoch,
      device,
      deviceSignature: signatureOf(ops.at(-1)?.hash ?? ''),
      ops,
      ...change,
    };
    return acceptPush(pushPorts(server, now, judge), phone.person, structuredClone(request));
  };
  const batchOf = async (phone: Phone, limit = 200): Promise<Batch> => {
    const batch = await phone.nextBatch(limit);
    if (batch === null) throw new Error('the outbox is empty');
    return batch;
  };
  const push = async (phone: Phone, limit = 200): Promise<PushReply> => {
    const batch = await batchOf(phone, limit);
    const reply = valueOf(await offer(phone, batch));
    await phone.onPushReply(batch, reply);
    return reply;
  };
  const page = (phone: Phone, scope = '42', limit = 500): Promise<PullReply> => {
    return buildPull(pullPorts(server, now, phone.person, scope), phone.pullRequest(limit));
  };
  const pull = async (phone: Phone, scope = '42', limit = 500): Promise<void> => {
    for (let more = true; more;) {
      const reply = await page(phone, scope, limit);
      await phone.onPullReply(reply);
      more = reply.more;
    }
  };
  return { server, open, offer, batchOf, push, page, pull };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.problem.code}`);
  return outcome.value;
}

function headsOn(phone: Phone, register: string): readonly unknown[] {
  return (phone.client.state.registers.get(`${a1}|${register}`)?.heads ?? []).map(({ value }) => value);
}

test('[R1] pushed ops are folded at the server and reach another phone as registers', async () => {
  const { open, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  await one.write([setField(a1, 'jc01', 42)]);
  const reply = await push(one);
  expect(reply).toMatchObject({ last: 2, fork: false });
  expect(reply.receipts.map(({ gsn, state }) => [gsn, state])).toEqual([
    [1, 'stored'],
    [2, 'stored'],
  ]);
  await pull(two);
  expect(headsOn(two, 'self/jc01')).toEqual([42]);
  expect(await one.nextBatch(10)).toBeNull();
});

test('[R2] [promise 2] a batch that comes again is acknowledged again and stored once', async () => {
  const { server, open, offer, batchOf } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  const batch = await batchOf(phone);
  const first = valueOf(await offer(phone, batch));
  const again = valueOf(await offer(phone, batch));
  expect([again.ok, again.receipts]).toEqual([first.ok, first.receipts]);
  expect(server.state.ops).toHaveLength(1);
  await phone.onPushReply(batch, first);
  await phone.onPushReply(batch, again);
  expect(phone.client.state.ops.size).toBe(1);
});

test('[R3] [promise 11] a reply lost after the commit, a pull in between: no phantom conflict remains', async () => {
  const { server, open, offer, batchOf, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  await one.write([setField(a1, 'jc01', 1)]);
  server.killAt = 'after-commit';
  await expect(offer(one, await batchOf(one))).rejects.toBeInstanceOf(Killed);
  await pull(two);
  await two.write([setField(a1, 'jc01', 2)]);
  await push(two);
  await pull(one);
  await push(one);
  expect(headsOn(one, 'self/jc01')).toEqual([2]);
  expect(server.state.ops).toHaveLength(3);
});

test('[R4] a kill before the commit keeps nothing', async () => {
  const { server, open, offer, batchOf, push } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  server.killAt = 'before-commit';
  await expect(offer(phone, await batchOf(phone))).rejects.toBeInstanceOf(Killed);
  expect(server.state).toMatchObject({ gsn: 0, ops: [] });
  await push(phone);
  expect(server.state.ops).toHaveLength(1);
});

test('[R5] a cloned phone forks: what it wrote goes on under a fresh device, each op naming what it was', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const twin = open('p1');
  cloneOf(phone, twin);
  await phone.write([setField(a1, 'jc01', 1)]);
  await push(phone);
  const [mine] = await twin.write([setField(a1, 'jc02', 2)]);
  // The first reply shows the fork at an op whose predecessor was not in the batch: it is offered too, then the rest moves.
  await push(twin);
  await push(twin);
  await push(twin);
  expect(twin.client.state.meta.device).not.toBe(phone.client.state.meta.device);
  expect(server.state.ops.at(-1)?.op).toMatchObject({ device: twin.client.state.meta.device, seq: 1, was: mine?.hash, value: 2 });
  await pull(phone);
  await pull(twin);
  for (const each of [phone, twin]) expect([headsOn(each, 'self/jc01'), headsOn(each, 'self/jc02')]).toEqual([[1], [2]]);
});

test('[R6] a head under my device id that I never wrote means a clone, even when nothing waits', async () => {
  const { open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const twin = open('p1');
  cloneOf(phone, twin);
  await phone.write([setField(a1, 'jc01', 1)]);
  await push(phone);
  await pull(twin);
  expect(twin.client.state.meta.device).not.toBe(phone.client.state.meta.device);
  expect(twin.client.state.meta.seq).toBe(0);
});

test('[R7] [promise 16] a server restored from backup gets back what the phone holds, at one contact', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const backup = structuredClone(server.state);
  await phone.write([setField(a1, 'jc01', 1)]);
  await phone.write([setField(a1, 'jc01', 2)]);
  await push(phone);
  await pull(phone);
  server.state = { ...backup, epoch: 'e2' };
  await pull(phone);
  expect(phone.client.state.rechecks).toBe(1);
  await push(phone);
  await pull(phone);
  expect(server.state.ops).toHaveLength(3);
  expect(headsOn(phone, 'self/jc01')).toEqual([2]);
  expect([...server.state.registers.values()].map(({ register }) => register)).toEqual([
    ...foldOps(server.state.ops.map(({ op }) => op)).values(),
  ]);
});

test('[R8] a restore that kept its epoch is found by the hash at the cursor', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const backup = structuredClone(server.state);
  await phone.write([setField(a1, 'jc01', 1)]);
  await push(phone);
  await pull(phone);
  server.state = backup;
  await pull(phone);
  await push(phone);
  await pull(phone);
  expect(server.state.ops).toHaveLength(2);
  expect(phone.client.state.meta).toMatchObject({ restores: 1, rebuilding: false });
});

test('[R9] a step with one refused op is set aside whole, advances the chain, and blocks nothing after it', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await phone.write([setField(a1, 'jc01', 5), setField(a1, 'jc02', -1)]);
  await phone.write([setField(a1, 'jc03', 6)]);
  const reply = await push(phone);
  expect(reply.last).toBe(4);
  expect(reply.receipts.map(({ state, problem }) => [state, problem])).toEqual([
    ['stored', null],
    ['quarantined', 'input.out-of-range'],
    ['quarantined', 'input.out-of-range'],
    ['stored', null],
  ]);
  expect(server.state.registers.has(`${a1}|self/jc01`)).toBe(false);
  expect(server.state.registers.get(`${a1}|self/jc03`)?.register.heads).toHaveLength(1);
  await pull(phone);
  // The phone agrees with the server, and still shows its author what was set aside.
  expect(headsOn(phone, 'self/jc01')).toEqual([]);
  expect(phone.client.state.registers.get(`${a1}|self/jc01`)?.held.map(({ value }) => value)).toEqual([5]);
  expect(await phone.nextBatch(10)).toBeNull();
});

test('[R10] a step is never cut between two batches', async () => {
  const { open, batchOf } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await phone.write([setField(a1, 'jc01', 5), setField(a1, 'jc02', 1)]);
  expect((await batchOf(phone, 2)).ops).toHaveLength(1);
  expect((await batchOf(phone, 3)).ops).toHaveLength(3);
});

test('[R11] a hole stops the batch, and the reply says where the server is', async () => {
  const { server, open, offer, batchOf } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await phone.write([setField(a1, 'jc01', 1)]);
  await phone.write([setField(a1, 'jc01', 2)]);
  const batch = await batchOf(phone);
  const holed = { ...batch, ops: batch.ops.filter(({ seq }) => seq !== 2) };
  expect(valueOf(await offer(phone, holed))).toMatchObject({ last: 1, fork: false, ok: [batch.ops[0]?.hash] });
  expect(server.state.ops).toHaveLength(1);
});

test('[R12] a hole that nobody can fill is closed by re-issuing under a fresh device', async () => {
  const { server, open, push } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const backup = structuredClone(server.state);
  await phone.write([setField(a1, 'jc01', 1)]);
  await push(phone);
  const state = structuredClone(phone.client.state);
  // The body of seq 2 is no longer on the phone, and the restored server never had it.
  for (const own of state.ops.values()) if (own.op.seq === 2) state.ops.delete(own.op.hash);
  phone.client.state = state;
  server.state = { ...backup, epoch: 'e2' };
  await phone.write([setField(a1, 'jc02', 2)]);
  for (let round = 0; round < 4 && (await phone.nextBatch(10)) !== null; round += 1) await push(phone);
  expect(server.state.ops.map(({ op }) => op.value)).toContain(2);
  expect(phone.client.state.meta.seq).toBe(1);
});

test('[R13] [promise 15] what is out of scope is never delivered, and the cursor passes it', async () => {
  const { open, push, pull, page } = world();
  const [here, there, viewer] = [open('p1'), open('p2'), open('p3')];
  await here.write([createAssessment(a1, region)]);
  await there.write([createAssessment('a2' as EntityId, '420600')]);
  await push(here);
  await push(there);
  const reply = await page(viewer, '4201');
  expect(reply.rows.map((row) => (row.kind === 'register' ? row.entityId : row.kind))).toEqual(['a1']);
  await pull(viewer, '4201');
  expect(viewer.client.state.meta.cursor).toBe(2);
  expect([...viewer.client.state.registers.values()].map(({ entityId }) => entityId)).toEqual(['a1']);
});

test('[R14] pages of one row each arrive at the same state, repeated and late ones change nothing', async () => {
  const { open, push, pull, page } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  for (let n = 0; n < 5; n += 1) await one.write([setField(a1, `q${n % 3}`, n)]);
  await push(one);
  const early = await page(two, '42', 1);
  await pull(two, '42', 1);
  const before = structuredClone(two.client.state);
  expect(await two.onPullReply(early)).toEqual({ kind: 'stale' });
  expect(two.client.state).toEqual(before);
  expect([headsOn(two, 'self/q0'), headsOn(two, 'self/q1'), headsOn(two, 'self/q2')]).toEqual([[3], [4], [2]]);
});

test('[R15] anyone signed in may relay the ops of another device', async () => {
  const { server, open, offer, batchOf } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  const batch = await batchOf(one);
  valueOf(await offer(two, batch));
  expect(server.state.ops[0]?.op).toMatchObject({ author: 'p1' });
  await one.onPushReply(batch, valueOf(await offer(one, batch)));
  expect(await one.nextBatch(10)).toBeNull();
});

test('[R16] an op by another person than the device belongs to is set aside', async () => {
  const { server, open, offer, batchOf } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  const batch = await batchOf(one);
  const forged = batch.ops.map((op) => {
    const { hash: _hash, ...rest } = { ...op, device: two.client.state.meta.device };
    return { ...rest, hash: hashOp(rest) };
  });
  const outcome = await offer(two, { ...batch, device: two.client.state.meta.device, ops: forged });
  expect(valueOf(outcome).receipts).toMatchObject([{ state: 'quarantined', problem: 'access.denied' }]);
  expect(server.state.registers.size).toBe(0);
});

test('[R17] a wrong signature, a wrong hash, an unknown device or another protocol stores nothing', async () => {
  const { server, open, offer, batchOf } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  const batch = await batchOf(phone);
  const code = async (outcome: Promise<Outcome<PushReply>>): Promise<string> => {
    const result = await outcome;
    return result.kind === 'refused' ? result.problem.code : 'ok';
  };
  const changed = batch.ops.map((op) => ({ ...op, value: 'other' }));
  expect(await code(offer(phone, batch, { deviceSignature: 'x' }))).toBe('sync.bad-signature');
  expect(await code(offer(phone, batch, { ops: changed }))).toBe('sync.bad-hash');
  expect(await code(offer(phone, batch, { proto: 99 }))).toBe('sync.protocol-version');
  server.state.devices.clear();
  expect(await code(offer(phone, batch))).toBe('sync.unknown-device');
  expect(server.state.ops).toEqual([]);
});

test('[R18] ops that come before their assessment wait for it and are released when it comes', async () => {
  const { server, open, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  const empty = structuredClone(server.state);
  await one.write([createAssessment(a1, region)]);
  await push(one);
  await pull(two);
  await two.write([setField(a1, 'jc01', 8)]);
  // The server lost the assessment; its author has not been back yet.
  server.state = { ...empty, epoch: 'e2' };
  const reply = await push(two);
  expect(reply.receipts).toMatchObject([{ state: 'quarantined', problem: 'access.not-found' }]);
  await pull(one);
  await push(one);
  expect(server.state.registers.get(`${a1}|self/jc01`)?.register.heads).toHaveLength(1);
  await pull(two);
  await pull(two);
  expect(headsOn(two, 'self/jc01')).toEqual([8]);
  expect([...two.client.state.ops.values()].map(({ state }) => state)).toEqual(['stored']);
  const numbers = server.state.ops.map(({ receipt }) => receipt.gsn);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('[R19] a conflict the author saw is settled by a resolve only', async () => {
  const { open, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  await push(one);
  await pull(two);
  await one.write([setField(a1, 'jc01', 1)]);
  await two.write([setField(a1, 'jc01', 2)]);
  await push(one);
  await push(two);
  await pull(one);
  expect(headsOn(one, 'self/jc01')).toHaveLength(2);
  await one.write([setField(a1, 'jc01', 3)]);
  expect((await push(one)).receipts).toMatchObject([{ state: 'quarantined', problem: 'access.denied' }]);
  const settle = setField(a1, 'jc01', 4);
  await one.write([{ ...settle, draft: { ...settle.draft, kind: 'resolve' } }]);
  await push(one);
  await pull(two);
  expect(headsOn(two, 'self/jc01')).toEqual([4]);
});

test('[R20] the server keeps the workflow state: a submission holds for its root and a late concurrent answer reopens it', async () => {
  const { server, open, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  await one.write([setField(a1, 'jc01', 1)]);
  await push(one);
  await pull(two);
  const root = assessmentRoot([...one.client.state.registers.values()]);
  const value = { root, phoneScore: null };
  await one.write([{ draft: draft({ kind: 'submit', entity: 'assessment', entityId: a1, value }), owner: a1 }]);
  await two.write([setField(a1, 'jc02', 9)]);
  await push(one);
  expect(server.state.entities.get(a1)?.state).toBe('submitted');
  await push(two);
  expect(server.state.entities.get(a1)?.state).toBe('draft');
});

test('[R21] the chain of each device at the server is whole', async () => {
  const { server, open, push } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  for (let n = 0; n < 20; n += 1) await phone.write([setField(a1, `q${n % 4}`, n % 5 === 0 ? -1 : n)]);
  while ((await phone.nextBatch(7)) !== null) await push(phone, 7);
  const ops = server.state.ops.map(({ op }) => op);
  expect(verifyChain(ops)).toBeNull();
  expect(server.state.devices.get(phone.client.state.meta.device)).toMatchObject({
    last: 21,
    lastHash: ops.at(-1)?.hash as OpHash,
  });
});

test('[R22] a restore that kept its epoch is found by a phone that never pulled: what was confirmed to it is gone', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  const empty = server.state;
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  server.state = { ...empty, devices: server.state.devices };
  for (const [id, row] of server.state.devices) server.state.devices.set(id, { ...row, last: 0, lastHash: null });
  expect(await phone.nextBatch(10)).toBeNull();
  await pull(phone);
  await push(phone);
  await pull(phone);
  expect(server.state.ops).toHaveLength(1);
});

test('[R25] a reply to what was asked before a restore was met confirms nothing', async () => {
  const { server, open, offer, batchOf, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await pull(phone);
  const batch = await batchOf(phone);
  const late = valueOf(await offer(phone, batch));
  server.state = { ...emptyServer('e2'), devices: server.state.devices };
  await pull(phone);
  await phone.onPushReply(batch, late);
  expect(await phone.nextBatch(10)).toMatchObject({ ops: batch.ops });
});

test('[R26] an entity made again in the push that also writes to it: what came before its create is folded after it', async () => {
  const { server, open, push, pull } = world();
  const [one, two] = [open('p1'), open('p2')];
  await one.write([createAssessment(a1, region)]);
  await push(one);
  await pull(two);
  await two.write([setField(a1, 'jc01', 8)]);
  await two.write([createAssessment(a1, region)]);
  server.state = {
    ...emptyServer('e2'),
    devices: new Map([...server.state.devices].map(([id, row]) => [id, { ...row, last: 0, lastHash: null }])),
  };
  const reply = await push(two);
  expect(reply.receipts.map(({ state }) => state)).toEqual(['stored', 'stored']);
  expect(server.state.registers.get(`${a1}|self/jc01`)?.register.heads).toHaveLength(1);
});

test('[R27] an op that two clones re-issued is overwritten under every name it has', async () => {
  const { server, open, push, pull } = world();
  const phone = open('p1');
  await phone.write([createAssessment(a1, region)]);
  await push(phone);
  const third = open('p1');
  cloneOf(phone, third);
  await phone.write([setField(a1, 'jc01', 1)]);
  const twin = open('p1');
  cloneOf(phone, twin);
  // The third clone writes on first: both others fork and re-issue the same op.
  await third.write([setField(a1, 'jc02', 3)]);
  await push(third);
  while ((await phone.nextBatch(10)) !== null) await push(phone);
  await pull(phone);
  await phone.write([setField(a1, 'jc01', 2)]);
  await push(phone);
  while ((await twin.nextBatch(10)) !== null) await push(twin);
  const heads = server.state.registers.get(`${a1}|self/jc01`)?.register.heads ?? [];
  expect(heads.map(({ value }) => value)).toEqual([2]);
});

test('[R28] [promise 15] what leaves the scope goes, what was not sent stays, a snapshot that comes too late is not taken', async () => {
  const { server, open, push, pull, page } = world();
  const [one, two] = [open('p1'), open('p2')];
  server.state.people.set('p2', '420000');
  await one.write([createAssessment(a1, region)]);
  await one.write([setField(a1, 'jc01', 1)]);
  await push(one);
  await pull(two);
  await two.write([setField(a1, 'jc02', 2)]);
  server.state.people.set('p2', '420600');
  await pull(two, '4206');
  expect([headsOn(two, '@create'), headsOn(two, 'self/jc01'), headsOn(two, 'self/jc02')]).toEqual([[], [], [2]]);
  server.state.people.set('p2', '420000');
  await pull(two);
  expect(two.client.state.meta.grown).toEqual([a1]);
  const snapshot = await buildSnapshot(
    pullPorts(server, () => 0, 'p2', '42'),
    a1,
  );
  await one.write([setField(a1, 'jc01', 9)]);
  await push(one);
  await pull(two);
  // Older than the cursor: the change of jc01 between would be missed.
  await two.onSnapshot(a1, { ...snapshot, at: snapshot.at - 1 });
  expect(two.client.state.meta.grown).toEqual([a1]);
  await two.onSnapshot(
    a1,
    await buildSnapshot(
      pullPorts(server, () => 0, 'p2', '42'),
      a1,
    ),
  );
  expect([headsOn(two, '@create').length, headsOn(two, 'self/jc01'), two.client.state.meta.grown]).toEqual([1, [9], []]);
  server.state.people.set('p2', '420600');
  const late = await buildSnapshot(
    pullPorts(server, () => 0, 'p2', '42'),
    a1,
  );
  await pull(two, '4206');
  await two.onSnapshot(a1, late);
  expect(headsOn(two, '@create')).toEqual([]);
  expect((await page(two, '4206')).rows).toEqual([]);
});
