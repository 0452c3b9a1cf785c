import { isRemark } from '#oplog/assessment-root.ts';
import { openRegister, registerRowKey } from '../rows.ts';
import type { Store } from '../store.ts';
import type { OutboxItem } from '../views.ts';
import { openTitle, titlesOf } from './sync-summary.ts';

/** How many contradictions wait in a record. */
export type NamedDisputes = {
  readonly kind: OutboxItem['kind'];
  readonly id: string;
  readonly title: string;
  readonly count: number;
};

/** What people must settle, by record. Answers in a row that was removed wait for nobody, nor do notes, which stand beside each other. */
export async function listDisputes(store: Store): Promise<readonly NamedDisputes[]> {
  const { db, codec } = store;
  const rows = (await db.registers.where('disputed').equals(1).toArray()).filter(({ entity }) => settled.has(entity));
  const opened = await Promise.resolve(Promise.all(rows.map((row) => openRegister(codec, row))));
  const rowIds = opened.map(({ register }) => /^(?:self|verified)\/[^/]+\/([^/]+)\//u.exec(register)?.[1] ?? null);
  const voids = await db.registers.bulkGet(rowIds.map((rowId) => registerRowKey(rowId ?? '', '@void')));
  const counts = new Map<string, number>();
  opened.forEach(({ entityId, owner, register }, at) => {
    if (register.startsWith('@') || isRemark(register) || voids[at] !== undefined) return;
    counts.set(owner ?? entityId, (counts.get(owner ?? entityId) ?? 0) + 1);
  });
  const titles = await titlesOf(db, [...counts.keys()]);
  const named = [...titles.values()].map(async (record) => {
    const { kind, id } = record;
    return { kind, id, title: await openTitle(store, record), count: counts.get(id) ?? 0 };
  });
  return Promise.all(named);
}

const settled: ReadonlySet<string> = new Set(['assessment', 'evidence', 'enterprise', 'action', 'visit']);
