/** The file key of a handover, wrapped for its one-time code. Raw bytes live for the moment of wrapping alone. */
import { readHandoverCode } from '#proof/handover-format.ts';
import type { HandoverHeader } from '#proof/handover-format.ts';
import { fromBase64url, toBase64url } from '#shared/base64url.ts';

const nonceLength = 12;

export async function wrapHandoverKey(
  raw: Uint8Array<ArrayBuffer>,
  code: string,
  lock: Pick<HandoverHeader, 'bundle' | 'salt' | 'iterations'>,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(lock) }, await keyOf(code, lock), raw);
  const bytes = new Uint8Array(nonceLength + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), nonceLength);
  return toBase64url(bytes);
}

/** Null when the code is not the one. */
export async function openHandoverKey(header: HandoverHeader, code: string): Promise<CryptoKey | null> {
  const sealed = fromBase64url(header.keyEnvelope);
  if (sealed === null || sealed.length <= nonceLength) return null;
  const iv = sealed.slice(0, nonceLength);
  try {
    const gcm = { name: 'AES-GCM', iv, additionalData: bound(header) };
    const raw = new Uint8Array(await crypto.subtle.decrypt(gcm, await keyOf(code, header), sealed.slice(nonceLength)));
    const key = await crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['decrypt']);
    raw.fill(0);
    return key;
  } catch {
    return null;
  }
}

async function keyOf(code: string, { salt, iterations }: Pick<HandoverHeader, 'salt' | 'iterations'>): Promise<CryptoKey> {
  const plain = new TextEncoder().encode(readHandoverCode(code) ?? '');
  const base = await crypto.subtle.importKey('raw', plain, 'PBKDF2', false, ['deriveKey']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64url(salt) ?? new Uint8Array(), iterations };
  return crypto.subtle.deriveKey(pbkdf2, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function bound({ bundle }: Pick<HandoverHeader, 'bundle'>): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(bundle);
}
