import { isOverdue } from '#domain/finding.ts';
import type { Store } from '../store.ts';

export type DueCounts = { readonly open: number; readonly overdue: number; readonly soon: number };

/** Actions that are not done with: all, those past their day, and those due up to `soon`. Days as `2026-11-21`; nothing is opened. */
export async function countDue(
  { db }: Store,
  { today, soon }: { readonly today: string; readonly soon: string },
): Promise<DueCounts> {
  const rows = await db.actions.where('state').anyOf('open', 'reported').toArray();
  const overdue = rows.filter(({ due, state }) => state !== 'withdrawn' && isOverdue({ due: due || null, state }, today));
  return {
    open: rows.length,
    overdue: overdue.length,
    soon: rows.filter(({ due }) => due !== '' && due >= today && due <= soon).length,
  };
}
