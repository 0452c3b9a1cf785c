import { fromBase64url } from '#shared/base64url.ts';

/** ECDSA P-256 with SHA-256, base64url r‖s, over the UTF-8 of `text`. False for a key or signature that is none. */
export async function verifyServer(publicKey: string, text: string, signature: string): Promise<boolean> {
  const bytes = fromBase64url(signature);
  if (bytes === null) return false;
  try {
    const { kty, crv, x, y } = JSON.parse(publicKey) as { kty: string; crv: string; x: string; y: string };
    const parameters = { name: 'ECDSA', namedCurve: 'P-256' } as const;
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, parameters, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes, new TextEncoder().encode(text));
  } catch {
    return false;
  }
}
