import type { SearchOptions, SearchReply } from './registry-index.ts';

/** What page and search worker say to each other. The key cannot be exported, but it can be cloned to a worker. */
export type ToSearchWorker =
  | { readonly kind: 'open'; readonly database: string; readonly person: string; readonly key: CryptoKey }
  | { readonly kind: 'refresh'; readonly id: number }
  | { readonly kind: 'search'; readonly id: number; readonly text: string; readonly options: SearchOptions };

export type FromSearchWorker =
  | { readonly kind: 'found'; readonly id: number; readonly reply: SearchReply }
  | { readonly kind: 'refreshed'; readonly id: number; readonly total: number }
  | { readonly kind: 'changed'; readonly total: number }
  | { readonly kind: 'failed'; readonly id: number };
