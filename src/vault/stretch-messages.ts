import type { Cost } from './stretch-cost.ts';

export type ToStretchWorker = Cost & { readonly secret: string; readonly salt: Uint8Array<ArrayBuffer> };

export type FromStretchWorker =
  | { readonly kind: 'done'; readonly key: Uint8Array<ArrayBuffer>; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly message: string };
