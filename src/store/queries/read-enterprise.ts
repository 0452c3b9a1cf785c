import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { sizeClass } from '#domain/size-class.ts';
import { openPackEntry, openPackSize } from '../pack-entry.ts';
import type { Store } from '../store.ts';
import type { EnterpriseView } from '../views.ts';

export async function readEnterprise(store: Store, code: string): Promise<EnterpriseView | null> {
  const row = await store.db.enterprises.get(code);
  const unsent =
    (await store.db.ops
      .where('owner')
      .equals(code)
      .and(({ offered }) => offered === 1)
      .count()) > 0;
  if (row !== undefined) {
    const record = (await Promise.resolve(store.codec.open('enterprises', code, row.sealed))) as EnterpriseRecord;
    const size = sizeClass(record.headcount, record.revenue) ?? (await openPackSize(store.db, store.codec, code));
    return { ...record, source: row.source, size, unsent };
  }
  const entry = await openPackEntry(store.db, store.codec, code);
  if (entry === null) return null;
  const size = sizeClass(entry.headcount, entry.revenue) ?? (await openPackSize(store.db, store.codec, code));
  return { ...entry, source: 'registry', size, unsent: false };
}
