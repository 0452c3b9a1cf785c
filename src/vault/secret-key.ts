/**
 * The key that a person's secret gives: HKDF over Argon2id of the PIN joined with an HMAC of this browser. Neither the secret nor the
 * phone's files alone are enough, as long as the browser keeps its HMAC key to itself.
 */
import type { KeyDerivation, WrappedDataKey } from '#store/vault-database.ts';
import { chooseCost, leastCost } from './stretch-cost.ts';
import type { Cost } from './stretch-cost.ts';
import type { FromStretchWorker, ToStretchWorker } from './stretch-messages.ts';

type SecretWrapped = Extract<WrappedDataKey, { readonly protection: 'secret' }>;

export async function wrapWithSecret(raw: Uint8Array<ArrayBuffer>, secret: string, person: string): Promise<SecretWrapped> {
  const cost = await costHere();
  const derivation: KeyDerivation = { name: 'argon2id', ...cost, salt: crypto.getRandomValues(new Uint8Array(32)) };
  const mac = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyFrom(secret, derivation, mac, person);
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: binding(person) }, key, raw);
  return { protection: 'secret', derivation, mac, iv, wrapped };
}

/** Null when it is the wrong secret. Throws when this browser cannot stretch one at all. */
export async function unwrapWithSecret(
  { derivation, mac, iv, wrapped }: SecretWrapped,
  secret: string,
  person: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await keyFrom(secret, derivation, mac, person);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: binding(person) }, key, wrapped));
  } catch {
    return null;
  }
}

async function keyFrom(secret: string, derivation: KeyDerivation, mac: CryptoKey, person: string): Promise<CryptoKey> {
  const { salt } = derivation;
  const [stretched, ofDevice] = await Promise.all([
    stretch({ ...derivation, secret: secret.normalize('NFKC') }),
    crypto.subtle.sign('HMAC', mac, salt),
  ]);
  const joined = new Uint8Array([...stretched.key, ...new Uint8Array(ofDevice)]);
  const material = await crypto.subtle.importKey('raw', joined, 'HKDF', false, ['deriveKey']);
  joined.fill(0);
  stretched.key.fill(0);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: binding(person) };
  return crypto.subtle.deriveKey(parameters, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Measured when a secret is set, once per page. */
async function costHere(): Promise<Cost> {
  measured ??= stretch({ ...leastCost, secret: 'probe', salt: new Uint8Array(32) }).then(({ milliseconds }) =>
    chooseCost(milliseconds),
  );
  return measured;
}
let measured: Promise<Cost> | null = null;

function stretch({
  secret,
  salt,
  memory,
  passes,
  lanes,
}: ToStretchWorker): Promise<Extract<FromStretchWorker, { kind: 'done' }>> {
  const worker = new Worker(new URL('./stretch.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Extract<FromStretchWorker, { kind: 'done' }>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromStretchWorker>) => {
      if (data.kind === 'done') resolve(data);
      else reject(new Error(data.message));
    });
    worker.addEventListener('error', () => reject(new Error('the secret cannot be stretched in this browser')));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no origin
    worker.postMessage({ secret, salt, memory, passes, lanes } satisfies ToStretchWorker);
  }).finally(() => worker.terminate());
}

function binding(person: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`data-key|${person}`);
}
