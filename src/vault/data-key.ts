/** The AES-GCM-256 key of one person's store. Its raw bytes exist for the moments of making and unwrapping alone. */
import { toBase64url } from '#shared/base64url.ts';
import type { ProfileRow, WrappedDataKey } from '#store/vault-database.ts';
import { unwrapForPerson, wrapForPerson } from './personal-key.ts';
import { unwrapWithSecret, wrapWithSecret } from './secret-key.ts';

export type NewDataKey = {
  readonly key: CryptoKey;
  readonly wrapped: WrappedDataKey;
  readonly recoveryEnvelope: string;
  /** Null without a personal key. */
  readonly personalEnvelope: string | null;
};

/** Whom the data key is wrapped for besides this browser. */
export type KeyHolders = {
  readonly person: string;
  /** RSA-OAEP-256 JWK as text: whoever holds its private half can open what this phone has sealed. */
  readonly recoveryPublicKey: string;
  /** The person's key at the server, null when it was not to be had. */
  readonly personalKey: string | null;
};

/** Fresh bytes, or those of the store that a second copy comes from. They are zeroed. `secret`: null wraps it by the browser alone. */
export async function makeDataKey(
  holders: KeyHolders,
  former: Uint8Array<ArrayBuffer> | null,
  secret: string | null,
): Promise<NewDataKey> {
  const { person, personalKey } = holders;
  const raw = former ?? crypto.getRandomValues(new Uint8Array(32));
  try {
    const recovery = await importRecoveryKey(holders.recoveryPublicKey);
    const key = await importDataKey(raw);
    const envelope = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, recovery, raw);
    return {
      key,
      wrapped: secret === null ? await wrapWithDevice(raw) : await wrapWithSecret(raw, secret, person),
      recoveryEnvelope: toBase64url(new Uint8Array(envelope)),
      personalEnvelope: personalKey === null ? null : await wrapForPerson(raw, personalKey, person),
    };
  } finally {
    raw.fill(0);
  }
}

/** What holds the data key in a profile row. */
export type KeptKey = Pick<ProfileRow, 'personId' | 'dataKey' | 'personalEnvelope'>;

/** Null: the wrong secret, or none where one is asked for. */
export function unwrapDataKey(kept: KeptKey, secret: string | null): Promise<CryptoKey | null> {
  return withRaw(openKept(kept, secret), importDataKey);
}

/** The data key under a new secret; `secret` is the present one. Null as above. */
export function rewrapWithSecret(kept: KeptKey, secret: string | null, next: string): Promise<WrappedDataKey | null> {
  return withRaw(openKept(kept, secret), (raw) => wrapWithSecret(raw, next, kept.personId));
}

/** The same when the secret is forgotten: the person's key at the server opens the other envelope. Null when it does not. */
export function recoverWithSecret(kept: KeptKey, personalKey: string, next: string): Promise<WrappedDataKey | null> {
  const { personId, personalEnvelope } = kept;
  const opened = personalEnvelope === null ? null : unwrapForPerson(personalEnvelope, personalKey, personId);
  return withRaw(Promise.resolve(opened), (raw) => wrapWithSecret(raw, next, personId));
}

/** The envelope for a personal key that was not there when the data key was made. Null as above. */
export function rewrapForPerson(kept: KeptKey, personalKey: string): Promise<string | null> {
  return withRaw(openKept(kept, null), (raw) => wrapForPerson(raw, personalKey, kept.personId));
}

export function importRecoveryKey(jwk: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', JSON.parse(jwk) as JsonWebKey, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
}

async function wrapWithDevice(raw: Uint8Array<ArrayBuffer>): Promise<WrappedDataKey> {
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, raw);
  return { protection: 'device', wrapping, iv, wrapped };
}

async function openKept({ dataKey, personId }: KeptKey, secret: string | null): Promise<Uint8Array<ArrayBuffer> | null> {
  if (dataKey.protection === 'secret') return secret === null ? null : unwrapWithSecret(dataKey, secret, personId);
  const { wrapping, iv, wrapped } = dataKey;
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, wrapped));
}

async function withRaw<T>(
  opened: Promise<Uint8Array<ArrayBuffer> | null>,
  use: (raw: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T | null> {
  const raw = await opened;
  if (raw === null) return null;
  try {
    return await use(raw);
  } finally {
    raw.fill(0);
  }
}

function importDataKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
}
