/** The server as a device: imports and demo data are ops of its own chain, taken in like anybody's. */
import { randomBytes } from 'node:crypto';
import { hlcZero, tick } from '#oplog/hybrid-clock.ts';
import { makeOp } from '#oplog/make-op.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op, OpDraft } from '#oplog/op.ts';
import { protocolVersion, pushLimit } from '#protocol/sync-wire.ts';
import type { PushReply } from '#protocol/sync-wire.ts';
import { newId } from '#shared/ids.ts';
import type { OpHash } from '#shared/ids.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { inList } from './db/bulk.ts';
import { readRegisters } from './db/register-runs.ts';
import type { ServerContext } from './context.ts';
import { push } from './push.ts';
import type { PushOptions } from './push.ts';
import { signAsServer } from './sign-as-server.ts';

/** `parents`: what its author saw, where that may be less than what stands now. */
type Draft = OpDraft & { readonly parents?: readonly OpHash[] };

/** Drafts of one step are stored or quarantined together. */
export type Step = readonly Draft[];

export type Appended = { readonly receipts: PushReply['receipts'] };

/**
 * Writes steps in order, in batches of at most 200 ops, each durable when it returns. Another process that writes as the server at
 * the same time is noticed as a fork and the batch is made again on the new tip.
 */
export async function appendAsServer(server: ServerContext, steps: readonly Step[]): Promise<Appended> {
  const receipts: PushReply['receipts'][number][] = [];
  for (const batch of batches(steps)) {
    const outcome = await appendBatch(server, batch);
    if (outcome.kind === 'refused') throw failure(outcome.problem);
    receipts.push(...outcome.value);
  }
  return { receipts };
}

/** One step that is written only if something still holds in the transaction that writes it: refused with the problem if not. */
export async function appendIf(
  server: ServerContext,
  step: Step,
  onlyIf: NonNullable<PushOptions['onlyIf']>,
): Promise<Outcome<Appended>> {
  let problemFound: Problem | null = null;
  const outcome = await appendBatch(server, [step], async (tx) => (problemFound = await onlyIf(tx)));
  if (outcome.kind === 'ok') return ok({ receipts: outcome.value });
  if (problemFound === null) throw failure(outcome.problem);
  return outcome;
}

function failure({ code, detail }: Problem): Error {
  return new Error(`appendAsServer: ${code} ${JSON.stringify(detail)}`);
}

async function appendBatch(
  server: ServerContext,
  steps: readonly Step[],
  onlyIf?: PushOptions['onlyIf'],
): Promise<Outcome<PushReply['receipts']>> {
  const { settings } = server;
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const ops = await makeOps(server, steps);
    const request = {
      proto: protocolVersion,
      epoch: settings.epoch,
      device: settings.serverDevice,
      deviceSignature: signAsServer(settings, ops.at(-1)?.hash ?? ''),
      ops,
    };
    const outcome = await push(server, settings.serverPerson, request, { onlyIf });
    if (outcome.kind === 'refused') return outcome;
    if (!outcome.value.fork && outcome.value.ok.length === ops.length) return ok(outcome.value.receipts);
  }
  throw new Error('appendAsServer: another process keeps writing as the server');
}

async function makeOps(server: ServerContext, steps: readonly Step[]): Promise<readonly Op[]> {
  const { open, settings, now, beacons } = server;
  const device = await open.db
    .selectFrom('devices')
    .select(['last', 'last_hash'])
    .where('id', '=', settings.serverDevice)
    .executeTakeFirstOrThrow();
  const heads = await headsOf(server, steps.flat());
  const at = now();
  const beacon = beacons.make();
  const ops: Op[] = [];
  let prev = device.last_hash as OpHash | null;
  let hlc = hlcZero;
  for (const drafts of steps) {
    const step = newId<string>(random);
    for (const draft of drafts) {
      const register = `${draft.entityId}|${registerOf(draft)}`;
      const workflow = heads.get(`${draft.entityId}|@workflow`)?.[0] ?? null;
      hlc = tick(hlc, at, settings.serverDevice);
      const op = makeOp(draft, {
        device: settings.serverDevice,
        seq: device.last + ops.length + 1,
        prev,
        author: settings.serverPerson,
        salt: randomBytes(16).toString('base64url'),
        parents: draft.parents ?? heads.get(register) ?? [],
        seen: draft.entity === 'assessment' ? workflow : null,
        step,
        beacon,
        was: null,
        hlc,
        wallTime: new Date(at).toISOString(),
        monotonic: 0,
      });
      heads.set(register, [op.hash]);
      prev = op.hash;
      ops.push(op);
    }
  }
  return ops;
}

/** Current heads by `<entity>|<register>` of what the drafts write to. */
async function headsOf({ open }: ServerContext, drafts: readonly OpDraft[]): Promise<Map<string, readonly OpHash[]>> {
  const ids = [...new Set(drafts.map(({ entityId }) => entityId))];
  const parts = await open.db
    .selectFrom('entities')
    .select(['entity_id', 'owner'])
    .where(inList(open.kind, 'entity_id', ids))
    .execute();
  const roots = [...new Set(parts.map(({ entity_id: id, owner }) => owner ?? id))];
  const held = await readRegisters(open.db, open.kind, roots);
  return new Map(
    held.map(({ register }) => [`${register.entityId}|${register.register}`, register.heads.map(({ hash }) => hash)]),
  );
}

const random = (count: number): Uint8Array => randomBytes(count);

function batches(steps: readonly Step[]): readonly (readonly Step[])[] {
  const made: Step[][] = [];
  let size = 0;
  for (const step of steps) {
    if (made.length === 0 || size + step.length > pushLimit) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(step);
    size += step.length;
  }
  return made;
}
