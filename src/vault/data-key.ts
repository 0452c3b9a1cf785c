/** The AES-GCM-256 key of one person's store. Its raw bytes exist for the moments of making and unwrapping alone. */
import { toBase64url } from '#shared/base64url.ts';
import type { WrappedDataKey } from '#store/vault-database.ts';

export type NewDataKey = { readonly key: CryptoKey; readonly wrapped: WrappedDataKey; readonly recoveryEnvelope: string };

/** `recoveryPublicKey` is an RSA-OAEP-256 JWK as text: whoever holds its private half can open what this phone has sealed. */
export async function makeDataKey(recoveryPublicKey: string): Promise<NewDataKey> {
  const recovery = await importRecoveryKey(recoveryPublicKey);
  const raw = crypto.getRandomValues(new Uint8Array(32));
  try {
    const key = await importDataKey(raw);
    const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, raw);
    const envelope = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, recovery, raw);
    return {
      key,
      wrapped: { protection: 'device', wrapping, iv, wrapped },
      recoveryEnvelope: toBase64url(new Uint8Array(envelope)),
    };
  } finally {
    raw.fill(0);
  }
}

export async function unwrapDataKey({ wrapping, iv, wrapped }: WrappedDataKey): Promise<CryptoKey> {
  const raw = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, wrapped));
  try {
    return await importDataKey(raw);
  } finally {
    raw.fill(0);
  }
}

export function importRecoveryKey(jwk: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', JSON.parse(jwk) as JsonWebKey, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
}

function importDataKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
}
