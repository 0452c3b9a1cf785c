/** Client of the search worker: the registry is opened there once and searched in memory. */
import type { SearchOptions, SearchReply } from './registry-index.ts';
import type { FromSearchWorker, ToSearchWorker } from './registry-messages.ts';
import type { Store } from './store.ts';

export type { FoundEnterprise, SearchReply } from './registry-index.ts';

export type RegistrySearch = {
  /** By part of the name, pinyin initials or credit code; best first. An empty text lists all by name. `regionPrefix` narrows. */
  readonly search: (text: string, options: SearchOptions) => Promise<SearchReply>;
  /** Takes in what changed since (packs, firms made on this phone). Called by itself when the database changes. */
  readonly refresh: () => Promise<{ readonly total: number }>;
  /** Called when entries changed, for screens that show a result. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => void;
};

export function openRegistrySearch(store: Store): RegistrySearch {
  const worker = new Worker(new URL('./registry-search.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<
    number,
    { readonly resolve: (message: FromSearchWorker) => void; readonly reject: (error: Error) => void }
  >();
  const listeners = new Set<() => void>();
  let asked = 0;

  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the search worker ended'));
    waiting.clear();
  };
  worker.addEventListener('error', fail);
  worker.addEventListener('message', ({ data }: MessageEvent<FromSearchWorker>) => {
    if (data.kind === 'changed') {
      for (const listener of listeners) listener();
      return;
    }
    const asking = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'failed') asking?.reject(new Error('the registry cannot be read'));
    else asking?.resolve(data);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
  const tell = (message: ToSearchWorker): void => worker.postMessage(message);
  const ask = (message: (id: number) => ToSearchWorker): Promise<FromSearchWorker> => {
    asked += 1;
    const id = asked;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      tell(message(id));
    });
  };
  tell({ kind: 'open', database: store.db.name, ...store.codec.forWorker() });

  return {
    search: async (text, options) => {
      const message = await ask((id) => ({ kind: 'search', id, text, options }));
      return message.kind === 'found' ? message.reply : { total: 0, entries: [] };
    },
    refresh: async () => {
      const message = await ask((id) => ({ kind: 'refresh', id }));
      return { total: message.kind === 'refreshed' ? message.total : 0 };
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      fail();
      worker.terminate();
    },
  };
}
