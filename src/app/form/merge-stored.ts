import { rowPath, type Answers, type AnswerValue } from '#engine/answers.ts';

/** What a newer stored state asks of an open form. */
export type StoredChange =
  | { readonly kind: 'value'; readonly path: string; readonly value: AnswerValue }
  | { readonly kind: 'row-added'; readonly repeat: string; readonly rowId: string }
  | { readonly kind: 'row-removed'; readonly repeat: string; readonly rowId: string };

/**
 * What changed in the store between two reads. Comparing reads with each other, not with the screen, keeps a late read from
 * undoing what was typed meanwhile. Added rows come before their values; removed rows last.
 */
export function storedChanges(before: Answers, after: Answers): readonly StoredChange[] {
  const changes: StoredChange[] = [];
  compareValues(before.values, after.values, (name) => name, changes);
  const removed: StoredChange[] = [];
  for (const repeat of new Set([...Object.keys(before.rows), ...Object.keys(after.rows)])) {
    const old = new Map((before.rows[repeat] ?? []).map((row) => [row.id, row.values]));
    for (const row of after.rows[repeat] ?? []) {
      const known = old.get(row.id);
      if (known === undefined) changes.push({ kind: 'row-added', repeat, rowId: row.id });
      compareValues(known ?? {}, row.values, (name) => rowPath(repeat, row.id, name), changes);
      old.delete(row.id);
    }
    for (const rowId of old.keys()) removed.push({ kind: 'row-removed', repeat, rowId });
  }
  return [...changes, ...removed];
}

export function sameValue(a: AnswerValue, b: AnswerValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((choice, index) => choice === b[index]);
}

type Values = Readonly<Record<string, AnswerValue>>;

function compareValues(before: Values, after: Values, pathOf: (name: string) => string, into: StoredChange[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = after[name] ?? null;
    if (!sameValue(before[name] ?? null, value)) into.push({ kind: 'value', path: pathOf(name), value });
  }
}
