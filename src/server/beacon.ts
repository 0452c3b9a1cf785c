/**
 * A beacon: the server's time under the server's signature. What carries it was written after that time; nobody but the server can make
 * one, and anybody who has its public key can tell.
 *
 *   <ms, base 36>.<random>.<ECDSA P-256 over the two before, base64url of r‖s>
 */
import { createHmac, createPrivateKey, randomBytes, sign, timingSafeEqual } from 'node:crypto';
import { verifyDeviceSignature } from './device-signature.ts';

export type Beacons = {
  readonly make: () => string;
  /** The time it was made at in milliseconds, null when it is not ours. */
  readonly read: (beacon: string) => number | null;
};

/** One beacon serves all that ask within this time: it says less than it could, never more. */
export const sharedMs = 1000;

/** `serverKey`: the private key of the server's device, JWK text. `oldKey`: hex, of the HMAC that beacons had before signatures. */
export function beacons(serverKey: string, oldKey: string, now: () => number): Beacons {
  const key = createPrivateKey({ key: JSON.parse(serverKey) as Record<string, string>, format: 'jwk' });
  const publicKey = publicPart(serverKey);
  let latest = { at: -Infinity, beacon: '' };
  return {
    make: () => {
      const at = now();
      if (at < latest.at || at - latest.at >= sharedMs) {
        const body = `${at.toString(36)}.${randomBytes(6).toString('base64url')}`;
        const signature = sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
        latest = { at, beacon: `${body}.${signature}` };
      }
      return latest.beacon;
    },
    read: (beacon) => readBeacon(publicKey, beacon) ?? readOldBeacon(oldKey, beacon),
  };
}

/** The public half of a private P-256 key, both JWK text. */
export function publicPart(privateKey: string): string {
  const { kty, crv, x, y } = JSON.parse(privateKey) as Record<string, string>;
  return JSON.stringify({ kty, crv, x, y });
}

/** With the server's public key alone: the time of a beacon in milliseconds, null when that server did not make it. */
export function readBeacon(publicKey: string, beacon: string): number | null {
  const { body, proof } = partsOf(beacon);
  return verifyDeviceSignature(publicKey, proof, body) ? timeOf(body) : null;
}

function readOldBeacon(key: string, beacon: string): number | null {
  const { body, proof } = partsOf(beacon);
  const given = Buffer.from(proof);
  const wanted = Buffer.from(createHmac('sha256', Buffer.from(key, 'hex')).update(body).digest('base64url'));
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? timeOf(body) : null;
}

function partsOf(beacon: string): { readonly body: string; readonly proof: string } {
  const at = Math.max(0, beacon.lastIndexOf('.'));
  return { body: beacon.slice(0, at), proof: beacon.slice(at + 1) };
}

function timeOf(body: string): number | null {
  const time = Number.parseInt(body.split('.')[0] ?? '', 36);
  return Number.isFinite(time) ? time : null;
}
