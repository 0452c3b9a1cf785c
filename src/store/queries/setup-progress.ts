import type { Store } from '../store.ts';

/** `total` is null while the server has not told how much there is, or what is here has not been compared with it. */
export type Download = { readonly done: number; readonly total: number | null };

/** How far the first download of a person's offline data is. */
export type SetupProgress = {
  readonly definitions: Download;
  readonly registryPacks: Download;
  readonly firstPullDone: boolean;
};

export async function setupProgress(store: Store): Promise<SetupProgress> {
  const [contact, replica, definitions, packs] = await Promise.all([
    store.db.meta.get('contact'),
    store.db.meta.get('replica'),
    store.db.definitions.toArray(),
    store.db.packs.count(),
  ]);
  const versions = contact?.key === 'contact' ? contact : { registryVersion: null, definitionsVersion: null };
  const latest = definitions.filter((row) => row.latest === 1);
  return {
    definitions: {
      done: latest.filter((row) => row.body !== null).length,
      total: versions.definitionsVersion === null && latest.length === 0 ? null : latest.length,
    },
    registryPacks: { done: packs, total: versions.registryVersion === null ? null : packs },
    firstPullDone: replica?.key === 'replica' && replica.meta.epoch !== null && !replica.meta.rebuilding,
  };
}
