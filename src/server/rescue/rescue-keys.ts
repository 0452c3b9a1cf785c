import { constants, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerContext } from '../context.ts';

/** What this server can open rescue bundles with: its own key, and recovery keys that were not taken off it yet. */
export async function serverRescueKeys({ settings, folders }: ServerContext): Promise<readonly KeyObject[]> {
  const folder = join(folders.data, 'recovery-key');
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pem'));
  const pems = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return [settings.rescueKey.private, ...pems].map((pem) => createPrivateKey(pem));
}

/** Whether the holder of the organisation's recovery key signed this text (RSA-PSS with SHA-256, base64url). */
export function verifyRecoverySignature({ settings }: ServerContext, signature: string, text: string): boolean {
  const jwk = JSON.parse(settings.recoveryPublicKey) as Record<string, string>;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const how = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return verify('sha256', Buffer.from(text), how, Buffer.from(signature, 'base64url'));
}
