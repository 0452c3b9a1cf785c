/**
 * Stored ops as rows. What is found by something else than its place in a chain (quarantined, re-issued, moving a workflow) has a row
 * of its own in `ops`; neighbours of one chain in one assessment share a row of `op_runs`, since a hundred of them come at a time.
 */
import type { Op } from '#oplog/op.ts';
import { registerOf } from '#oplog/op.ts';
import type { Receipt } from '#protocol/sync-wire.ts';
import type { StoredOp } from '#replica/ports.ts';
import type { OpHash } from '#shared/ids.ts';
import type { BulkTable } from './bulk.ts';
import { runRows, runText } from './run-text.ts';
import type { Follows } from './run-text.ts';
import type { Database, Tables } from './schema.ts';
import type { Reader } from './within.ts';

export type Place = { readonly owner: string | null; readonly region: string | null };

export function hasOwnRow({ op, receipt }: StoredOp): boolean {
  return receipt.state === 'quarantined' || op.was !== null || registerOf(op) === '@workflow';
}

/** `stored` without those that have rows of their own. */
export function opRuns(stored: readonly StoredOp[], placeOf: (op: Op) => Place): readonly Tables['op_runs'][] {
  const runs: { readonly place: Place; readonly entries: StoredOp[] }[] = [];
  for (const entry of stored) {
    const place = placeOf(entry.op);
    const open = runs.at(-1);
    if (open !== undefined && continues(open, entry, place)) open.entries.push(entry);
    else runs.push({ place, entries: [entry] });
  }
  return runs.flatMap(({ place, entries }) => {
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return [];
    const { device, seq } = first.op;
    const { gsn, serverTime } = first.receipt;
    const body = runText(
      entries.map(({ op }) => op),
      nextOp,
    );
    return [{ device, first_seq: seq, last_seq: last.op.seq, first_gsn: gsn ?? 0, ...place, received_at: serverTime, body }];
  });
}

export function opsOfRun({ body }: Pick<Tables['op_runs'], 'body'>): readonly Op[] {
  return runRows(body, nextOp);
}

/** Receipts of a device's stored and quarantined ops by seq, both ends included. */
export async function receiptsBetween(db: Database, device: string, first: number, last: number): Promise<Map<number, Receipt>> {
  const rows = await db
    .selectFrom('ops')
    .select(['seq', 'hash', 'gsn', 'received_at', 'state', 'problem'])
    .where('device', '=', device)
    .where('seq', '>=', first)
    .where('seq', '<=', last)
    .execute();
  const runs = await db
    .selectFrom('op_runs')
    .select(['first_gsn', 'received_at', 'body'])
    .where('device', '=', device)
    .where('last_seq', '>=', first)
    .where('first_seq', '<=', last)
    .execute();
  const receipts = new Map(rows.map((row) => [row.seq, receiptOf(row)]));
  for (const { op, receipt } of runs.flatMap(withReceipts)) if (op.seq >= first && op.seq <= last) receipts.set(op.seq, receipt);
  return receipts;
}

export type OpWithReceipt = { readonly op: Op; readonly receipt: Receipt };

/** Everything that was sent about an assessment, in no order; a person's `Reader` gives what is in scope. */
export async function opsOfOwner({ from }: Pick<Reader, 'from'>, owner: string): Promise<readonly OpWithReceipt[]> {
  const rows = await from('ops')
    .select(['hash', 'gsn', 'received_at', 'state', 'problem', 'body'])
    .where('owner', '=', owner)
    .execute();
  const runs = await from('op_runs').select(['first_gsn', 'received_at', 'body']).where('owner', '=', owner).execute();
  return [...rows.map((row) => ({ op: JSON.parse(row.body) as Op, receipt: receiptOf(row) })), ...runs.flatMap(withReceipts)];
}

export function receiptOf(row: Pick<Tables['ops'], 'hash' | 'gsn' | 'received_at' | 'state' | 'problem'>): Receipt {
  return { hash: row.hash as OpHash, gsn: row.gsn, serverTime: row.received_at, state: row.state, problem: row.problem };
}

/** A device's next ops after `seq` in order, as they were received, with the hash their row is found by; [] at the end. */
export async function nextOps(
  db: Database,
  device: string,
  seq: number,
): Promise<readonly (Op & { readonly rowHash: string })[]> {
  const atOnce = 1000;
  const rows = await db
    .selectFrom('ops')
    .select(['seq', 'hash', 'body'])
    .where('device', '=', device)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(atOnce)
    .execute();
  const runs = await db
    .selectFrom('op_runs')
    .select(['last_seq', 'body'])
    .where('device', '=', device)
    .where('last_seq', '>', seq)
    .orderBy('first_seq')
    .limit(atOnce / 50)
    .execute();
  // What lies beyond the end of either page may have neighbours that were not read.
  const upTo = Math.min(
    rows.length === atOnce ? (rows.at(-1)?.seq ?? 0) : Infinity,
    runs.length === atOnce / 50 ? (runs.at(-1)?.last_seq ?? 0) : Infinity,
  );
  const ops = [
    ...rows.map((row) => ({ ...(JSON.parse(row.body) as Op), rowHash: row.hash })),
    ...runs.flatMap(opsOfRun).map((op) => ({ ...op, rowHash: op.hash })),
  ];
  return ops.filter((op) => op.seq > seq && op.seq <= upTo).sort((a, b) => a.seq - b.seq);
}

export const opRunsTable: BulkTable<'op_runs'> = {
  table: 'op_runs',
  key: ['device', 'first_seq'],
  existing: 'fail',
  long: true,
  columns: {
    device: 'text',
    first_seq: 'bigint',
    last_seq: 'bigint',
    first_gsn: 'bigint',
    owner: 'text',
    region: 'text',
    received_at: 'text',
    body: 'text',
  },
};

/** Ops of a run were numbered one after the other. */
function withReceipts(run: Pick<Tables['op_runs'], 'body' | 'first_gsn' | 'received_at'>): readonly OpWithReceipt[] {
  return opsOfRun(run).map((op, index) => {
    const { first_gsn: gsn, received_at: serverTime } = run;
    return { op, receipt: { hash: op.hash, gsn: gsn + index, serverTime, state: 'stored', problem: null } };
  });
}

const nextOp: Follows<Op> = ({ seq, hash }) => ({ seq: seq + 1, prev: hash });

function continues(
  open: { readonly place: Place; readonly entries: readonly StoredOp[] },
  next: StoredOp,
  place: Place,
): boolean {
  const last = open.entries.at(-1);
  return (
    last !== undefined &&
    last.op.device === next.op.device &&
    last.op.seq + 1 === next.op.seq &&
    (last.receipt.gsn ?? 0) + 1 === next.receipt.gsn &&
    last.receipt.serverTime === next.receipt.serverTime &&
    open.place.owner === place.owner &&
    open.place.region === place.region
  );
}
