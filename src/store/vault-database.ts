/** Keys and names of the people enrolled on this phone, apart from their work. Versions are additive. */
import { Dexie } from 'dexie';
import type { EntityTable } from 'dexie';
import { databaseName } from './database.ts';
import type { Profile } from './store.ts';

/** What a secret is stretched with. Stored beside what it opens, so that a later version may ask for more. */
export type KeyDerivation = {
  readonly name: 'argon2id';
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Uint8Array<ArrayBuffer>;
};

/**
 * The data key, wrapped. `device`: by a key of this browser that cannot be exported. `secret`: by a key from the person's PIN or
 * passphrase joined with an HMAC key of this browser that cannot be exported. The data key itself never changes.
 */
export type WrappedDataKey =
  | {
      readonly protection: 'device';
      readonly wrapping: CryptoKey;
      readonly iv: Uint8Array<ArrayBuffer>;
      readonly wrapped: ArrayBuffer;
    }
  | {
      readonly protection: 'secret';
      readonly derivation: KeyDerivation;
      readonly mac: CryptoKey;
      readonly iv: Uint8Array<ArrayBuffer>;
      readonly wrapped: ArrayBuffer;
    };

/** Wrong tries since the last right one; before `notBefore` (milliseconds since 1970) no other is taken. */
export type Tries = { readonly wrong: number; readonly notBefore: number };

export type ProfileRow = Omit<Profile, 'secured' | 'recoverable'> & {
  readonly dataKey: WrappedDataKey;
  /** The data key wrapped to the organisation's recovery key, base64url. */
  readonly recoveryEnvelope: string;
  /** The data key wrapped to the person's key at the server, base64url; null until that was to be had. */
  readonly personalEnvelope: string | null;
  readonly recoveryPublicKey: string;
  /** Missing in profiles that were made before the server told it. */
  readonly rescuePublicKey?: string;
  /** P-256 (JWK text): orders and leases of the server are checked with it. Null in profiles made before the server told it. */
  readonly serverPublicKey: string | null;
  readonly tries: Tries;
  /** Name of the person's database. Another than the first one after the keys of the first were shredded. */
  readonly database: string;
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
    this.version(3).upgrade((transaction) =>
      transaction
        .table('profiles')
        .toCollection()
        .modify((row: { personId: string }) =>
          Object.assign(row, {
            serverPublicKey: null,
            tries: { wrong: 0, notBefore: 0 },
            database: databaseName(row.personId),
          }),
        ),
    );
    // A newer page may upgrade it: the handle is opened again at the next use.
    this.on('versionchange', () => this.close({ disableAutoOpen: false }));
  }
}
