/** Ops handed from phone to phone, on the real cores of phones and server. */
import { expect, test } from 'vitest';
import { registerOf } from '#oplog/op.ts';
import type { Op } from '#oplog/op.ts';
import { protocolVersion } from '#protocol/sync-wire.ts';
import { acceptPush } from '#replica/accept-push.ts';
import { buildPull } from '#replica/build-pull.ts';
import { planCarry } from '#replica/plan-carry.ts';
import type { CarriedBatch, Handed } from '#replica/plan-carry.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import { createAssessment, setField } from '../simulation/drafts.ts';
import { emptyServer, memoryServer } from '../simulation/memory-server.ts';
import { cloneOf, openPhone } from '../simulation/phone.ts';
import type { Phone } from '../simulation/phone.ts';
import { pullPorts, pushPorts, signatureOf } from '../simulation/push-ports.ts';
import { seeded } from '../simulation/seeded.ts';

const region = '420115';
const a1 = 'a1' as EntityId;

function world() {
  const random = seeded(11);
  let time = 1_700_000_000_000;
  let devices = 0;
  const server = memoryServer('e1');
  const now = (): number => (time += 1000);
  const enrol = (person: string, device: DeviceId): void => {
    const row = { device, owner: person as PersonId, publicKey: 'key', last: 0, lastHash: null, enrolledAt: '', lost: false };
    server.state.devices.set(device, row);
  };
  const enrolled = new Map<DeviceId, string>();
  const open = (person: string): Phone =>
    openPhone(person as PersonId, random, now, () => {
      const device = `device${(devices += 1)}` as DeviceId;
      enrolled.set(device, person);
      enrol(person, device);
      return device;
    });
  /** Everything in the outbox, by who holds it; returns the kinds of answers. */
  const push = async (phone: Phone): Promise<readonly string[]> => {
    const notes: string[] = [];
    const skip = new Set<DeviceId>();
    for (let batch = await phone.nextBatch(200, skip); batch !== null; batch = await phone.nextBatch(200, skip)) {
      const { device, epoch, ops } = batch;
      const deviceSignature = batch.signature ?? signatureOf(ops.at(-1)?.hash ?? '');
      const request = { proto: protocolVersion, epoch, device, deviceSignature, ops };
      const reply = await acceptPush(pushPorts(server, now), phone.person, structuredClone(request));
      if (reply.kind === 'refused') throw new Error(reply.problem.code);
      const { kind } = await phone.onPushReply(batch, reply.value);
      notes.push(kind);
      if (kind === 'stuck') skip.add(device);
    }
    return notes;
  };
  const pull = async (phone: Phone): Promise<void> => {
    const page = await buildPull(pullPorts(server, now, phone.person, '42'), phone.pullRequest(500));
    const { kind } = await phone.onPullReply(page);
    if (kind === 'restored' || kind === 'more') {
      await push(phone);
      await pull(phone);
    }
  };
  const sync = async (phone: Phone): Promise<readonly string[]> => {
    const notes = await push(phone);
    await pull(phone);
    return notes;
  };
  const carry = async (phone: Phone, handed: Partial<Handed>): Promise<number> => {
    const plan = await planCarry(phone.client.read, { batches: [], known: [], people: [], ...handed }, now());
    if (plan !== null) expect(await phone.client.commit(plan)).toBe('done');
    return plan?.ops.length ?? 0;
  };
  const restore = (state: ReturnType<typeof emptyServer>): void => {
    server.state = state;
    for (const [device, person] of enrolled) if (!server.state.devices.has(device)) enrol(person, device);
  };
  return { server, open, push, pull, sync, carry, restore };
}

/** What a phone has not sent, as its handover says it. */
async function outboxOf(phone: Phone): Promise<readonly CarriedBatch[]> {
  const batch = await phone.nextBatch(200);
  return batch === null ? [] : [batchOf(batch.ops)];
}

function batchOf(ops: readonly Op[]): CarriedBatch {
  const [first] = ops;
  if (first === undefined) throw new Error('an empty batch');
  return { device: first.device, signature: signatureOf(ops.at(-1)?.hash ?? ''), ops: ops.map((op) => ({ op, owner: a1 })) };
}

function shown(phone: Phone, field: string): readonly unknown[] {
  return (phone.client.state.registers.get(`${a1}|self/${field}`)?.heads ?? [])
    .map(({ value }) => value)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const isEmpty = async (phone: Phone): Promise<boolean> => (await phone.nextBatch(1)) === null;

test('[R40] what was handed over shows at once and reaches the server by the taker; the giver finds it known', async () => {
  const { server, open, sync, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await giver.write([setField(a1, 'jc01', 42)]);
  expect(await carry(taker, { batches: await outboxOf(giver) })).toBe(2);
  expect(await carry(taker, { batches: await outboxOf(giver) })).toBe(0);
  expect(shown(taker, 'jc01')).toEqual([42]);
  await taker.write([setField(a1, 'jc02', 7)]);
  await taker.write([setField(a1, 'jc01', 43)]);
  await sync(taker);
  expect(server.state.ops).toHaveLength(4);
  expect(await sync(giver)).toEqual(['done']);
  await sync(taker);
  expect(server.state.ops).toHaveLength(4);
  for (const phone of [giver, taker]) {
    expect(shown(phone, 'jc01')).toEqual([43]);
    expect(shown(phone, 'jc02')).toEqual([7]);
    expect(await isEmpty(phone)).toBe(true);
    expect(phone.client.state.meta.restores).toBe(0);
  }
});

test('[R40] the giver may be first; what the taker still carries is known then, and nothing stands beside its successor', async () => {
  const { server, open, sync, pull, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await giver.write([setField(a1, 'jc01', 1)]);
  const batches = await outboxOf(giver);
  await giver.write([setField(a1, 'jc01', 2)]);
  await sync(giver);
  await pull(taker);
  await carry(taker, { batches });
  expect(shown(taker, 'jc01')).toEqual([2]);
  await sync(taker);
  expect(shown(taker, 'jc01')).toEqual([2]);
  expect(await isEmpty(taker)).toBe(true);
  expect(server.state.ops).toHaveLength(3);
});

test('[R40] what the server sets aside is its author’s to hear of; it holds up nothing of the taker', async () => {
  const { open, sync, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await giver.write([setField(a1, 'jc01', -1)]);
  await carry(taker, { batches: await outboxOf(giver) });
  await taker.write([setField(a1, 'jc02', 7)]);
  await sync(taker);
  expect(shown(taker, 'jc01')).toEqual([]);
  expect(await isEmpty(taker)).toBe(true);
  expect([...taker.client.state.ops.values()].some(({ state }) => state === 'quarantined')).toBe(false);
  await sync(giver);
  const register = giver.client.state.registers.get(`${a1}|self/jc01`);
  expect(register?.held.map(({ value }) => value)).toEqual([-1]);
});

test('[R40] of a chain that the server has another history of, the taker re-issues nothing; the author does', async () => {
  const { server, open, sync, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await sync(giver);
  const clone = open('p1');
  cloneOf(giver, clone);
  await giver.write([setField(a1, 'jc01', 1)]);
  await carry(taker, { batches: await outboxOf(giver) });
  await clone.write([setField(a1, 'jc02', 2)]);
  await sync(clone);
  await sync(taker);
  expect(await isEmpty(taker)).toBe(true);
  expect(new Set(server.state.ops.map(({ op }) => op.author))).toEqual(new Set(['p1']));
  await sync(giver);
  await sync(giver);
  await sync(taker);
  expect(shown(taker, 'jc01')).toEqual([1]);
  expect(shown(giver, 'jc01')).toEqual([1]);
  expect(server.state.ops.filter(({ op }) => op.field === 'self/jc01')).toHaveLength(1);
});

test('[R40] [promise 16] after a restore the taker offers what it carried once more', async () => {
  const { server, open, sync, carry, restore } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await giver.write([setField(a1, 'jc01', 1)]);
  await carry(taker, { batches: await outboxOf(giver) });
  await sync(taker);
  restore(emptyServer('e2'));
  await sync(taker);
  await sync(taker);
  expect(server.state.ops.map(({ op }) => op.field)).toContain('self/jc01');
  await sync(giver);
  expect(shown(giver, 'jc01')).toEqual([1]);
  expect(server.state.ops).toHaveLength(2);
});

test('[R40] backwards: a later piece that comes first is shown and waits at the server; own work goes on; the earlier piece frees it', async () => {
  const { server, open, sync, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  const made = await giver.write([createAssessment(a1, region)]);
  const early = await giver.write([setField(a1, 'jc01', 1)]);
  const late = await giver.write([setField(a1, 'jc01', 2)]);
  await carry(taker, { batches: [batchOf(late)] });
  expect(shown(taker, 'jc01')).toEqual([2]);
  expect(await sync(taker)).toEqual(['stuck']);
  expect(taker.client.state.meta.device).not.toBe(giver.client.state.meta.device);
  await taker.write([setField(a1, 'jc02', 5)]);
  await sync(taker);
  expect(server.state.ops.map(({ op }) => op.author)).toEqual(['p2']);
  await carry(taker, { batches: [batchOf([...made, ...early])] });
  await sync(taker);
  expect(shown(taker, 'jc01')).toEqual([2]);
  expect(await isEmpty(taker)).toBe(true);
  await sync(giver);
  expect(shown(giver, 'jc02')).toEqual([5]);
});

test('[R40] interleaved and missing: both lines stand as their last values; one whose middle never came stands beside it until it does', async () => {
  const { open, sync, carry } = world();
  const [one, two, three] = [open('p1'), open('p2'), open('p3')];
  await one.write([createAssessment(a1, region)]);
  await sync(one);
  for (const phone of [two, three]) await sync(phone);
  const first = await one.write([setField(a1, 'jc01', 'a1')]);
  await two.write([setField(a1, 'jc01', 'b1')]);
  await one.write([setField(a1, 'jc01', 'a2')]);
  await two.write([setField(a1, 'jc01', 'b2')]);
  await carry(three, { batches: [batchOf(first)] });
  await carry(three, { batches: await outboxOf(two) });
  expect(shown(three, 'jc01')).toEqual(['a1', 'b2']);
  await sync(three);
  await sync(one);
  await sync(two);
  for (const phone of [one, two, three]) {
    await sync(phone);
    expect(shown(phone, 'jc01')).toEqual(['a2', 'b2']);
  }
});

test('[R41] delayed create: what the giver knew stands in for what is unknown, and never replaces what was pulled', async () => {
  const { open, sync, pull, carry } = world();
  const [giver, taker] = [open('p1'), open('p2')];
  await giver.write([createAssessment(a1, region)]);
  await giver.write([setField(a1, 'jc02', 1)]);
  await sync(giver);
  await giver.write([setField(a1, 'jc01', 42)]);
  const known = [...giver.client.state.registers.values()].map(({ entity, entityId, owner, register, heads }) => {
    return { entity, entityId, owner, register, heads };
  });
  await carry(taker, { batches: await outboxOf(giver), known });
  expect(taker.client.state.registers.get(`${a1}|@create`)?.heads).toHaveLength(1);
  expect(shown(taker, 'jc02')).toEqual([1]);
  await taker.write([setField(a1, 'jc02', 2)]);
  await sync(taker);
  expect(shown(taker, 'jc02')).toEqual([2]);

  const late = open('p3');
  await pull(late);
  await giver.write([setField(a1, 'jc03', 9)]);
  await carry(late, { batches: await outboxOf(giver), known });
  expect(shown(late, 'jc02')).toEqual([2]);
  expect(late.client.state.registers.get(`${a1}|${registerOf({ kind: 'set', field: 'self/jc03' })}`)?.heads).toHaveLength(1);
});

test('[R40] ops of this phone’s own devices are not carried: their chain is written here', async () => {
  const { open, carry } = world();
  const giver = open('p1');
  const clone = open('p1');
  await giver.write([createAssessment(a1, region)]);
  cloneOf(giver, clone);
  await clone.write([setField(a1, 'jc01', 1)]);
  expect(await carry(giver, { batches: await outboxOf(clone) })).toBe(0);
});
