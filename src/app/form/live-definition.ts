import type { Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { readDefinition } from '#store/queries/read-definition.ts';
import type { Store } from '#store/store.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';

/** An edition by its hash: null while it is read, `absent` until a sync has brought it, which is noticed by itself. */
export function liveDefinition(store: Store, hash: Accessor<string | null>): Accessor<CompiledDefinition | 'absent' | null> {
  return fromLiveOf<string | null, CompiledDefinition | 'absent' | null>(
    hash,
    async (wanted) => (wanted === null ? null : ((await readDefinition(store, wanted)) ?? 'absent')),
    null,
  );
}
