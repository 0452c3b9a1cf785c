/** What a pull would bring: registers as a server has folded them, and the names of who wrote in them. */
import type { EntityKind, Head } from '#oplog/op.ts';
import type { PersonName, PullRow } from '#protocol/sync-wire.ts';
import { applyPullPage } from '#replica/plan-pull.ts';
import type { Json } from '#shared/json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { Store } from '#store/store.ts';
import { writeDecision } from '#store/write-decision.ts';
import { value } from './test-store.ts';

let count = 0;

export function headBy(author: string, written: Json, change: Partial<Head> = {}): Head {
  count += 1;
  return {
    hash: sha256Text(`${author} ${String(count)}`),
    kind: 'set',
    value: written,
    reason: null,
    was: null,
    device: `${author}-phone`,
    author,
    hlc: `000001700000000${String(100 + count)}:0000:${author}`,
    wallTime: new Date(1_700_000_000_000 + count * 60_000).toISOString(),
    ...change,
  } as Head;
}

export function registerRow(
  place: { readonly entity: EntityKind; readonly entityId: string; readonly owner: string | null; readonly register: string },
  heads: readonly Head[],
): PullRow {
  count += 1;
  return { kind: 'register', gsn: count, region: '420115', ...place, heads: [...heads] };
}

export async function pullRows(store: Store, rows: readonly PullRow[], people: readonly PersonName[]): Promise<void> {
  const applied = await writeDecision(store, async () => {
    const { cursor, cursorHash, epoch, scopeVersion } = await store.reader.meta();
    const page = {
      proto: 1,
      epoch: epoch ?? 'e1',
      from: cursor,
      hashAtCursor: cursorHash,
      rows: [...rows],
      people: [...people],
      cursor: cursor + rows.length,
      cursorHash: `h${String(cursor + rows.length)}`,
      more: false,
      head: cursor + rows.length,
      headHash: `h${String(cursor + rows.length)}`,
      held: [],
      lost: null,
      scopeVersion: '1',
      scopeFrom: scopeVersion,
      grown: [],
      handed: [],
      purge: [],
      registryVersion: '1',
      definitionsVersion: '1',
      beacon: 'b',
      serverTime: '2026-11-21T00:00:00.000Z',
    };
    const decision = await applyPullPage(store.reader, page, store.clock.now());
    return { plan: decision.kind === 'applied' ? decision.plan : null, result: decision.kind };
  });
  if (value(applied) !== 'applied') throw new Error(`the page was ${value(applied)}`);
}
