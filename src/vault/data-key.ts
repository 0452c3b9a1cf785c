/** The AES-GCM-256 key of one person's store. Its raw bytes exist for the moments of making and unwrapping alone. */
import { toBase64url } from '#shared/base64url.ts';
import type { WrappedDataKey } from '#store/vault-database.ts';
import { wrapForPerson } from './personal-key.ts';

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

/** Fresh bytes, or those of the store that a second copy comes from. They are zeroed. */
export async function makeDataKey(holders: KeyHolders, former: Uint8Array<ArrayBuffer> | null): Promise<NewDataKey> {
  const raw = former ?? crypto.getRandomValues(new Uint8Array(32));
  try {
    const recovery = await importRecoveryKey(holders.recoveryPublicKey);
    const key = await importDataKey(raw);
    const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, raw);
    const envelope = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, recovery, raw);
    return {
      key,
      wrapped: { protection: 'device', wrapping, iv, wrapped },
      recoveryEnvelope: toBase64url(new Uint8Array(envelope)),
      personalEnvelope: holders.personalKey === null ? null : await wrapForPerson(raw, holders.personalKey, holders.person),
    };
  } finally {
    raw.fill(0);
  }
}

export function unwrapDataKey(wrapped: WrappedDataKey): Promise<CryptoKey> {
  return withRaw(wrapped, importDataKey);
}

/** The envelope for a personal key that was not there when the data key was made. */
export function rewrapForPerson(wrapped: WrappedDataKey, personalKey: string, person: string): Promise<string> {
  return withRaw(wrapped, (raw) => wrapForPerson(raw, personalKey, person));
}

export function importRecoveryKey(jwk: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', JSON.parse(jwk) as JsonWebKey, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
}

async function withRaw<T>(
  { wrapping, iv, wrapped }: WrappedDataKey,
  use: (raw: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  const raw = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, wrapped));
  try {
    return await use(raw);
  } finally {
    raw.fill(0);
  }
}

function importDataKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
}
