/** Every op in a server's database, whichever way it is kept. */
import type { Op } from '#oplog/op.ts';
import { opsOfRun } from '#server/db/op-runs.ts';
import type { Database } from '#server/db/schema.ts';

export type StoredRow = {
  readonly op: Op;
  /** By the row it stands in. */
  readonly hash: string;
  readonly gsn: number | null;
  readonly state: 'stored' | 'quarantined';
};

export async function storedOps(db: Database): Promise<readonly StoredRow[]> {
  const rows = await db.selectFrom('ops').select(['hash', 'gsn', 'state', 'body']).execute();
  const runs = await db.selectFrom('op_runs').select(['first_gsn', 'body']).execute();
  return [
    ...rows.map(({ body, ...row }) => ({ ...row, op: JSON.parse(body) as Op })),
    ...runs.flatMap((run) =>
      opsOfRun(run).map((op, index) => ({ op, hash: op.hash, gsn: run.first_gsn + index, state: 'stored' as const })),
    ),
  ].sort((a, b) => (a.op.device === b.op.device ? a.op.seq - b.op.seq : a.op.device < b.op.device ? -1 : 1));
}

/** Those of one chain, in order. */
export async function opsOfDevice(db: Database, device: string): Promise<readonly Op[]> {
  return (await storedOps(db)).map(({ op }) => op).filter((op) => op.device === device);
}
