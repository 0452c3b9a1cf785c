/** The second copy beside an open store: what it brought back, how far it is, and what keeps it going. */
import { createSignal, type Accessor } from 'solid-js';
import type { CopyState } from '#store/second-copy/copy-messages.ts';
import type { Restored } from '#store/second-copy/restore-copies.ts';
import type { Store } from '#store/store.ts';
import type { SyncHandle } from '#sync/sync-loop.ts';

export type CopyWork = {
  readonly state: Accessor<CopyState>;
  /** What was brought back since the store was opened, null when nothing was missing. */
  readonly restored: Accessor<Restored | null>;
  /** Something is missing in the database: bring back what the copy has of it. */
  readonly recover: () => Promise<void>;
  readonly stop: () => void;
};

/** Before anything is shown: a database that came back empty gets its unsent work first. */
export async function restoreLost(store: Store): Promise<Restored | null> {
  try {
    const { hasFormerCopies, restoreCopies } = await import('#store/second-copy/restore-copies.ts');
    return (await hasFormerCopies(store)) ? found(await restoreCopies(store)) : null;
  } catch {
    // The copy stays where it is, and the next start tries again; what is in the database must open in any case.
    return null;
  }
}

export function keepCopy(store: Store, sync: SyncHandle, first: Restored | null): CopyWork {
  const [state, setState] = createSignal<CopyState>({ kind: 'starting' });
  const [restored, setRestored] = createSignal(first);
  let stop = (): void => undefined;
  let stopped = false;

  const recover = async (): Promise<void> => {
    try {
      const { restoreCopies } = await import('#store/second-copy/restore-copies.ts');
      const news = found(await restoreCopies(store));
      if (news === null) return;
      setRestored(news);
      sync.now();
    } catch {
      // What could not be brought back stays in the copy; the store's own check says that something is missing.
    }
  };
  const start = async (): Promise<void> => {
    const [{ startSecondCopy }, { secondCopyHeader }] = await Promise.all([
      import('#store/second-copy/start-second-copy.ts'),
      import('#vault/vault.ts'),
    ]);
    const copy = await startSecondCopy(
      store,
      () => secondCopyHeader(store),
      () => void recover(),
    );
    copy.subscribe(setState);
    setState(copy.state());
    const unsubscribe = afterEachContact(sync, () => void ensurePersonalKey(store).finally(copy.refresh));
    stop = () => {
      unsubscribe();
      copy.stop();
    };
    if (stopped) stop();
  };
  start().catch(() => setState({ kind: 'behind', reason: 'failed', ops: 0, photos: 0 }));
  return {
    state,
    restored,
    recover,
    stop: () => {
      stopped = true;
      stop();
    },
  };
}

function found(restored: Restored): Restored | null {
  return restored.ops + restored.photos + restored.unreadable === 0 ? null : restored;
}

function afterEachContact(sync: SyncHandle, run: () => void): () => void {
  let last = sync.state().lastSuccessAt;
  return sync.subscribe(({ lastSuccessAt }) => {
    if (lastSuccessAt === last) return;
    last = lastSuccessAt;
    run();
  });
}

/** People who enrolled before the server kept such keys get theirs at the first contact. */
async function ensurePersonalKey(store: Store): Promise<void> {
  const { keepPersonalEnvelope, lacksPersonalEnvelope } = await import('#vault/vault.ts');
  const { personId } = store.profile;
  if (!(await lacksPersonalEnvelope(personId))) return;
  const { browserPorts } = await import('#sync/browser-ports.ts');
  const key = await browserPorts(personId).personalKey();
  if (key.kind === 'ok') await keepPersonalEnvelope(personId, key.value);
}
