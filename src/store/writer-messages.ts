import type { ClientPlan } from '#replica/client-state.ts';
import type { ProjectedRows } from './project-rows.ts';
import type { Written } from './write-plan.ts';

/** What page and writing worker say to each other. The key cannot be exported, but it can be cloned to a worker. */
export type ToWriter =
  | { readonly kind: 'open'; readonly database: string; readonly person: string; readonly key: CryptoKey }
  | { readonly kind: 'write'; readonly id: number; readonly plan: ClientPlan; readonly rows: ProjectedRows };

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'written'; readonly id: number; readonly written: Written }
  /** The names of the error and of what it wraps: an error loses them on its way between threads. */
  | { readonly kind: 'failed'; readonly id: number; readonly names: readonly string[] };
