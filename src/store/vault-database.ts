/** Keys and names of the people enrolled on this phone, apart from their work. Versions are additive. */
import { Dexie } from 'dexie';
import type { EntityTable } from 'dexie';
import type { Profile } from './store.ts';

/**
 * The data key, wrapped. `device`: by a key of this browser that cannot be exported. A PIN adds another kind later; the data key itself
 * never changes with it.
 */
export type WrappedDataKey = {
  readonly protection: 'device';
  readonly wrapping: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly wrapped: ArrayBuffer;
};

export type ProfileRow = Profile & {
  readonly dataKey: WrappedDataKey;
  /** The data key wrapped to the organisation's recovery key, base64url. */
  readonly recoveryEnvelope: string;
  /** The data key wrapped to the person's key at the server, base64url; null until that was to be had. */
  readonly personalEnvelope: string | null;
  readonly recoveryPublicKey: string;
  /** Missing in profiles that were made before the server told it. */
  readonly rescuePublicKey?: string;
  /** The store was made once. If its content is gone, another device must write. */
  readonly storeBegun: boolean;
};

/** `hard`: the browser keeps the key and never shows it. `soft`: PKCS8 sealed by the data key, where a browser cannot keep one. */
export type DeviceKey =
  | { readonly protection: 'hard'; readonly handle: CryptoKey }
  | { readonly protection: 'soft'; readonly sealed: ArrayBuffer };

export type DeviceRow = {
  readonly device: string;
  readonly personId: string;
  readonly publicKey: string;
  readonly successorOf: string | null;
  readonly createdAt: string;
  readonly key: DeviceKey;
};

export class VaultDatabase extends Dexie {
  declare profiles: EntityTable<ProfileRow, 'personId'>;
  declare devices: EntityTable<DeviceRow, 'device'>;

  constructor(name = 'xunzhen-vault') {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ profiles: 'personId', devices: 'device, personId' });
    this.version(2).upgrade((transaction) => transaction.table('profiles').toCollection().modify({ personalEnvelope: null }));
    // A newer page may upgrade it: the handle is opened again at the next use.
    this.on('versionchange', () => this.close({ disableAutoOpen: false }));
  }
}
