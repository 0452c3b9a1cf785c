import type { Json } from '#shared/json.ts';

/** Seals what a table row says. The associated data binds it to `table|id|schema|person`: a row moved elsewhere does not open. */
export type Codec = {
  readonly seal: (table: string, id: string, value: Json) => Promise<ArrayBuffer>;
  /** Throws `UnreadableRecord` when the bytes were changed, moved or sealed with another key. */
  readonly open: (table: string, id: string, sealed: ArrayBuffer) => Promise<Json>;
  readonly sealBytes: (table: string, id: string, bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
  readonly openBytes: (table: string, id: string, sealed: ArrayBuffer) => Promise<Uint8Array<ArrayBuffer>>;
  /** What a search worker needs to open the same rows: a non-extractable key can be cloned to it. */
  readonly forWorker: () => { readonly key: CryptoKey; readonly person: string };
};

/** A record that was changed, moved or sealed with another key. Loud, but it concerns that record alone. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}
