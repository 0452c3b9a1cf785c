import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Settings } from './db/settings.ts';

/** ECDSA P-256 with SHA-256 of the server's device over the UTF-8 of `text`, base64url r‖s. */
export function signAsServer({ serverKey }: Pick<Settings, 'serverKey'>, text: string): string {
  return sign('sha256', Buffer.from(text), { key: keyOf(serverKey), dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

function keyOf(jwk: string): KeyObject {
  const known = keys.get(jwk);
  if (known !== undefined) return known;
  const key = createPrivateKey({ key: JSON.parse(jwk) as Record<string, string>, format: 'jwk' });
  keys.set(jwk, key);
  return key;
}

/** One in a running server. */
const keys = new Map<string, KeyObject>();
