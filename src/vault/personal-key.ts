/**
 * The data key, wrapped for a key that the server keeps for the person. It travels in the second copy's header: after IndexedDB is
 * lost, with the vault in it, a sign-in opens the copy.
 */
import { fromBase64url, toBase64url } from '#shared/base64url.ts';

const ivLength = 12;

/** `personalKey`: 32 bytes, base64url. */
export async function wrapForPerson(raw: Uint8Array<ArrayBuffer>, personalKey: string, person: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  const key = await importPersonalKey(personalKey);
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: binding(person) }, key, raw);
  return toBase64url(new Uint8Array([...iv, ...new Uint8Array(wrapped)]));
}

/** Null when it was wrapped for another key or another person. */
export async function unwrapForPerson(
  envelope: string,
  personalKey: string,
  person: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = fromBase64url(envelope);
  if (bytes === null) return null;
  const key = await importPersonalKey(personalKey);
  const parameters = { name: 'AES-GCM', iv: bytes.slice(0, ivLength), additionalData: binding(person) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.slice(ivLength)));
  } catch {
    return null;
  }
}

function binding(person: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`second-copy|${person}`);
}

function importPersonalKey(text: string): Promise<CryptoKey> {
  const bytes = fromBase64url(text) ?? new Uint8Array();
  return crypto.subtle.importKey('raw', bytes, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
}
