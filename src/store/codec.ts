import { sealBinding, sealNonceLength } from '#replica/seal-binding.ts';
import type { Json } from '#shared/json.ts';
import { StoreLocked } from './store-gate.ts';

/** Seals what a table row says, bound to its place (`sealBinding`): a row moved elsewhere does not open. */
export type Codec = {
  readonly seal: (table: string, id: string, value: Json) => Promise<ArrayBuffer>;
  /** Throws `UnreadableRecord` when the bytes were changed, moved or sealed with another key. */
  readonly open: (table: string, id: string, sealed: ArrayBuffer) => Promise<Json>;
  readonly sealBytes: (table: string, id: string, bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
  readonly openBytes: (table: string, id: string, sealed: ArrayBuffer) => Promise<Uint8Array<ArrayBuffer>>;
  /** What a search worker needs to open the same rows: a non-extractable key can be cloned to it. */
  readonly forWorker: () => { readonly key: CryptoKey; readonly person: string };
  /** Lets go of the key: nothing opens or seals any more. */
  readonly forget: () => void;
};

/** A record that was changed, moved or sealed with another key. Loud, but it concerns that record alone. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

/** AES-GCM-256 with a random 96-bit nonce in front of each record. */
export function aesCodec(dataKey: CryptoKey, person: string): Codec {
  let held: CryptoKey | null = dataKey;
  const use = (): CryptoKey => {
    if (held === null) throw new StoreLocked('the key was let go');
    return held;
  };
  const bound = (table: string, id: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(sealBinding(table, id, person));

  const sealBytes = async (table: string, id: string, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> => {
    const iv = crypto.getRandomValues(new Uint8Array(sealNonceLength));
    const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(table, id) }, use(), bytes);
    const sealed = new Uint8Array(sealNonceLength + ciphertext.byteLength);
    sealed.set(iv);
    sealed.set(new Uint8Array(ciphertext), sealNonceLength);
    return sealed.buffer;
  };

  const openBytes = async (table: string, id: string, sealed: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> => {
    const all = new Uint8Array(sealed);
    const key = use();
    const parameters = { name: 'AES-GCM', iv: all.slice(0, sealNonceLength), additionalData: bound(table, id) };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, key, all.slice(sealNonceLength)));
    } catch {
      throw new UnreadableRecord(`${table}/${id} does not open`);
    }
  };

  return {
    sealBytes,
    openBytes,
    seal: (table, id, value) => sealBytes(table, id, new TextEncoder().encode(JSON.stringify(value))),
    open: async (table, id, sealed) => JSON.parse(new TextDecoder().decode(await openBytes(table, id, sealed))) as Json,
    forWorker: () => ({ key: use(), person }),
    forget: () => {
      held = null;
    },
  };
}
