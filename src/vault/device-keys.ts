/** P-256 signing keys of a person's devices. */
import { toBase64url } from '#shared/base64url.ts';
import type { DeviceId, PersonId, RandomBytes } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Codec } from '#store/codec.ts';
import type { DeviceKeys, Store } from '#store/store.ts';
import type { DeviceKey, DeviceRow, VaultDatabase } from '#store/vault-database.ts';
import { verifyServer } from './server-key.ts';

export type DeviceKeyParts = {
  readonly vault: VaultDatabase;
  readonly person: PersonId;
  readonly codec: Codec;
  readonly clock: Store['clock'];
  readonly random: RandomBytes;
  /** Whether the browser can keep a key that nobody can export. Tests say no. */
  readonly canKeepKeys?: boolean;
};

export function deviceKeys(parts: DeviceKeyParts): DeviceKeys {
  const { vault, person, codec } = parts;
  return {
    make: (successorOf) => makeDevice(parts, successorOf),
    sign: async (device, text) => {
      const row = await vault.devices.get(device);
      if (row === undefined || row.personId !== person) return refused(problem('storage.unavailable', { reason: 'device-key' }));
      const key = await signingKey(codec, row);
      const signature = await crypto.subtle.sign(ecdsa, key, new TextEncoder().encode(text));
      return ok(toBase64url(new Uint8Array(signature)));
    },
    describe: async (device) => {
      const row = await vault.devices.get(device);
      if (row === undefined || row.personId !== person) return null;
      const profile = await vault.profiles.get(person);
      const { publicKey, successorOf } = row;
      return {
        device,
        publicKey,
        successorOf: successorOf as DeviceId | null,
        recoveryEnvelope: profile?.recoveryEnvelope ?? null,
      };
    },
    isServers: async (text, signature) => {
      const profile = await vault.profiles.get(person);
      const key = profile?.serverPublicKey ?? null;
      return key !== null && verifyServer(key, text, signature);
    },
    rescueKeys: async () => {
      const profile = await vault.profiles.get(person);
      return { recovery: profile?.recoveryPublicKey ?? '', server: profile?.rescuePublicKey ?? null };
    },
  };
}

/**
 * Some iPhones take a non-extractable key and give back nothing (open-chat#9343): the key counts as kept only after it was written,
 * read again and has signed. Otherwise PKCS8 sealed by the data key takes its place, and the public key says so.
 */
async function makeDevice(parts: DeviceKeyParts, successorOf: DeviceId | null): Promise<DeviceId> {
  const { vault, person, clock, random } = parts;
  const device = newId<DeviceId>(random);
  const base = { device, personId: person, successorOf, createdAt: new Date(clock.now()).toISOString() };
  const hard = await crypto.subtle.generateKey(p256, false, ['sign', 'verify']);
  const hardRow = {
    ...base,
    publicKey: await publicJwk(hard.publicKey, 'hard'),
    key: { protection: 'hard', handle: hard.privateKey } as const,
  };
  if (parts.canKeepKeys !== false && (await isKept(vault, hardRow, hard.publicKey))) return device;
  const soft = await crypto.subtle.generateKey(p256, true, ['sign', 'verify']);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', soft.privateKey));
  const key: DeviceKey = { protection: 'soft', sealed: await parts.codec.sealBytes('devices', device, pkcs8) };
  pkcs8.fill(0);
  await vault.devices.put({ ...base, publicKey: await publicJwk(soft.publicKey, 'soft'), key });
  return device;
}

async function isKept(
  vault: VaultDatabase,
  row: DeviceRow & { readonly key: { readonly handle: CryptoKey } },
  publicKey: CryptoKey,
): Promise<boolean> {
  try {
    await vault.devices.put(row);
    const back = await vault.devices.get(row.device);
    if (back?.key.protection !== 'hard') return false;
    const probe = new TextEncoder().encode('probe');
    const signature = await crypto.subtle.sign(ecdsa, back.key.handle, probe);
    return await crypto.subtle.verify(ecdsa, publicKey, signature, probe);
  } catch {
    return false;
  }
}

async function signingKey(codec: Codec, row: DeviceRow): Promise<CryptoKey> {
  if (row.key.protection === 'hard') return row.key.handle;
  const pkcs8 = await codec.openBytes('devices', row.device, row.key.sealed);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, p256, false, ['sign']);
  pkcs8.fill(0);
  return key;
}

async function publicJwk(key: CryptoKey, keyProtection: DeviceKey['protection']): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return JSON.stringify({ kty, crv, x, y, keyProtection });
}

const p256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const;
