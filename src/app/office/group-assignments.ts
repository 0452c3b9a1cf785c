import type { AssignmentRow } from '#protocol/assignments-wire.ts';

export type Side = 'person' | 'firm';

/** All assignments of one person, or of one firm. */
export type AssignmentGroup = {
  /** Person id or credit code. */
  readonly id: string;
  readonly name: string;
  /** Account or credit code. */
  readonly code: string;
  /** Null for a firm. */
  readonly role: string | null;
  readonly standing: readonly AssignmentRow[];
  /** Those that ended, the latest first. */
  readonly ended: readonly AssignmentRow[];
};

/** Rows of the server in their order, put together by one side; `search` finds names and codes of either. */
export function groupAssignments(rows: readonly AssignmentRow[], side: Side, search: string): readonly AssignmentGroup[] {
  const wanted = search.trim().toLowerCase();
  const groups = new Map<string, AssignmentRow[]>();
  for (const row of rows) {
    const id = side === 'person' ? row.person : row.enterprise;
    const held = groups.get(id) ?? [];
    held.push(row);
    groups.set(id, held);
  }
  return [...groups]
    .filter(([, held]) => held.some((row) => fits(row, wanted)))
    .flatMap(([id, held]) => {
      const [first] = held;
      if (first === undefined) return [];
      const head =
        side === 'person'
          ? { name: first.name, code: first.account, role: first.role }
          : { name: first.enterpriseName, code: first.enterprise, role: null };
      const standing = held.filter(({ until }) => until === null);
      return { id, ...head, standing, ended: held.filter(({ until }) => until !== null) };
    })
    .sort((a, b) => Number(b.standing.length > 0) - Number(a.standing.length > 0) || a.name.localeCompare(b.name, 'zh-CN'));
}

function fits({ name, account, enterprise, enterpriseName }: AssignmentRow, wanted: string): boolean {
  return wanted === '' || [name, account, enterprise, enterpriseName].some((text) => text.toLowerCase().includes(wanted));
}
