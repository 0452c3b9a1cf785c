/** The client half of pull: a page and the cursor behind it land in one plan. */
import { observe } from '#oplog/hybrid-clock.ts';
import type { PullReply, PullRow, RegisterRow, SnapshotReply } from '#protocol/sync-wire.ts';
import type { DeviceId, EntityId, OpHash } from '#shared/ids.ts';
import type { Head } from '#oplog/op.ts';
import { registerOf } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import { eraOf } from './client-state.ts';
import type {
  ClientMeta,
  ClientPlan,
  ClientReader,
  ClientRegister,
  ConfirmedOp,
  EvidenceReceipt,
  OwnOp,
  ServerScore,
} from './client-state.ts';
import { overlay } from './overlay.ts';
import { isCovered } from './plan-push.ts';
import { planOn } from './plan-step.ts';
import { offerAgain } from './restored.ts';

export type PullDecision =
  /** The page was for another cursor, or tells what came into another scope: a late or repeated reply. Ask again. */
  | { readonly kind: 'stale' }
  /** The server was restored: push everything again, then pull from the beginning. */
  | { readonly kind: 'restored'; readonly plan: ClientPlan }
  | { readonly kind: 'applied'; readonly plan: ClientPlan; readonly more: boolean }
  /** A head carries this phone's device id and was not written here: a clone is at work. Nothing of the page was taken. */
  | { readonly kind: 'cloned'; readonly device: DeviceId };

export async function applyPullPage(reader: ClientReader, page: PullReply, now: number): Promise<PullDecision> {
  const meta = await reader.meta();
  const newEpoch = meta.epoch !== null && meta.epoch !== page.epoch;
  const movedUnder = page.from === meta.cursor && page.hashAtCursor !== meta.cursorHash;
  const forgotMine =
    page.lost !== null && (page.lost === meta.seen?.hash || meta.confirmed.some(({ hash }) => hash === page.lost));
  if (newEpoch || movedUnder || forgotMine)
    return { kind: 'restored', plan: await offerAgain(reader, { ...meta, beacon: page.beacon }, page.epoch) };
  if (page.from !== meta.cursor || page.scopeFrom !== meta.scopeVersion) return { kind: 'stale' };
  if (await isCloned(reader, meta, page.rows)) return { kind: 'cloned', device: meta.device };
  const era = eraOf({ ...meta, epoch: page.epoch }) ?? '';
  const applied = await applyRows(reader, { ...meta, epoch: page.epoch }, page.rows);
  const complete = meta.rebuilding && !page.more;
  const spoken = page.more ? [] : await spokenOf(reader, meta, page.head);
  const past = [
    ...(await registersOf(reader, page.purge as EntityId[])),
    ...(complete ? await registersBefore(reader, era, applied.registers) : []),
    ...(await handedBefore(reader, spoken, applied.registers)),
  ];
  const cleared = await clearBase(reader, past, era, applied.ops);
  const gone = new Set<string>(page.purge);
  const released = new Set(applied.ops.map(({ op }) => op.hash));
  const grown = new Set([...meta.grown.filter((id) => !gone.has(id)), ...(page.grown as EntityId[])]);
  return {
    kind: 'applied',
    more: page.more,
    plan: planOn(meta, {
      ...applied,
      registers: [...without(applied.registers, past), ...cleared.registers],
      forget: cleared.forget,
      people: page.people,
      meta: {
        ...meta,
        epoch: page.epoch,
        cursor: page.cursor,
        cursorHash: page.cursorHash,
        beacon: page.beacon,
        confirmed: confirmedAfter(meta.confirmed, page, released),
        seen: page.headHash === null || page.head < (meta.seen?.gsn ?? 0) ? meta.seen : { gsn: page.head, hash: page.headHash },
        scopeVersion: page.scopeVersion,
        grown: [...grown],
        handed: meta.handed.filter((id) => !gone.has(id) && !spoken.includes(id)),
        rebuilding: meta.rebuilding && page.more,
        hlc: hlcAfter(meta, page.rows, now),
      },
    }),
  };
}

/**
 * All rows of an entity that came into scope; the cursor does not move. Null: nobody waits for it (any more), or it is of another
 * epoch or older than the cursor, behind which its later changes would be missed. Ask again.
 */
export async function applySnapshot(
  reader: ClientReader,
  entityId: EntityId,
  reply: Pick<SnapshotReply, 'epoch' | 'at' | 'rows' | 'people'>,
  now: number,
): Promise<ClientPlan | null> {
  const meta = await reader.meta();
  if (reply.epoch !== meta.epoch || reply.at < meta.cursor || !meta.grown.includes(entityId)) return null;
  const applied = await applyRows(reader, meta, reply.rows);
  return planOn(meta, {
    ...applied,
    people: reply.people,
    meta: { ...meta, grown: meta.grown.filter((id) => id !== entityId), hlc: hlcAfter(meta, reply.rows, now) },
  });
}

type Applied = Pick<ClientPlan, 'ops' | 'registers' | 'evidence' | 'scores'>;

/** What a page's rows do to registers and own ops, by the numbers they carry. */
export async function applyRows(reader: ClientReader, meta: ClientMeta, rows: readonly PullRow[]): Promise<Applied> {
  const evidence: EvidenceReceipt[] = [];
  const scores: ServerScore[] = [];
  const registerRows: RegisterRow[] = [];
  const receipts = new Map<OpHash, Extract<PullRow, { kind: 'receipt' }>['receipt']>();
  for (const row of rows) {
    if (row.kind === 'evidence') evidence.push(row);
    else if (row.kind === 'score') scores.push(row as ServerScore);
    else if (row.kind === 'receipt') receipts.set(row.receipt.hash as OpHash, row.receipt);
    else registerRows.push(row);
  }
  const ops = await takeReceipts(reader, meta, receipts);
  const judged = new Map(ops.map((own) => [own.op.hash, own]));
  const registers = await Promise.all(registerRows.map((row) => applyRegister(reader, meta, row, judged)));
  const taken = new Set(registerRows.map((row) => registerKey(row.entityId, row.register)));
  for (const { op } of ops) {
    const name = { entityId: op.entityId, register: registerOf(op) };
    if (taken.has(registerKey(name.entityId, name.register))) continue;
    taken.add(registerKey(name.entityId, name.register));
    const register = await reader.register(name);
    if (register !== null) registers.push(await refold(reader, register, judged));
  }
  return { ops, registers: registers.filter((register) => register !== null), evidence, scores };
}

/** Own ops that were set aside and are released, or the other way round. */
async function takeReceipts(
  reader: ClientReader,
  meta: ClientMeta,
  receipts: ReadonlyMap<OpHash, Extract<PullRow, { kind: 'receipt' }>['receipt']>,
): Promise<readonly OwnOp[]> {
  if (receipts.size === 0) return [];
  return (await reader.ownOps([...receipts.keys()])).flatMap((own): OwnOp[] => {
    const receipt = receipts.get(own.op.hash);
    if (receipt === undefined || own.state === 'replaced') return [];
    return [
      { ...own, offered: false, state: receipt.state, receipt: { ...receipt, hash: own.op.hash }, receiptEra: eraOf(meta) },
    ];
  });
}

async function applyRegister(
  reader: ClientReader,
  meta: ClientMeta,
  row: RegisterRow,
  judged: ReadonlyMap<OpHash, OwnOp>,
): Promise<ClientRegister | null> {
  const name = { entityId: row.entityId as EntityId, register: row.register };
  const known = await reader.register(name);
  if (known !== null && known.baseEra === eraOf(meta) && known.baseGsn >= row.gsn) return null;
  const base = row.heads as Head[];
  const register = { entity: row.entity, ...name, owner: row.owner as EntityId | null, heads: [], held: [] };
  return refold(reader, { ...register, base, baseGsn: row.gsn, baseEra: eraOf(meta) }, judged);
}

async function refold(
  reader: ClientReader,
  register: ClientRegister,
  judged: ReadonlyMap<OpHash, OwnOp>,
): Promise<ClientRegister> {
  const own = await reader.uncovered(register, register.baseEra, register.baseGsn);
  const current = own.map((entry) => judged.get(entry.op.hash) ?? entry).filter((entry) => !isCovered(entry, register));
  return overlay(register, current);
}

/** After the first complete pull of a new era: what only the old server knew. */
async function registersBefore(
  reader: ClientReader,
  era: string,
  applied: readonly ClientRegister[],
): Promise<readonly ClientRegister[]> {
  const renewed = applied.filter(({ baseEra }) => baseEra === era);
  return without(await reader.registersOutside(era), renewed);
}

/** Of the records that were handed over, those whose ops the server has taken or set aside, and of which this page is not too old. */
async function spokenOf(reader: ClientReader, meta: ClientMeta, head: number): Promise<readonly EntityId[]> {
  if (meta.handed.length === 0) return [];
  const waiting = (await reader.allOwnOps()).filter(
    ({ carried, offered, receipt }) => carried !== null && (offered || (receipt?.gsn ?? 0) > head),
  );
  const still = new Set(waiting.map(({ op, owner }) => owner ?? op.entityId));
  return meta.handed.filter((id) => !still.has(id));
}

/** What another phone knew and the server has not spoken of: it was set aside, lies out of scope, or is not there any more. */
async function handedBefore(
  reader: ClientReader,
  records: readonly EntityId[],
  applied: readonly ClientRegister[],
): Promise<readonly ClientRegister[]> {
  const known = (await registersOf(reader, records)).filter(({ base, baseEra }) => baseEra === null && base.length > 0);
  // One that was only folded anew, for a receipt, still stands on what was told.
  return without(
    known,
    applied.filter(({ baseEra }) => baseEra !== null),
  );
}

async function registersOf(reader: ClientReader, entities: readonly EntityId[]): Promise<readonly ClientRegister[]> {
  return (await Promise.all(entities.map((id) => reader.registersOf(id)))).flat();
}

/** What the server had folded goes; own ops that it has not confirmed stay, on top of nothing. */
export async function clearBase(
  reader: ClientReader,
  registers: readonly ClientRegister[],
  era: string,
  judged: readonly OwnOp[],
): Promise<Pick<ClientPlan, 'registers' | 'forget'>> {
  const now = new Map(judged.map((own) => [own.op.hash, own]));
  const cleared = await Promise.all(
    registers.map(async (register) => {
      const own = (await reader.uncovered(register, era, 0)).map((entry) => now.get(entry.op.hash) ?? entry);
      const waiting = own.filter(({ offered, state }) => offered || state === 'quarantined');
      return overlay({ ...register, base: [], baseGsn: 0, baseEra: era }, waiting);
    }),
  );
  const isEmpty = ({ heads, held }: ClientRegister): boolean => heads.length + held.length === 0;
  return { registers: cleared.filter((register) => !isEmpty(register)), forget: cleared.filter(isEmpty) };
}

export function without(registers: readonly ClientRegister[], others: readonly ClientRegister[]): readonly ClientRegister[] {
  const names = new Set(others.map(({ entityId, register }) => registerKey(entityId, register)));
  return registers.filter(({ entityId, register }) => !names.has(registerKey(entityId, register)));
}

/** Of the ops that were found again the one numbered last is enough to ask about; those set aside are asked about until released. */
function confirmedAfter(known: readonly ConfirmedOp[], page: PullReply, released: ReadonlySet<string>): readonly ConfirmedOp[] {
  const held = new Set(page.held);
  const last = Math.max(0, ...known.map(({ hash, gsn }) => (held.has(hash) ? (gsn ?? 0) : 0)));
  return known.filter(({ hash, gsn }) => !released.has(hash) && (gsn === null || gsn >= last || !held.has(hash)));
}

async function isCloned(reader: ClientReader, meta: ClientMeta, rows: readonly PullRow[]): Promise<boolean> {
  const asMe = rows.flatMap((row) => (row.kind === 'register' ? row.heads.filter(({ device }) => device === meta.device) : []));
  if (asMe.length === 0) return false;
  const hashes = [...new Set(asMe.map(({ hash }) => hash as OpHash))];
  return (await reader.ownOps(hashes)).length < hashes.length;
}

function hlcAfter(meta: ClientMeta, rows: readonly PullRow[], now: number): string {
  let hlc = meta.hlc;
  for (const row of rows) {
    if (row.kind !== 'register') continue;
    for (const head of row.heads) hlc = observe(hlc, head.hlc, now);
  }
  return hlc;
}
