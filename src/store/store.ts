/** One person's store on this phone: the database, the codec that seals it, and the keys of the device that writes. */
import type { Role } from '#domain/person.ts';
import type { DeviceId, PersonId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { ClientReader } from '#replica/client-state.ts';
import type { Chance, Clock } from '#replica/ports.ts';
import type { Codec } from './codec.ts';
import type { StoreDatabase } from './database.ts';
import type { KnownState } from './known-state.ts';
import type { StoreGate } from './store-gate.ts';

/** A person enrolled on this phone. Not secret: it is what the unlock screen shows. */
export type Profile = {
  readonly personId: PersonId;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly region: string;
  readonly regionName: string;
  readonly demo: boolean;
  readonly device: DeviceId;
  readonly lastOpenedAt: string;
  /** The store was open when the app was last seen, and nobody has locked it since. */
  readonly leftOpen: boolean;
  /** Opens with a PIN or passphrase of the person's own. */
  readonly secured: boolean;
  /** A forgotten secret can be replaced after a sign-in. */
  readonly recoverable: boolean;
};

/** What the server is told of a device. */
export type DeviceDescription = {
  readonly device: DeviceId;
  /** P-256 public key, JWK text. */
  readonly publicKey: string;
  readonly successorOf: DeviceId | null;
  /** The data key wrapped to the recovery key, base64url. */
  readonly recoveryEnvelope: string | null;
};

/** The signing keys of this person's devices. They never leave the vault. */
export type DeviceKeys = {
  /** ECDSA P-256 over the UTF-8 of `text`, base64url r‖s. Refused `storage.unavailable` when the key is gone. */
  readonly sign: (device: DeviceId, text: string) => Promise<Outcome<string>>;
  /** A fresh identity whose key is kept; the server learns of it before its first push. */
  readonly make: (successorOf: DeviceId | null) => Promise<DeviceId>;
  readonly describe: (device: DeviceId) => Promise<DeviceDescription | null>;
  /** Whether the server that this phone enrolled at has signed `text`. False where its key is not known yet. */
  readonly isServers: (text: string, signature: string) => Promise<boolean>;
  /** RSA-OAEP-256 public keys (JWK text) that rescue bundles are sealed to; the server's is null until this phone signs in again. */
  readonly rescueKeys: () => Promise<{ readonly recovery: string; readonly server: string | null }>;
};

export type StoreEvent =
  /** Another tab wants to upgrade the database, or the browser closed it: this tab must be reopened. */
  | { readonly kind: 'closed' }
  /** The browser has taken the database away, with all that was in it. */
  | { readonly kind: 'emptied' }
  /** Another tab holds an older version open and blocks the upgrade. */
  | { readonly kind: 'blocked' };

/** `handover`: a finish or submit, which people wait for to arrive. */
export type SavedWrite = 'work' | 'handover';

export type Store = {
  readonly profile: Profile;
  readonly db: StoreDatabase;
  readonly codec: Codec;
  readonly keys: DeviceKeys;
  readonly clock: Clock;
  readonly random: Chance;
  readonly reader: ClientReader;
  /** What taps are decided on. */
  readonly known: KnownState;
  readonly gate: StoreGate;
  /** The device whose chain is written now. */
  readonly device: () => Promise<DeviceId>;
  readonly onEvent: (listener: (event: StoreEvent) => void) => () => void;
  /** Called after each durable write of this tab; the sync loop listens. */
  readonly onSaved: (listener: (write: SavedWrite) => void) => () => void;
  /** Tells the listeners of `onSaved`. */
  readonly saved: (write: SavedWrite) => void;
};
