/** Looks into a person's database as it lies there, beside the app. */
import type { Page } from '@playwright/test';

export type Stored = {
  /** What is half-written; empty when nothing is. */
  readonly faults: readonly string[];
  readonly ops: number;
  readonly photos: number;
};

/** Chain, sequence, count and registers agree, and each photo has its chunks, thumbnail and upload job, or nothing at all. */
export function readStored(page: Page): Promise<Stored> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((each) => each.startsWith('xunzhen-') && each !== 'xunzhen-vault') ?? '';
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
    type Row = Readonly<Record<string, unknown>>;
    const transaction = db.transaction(['meta', 'ops', 'registers', 'evidence', 'chunks', 'thumbnails', 'uploads'], 'readonly');
    const all = (store: string): Promise<readonly Row[]> =>
      new Promise((resolve, reject) => {
        const request = transaction.objectStore(store).getAll();
        request.addEventListener('success', () => resolve(request.result as Row[]));
        request.addEventListener('error', () => reject(request.error));
      });
    const [meta, ops, registers, evidence, chunks, thumbnails, uploads] = await Promise.all(
      ['meta', 'ops', 'registers', 'evidence', 'chunks', 'thumbnails', 'uploads'].map(all),
    );
    db.close();
    const faults: string[] = [];
    const tip = meta?.find(({ key }) => key === 'replica')?.['meta'] as {
      readonly device: string;
      readonly seq: number;
      readonly lastHash: string | null;
      readonly written: number;
    };
    if (tip.written !== ops?.length) faults.push(`${String(ops?.length)} ops where ${String(tip.written)} were written`);
    const own = (ops ?? []).filter(({ device }) => device === tip.device).sort((a, b) => Number(a['seq']) - Number(b['seq']));
    own.forEach(({ seq }, index) => {
      if (seq !== index + 1) faults.push(`op ${String(seq)} at place ${String(index + 1)}`);
    });
    if (own.length !== tip.seq || (own.at(-1)?.['hash'] ?? null) !== tip.lastHash) faults.push('the tip is not the last op');
    const keys = new Set(registers?.map(({ key }) => key));
    for (const { registerKey, hash } of ops ?? []) if (!keys.has(registerKey)) faults.push(`op ${String(hash)} has no register`);
    const thumbs = new Set(thumbnails?.map(({ evidenceId }) => evidenceId));
    const jobs = new Set(uploads?.map(({ evidenceId }) => evidenceId));
    // Of photos that came by pull only the row is here.
    const taken = (evidence ?? []).filter((row) => row['chunks'] !== 0 || row['committedAt'] === null);
    for (const row of taken) {
      const id = row['evidenceId'];
      const held = (chunks ?? []).filter(({ evidenceId }) => evidenceId === id).length;
      if (held === 0 || held !== row['chunks'])
        faults.push(`photo ${String(id)}: ${String(held)} of ${String(row['chunks'])} chunks`);
      if (!thumbs.has(id)) faults.push(`photo ${String(id)} has no thumbnail`);
      if (row['committedAt'] === null && !jobs.has(id)) faults.push(`photo ${String(id)} has no upload`);
    }
    const known = new Set(evidence?.map(({ evidenceId }) => evidenceId));
    for (const { evidenceId } of chunks ?? [])
      if (!known.has(evidenceId)) faults.push(`chunks of no photo: ${String(evidenceId)}`);
    return { faults, ops: ops?.length ?? 0, photos: taken.length };
  });
}
