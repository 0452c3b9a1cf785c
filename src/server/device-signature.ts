import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Checks base64url r‖s of ECDSA P-256 with SHA-256 over the UTF-8 of `text`. False for a key or signature that is none. */
export function verifyDeviceSignature(publicKey: string, signature: string, text: string): boolean {
  const key = devicePublicKey(publicKey);
  if (key === null || !isSignature(signature)) return false;
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

/** The same in a thread of its own, while other work goes on. */
export function verifyMeanwhile(publicKey: string, signature: string, text: string): Promise<boolean> {
  const key = devicePublicKey(publicKey);
  if (key === null || !isSignature(signature)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const proof = Buffer.from(signature, 'base64url');
    verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, proof, (error, holds) =>
      resolve(error === null && holds),
    );
  });
}

function isSignature(text: string): boolean {
  return /^[\w-]{86}$/u.test(text);
}

/** The key of a JWK text, null unless it is a public P-256 key. */
export function devicePublicKey(jwkText: string): KeyObject | null {
  const known = keys.get(jwkText);
  if (known !== undefined) return known;
  try {
    const { kty, crv, x, y } = JSON.parse(jwkText) as Record<string, string>;
    if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) return null;
    const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    if (keys.size > 5000) keys.clear();
    keys.set(jwkText, key);
    return key;
  } catch {
    return null;
  }
}

const keys = new Map<string, KeyObject>();
