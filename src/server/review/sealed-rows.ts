import type { Op } from '#oplog/op.ts';
import type { Sha256 } from '#shared/ids.ts';
import type { Reader } from '../db/within.ts';

export type Seal = { readonly op: Op; readonly gsn: number; readonly at: string };

/** The seals of an assessment, oldest first. */
export async function sealsOf({ from }: Reader, id: string): Promise<readonly Seal[]> {
  const rows = await from('ops')
    .select(['body', 'gsn', 'received_at'])
    .where('entity_id', '=', id)
    .where('kind', '=', 'seal')
    .where('state', '=', 'stored')
    .orderBy('gsn')
    .execute();
  return rows.map(({ body, gsn, received_at: at }) => ({ op: JSON.parse(body) as Op, gsn: gsn ?? 0, at }));
}

/** SHA-256 over the stored bytes of each committed piece. */
export async function storedIn({ from }: Reader, id: string): Promise<ReadonlyMap<string, Sha256>> {
  const files = await from('evidence_files').select(['evidence_id', 'sha256']).where('owner', '=', id).execute();
  return new Map(files.map((file) => [file.evidence_id, file.sha256 as Sha256]));
}
