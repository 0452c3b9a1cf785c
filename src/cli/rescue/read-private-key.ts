import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Null when the file is no private key (PEM), or not there. */
export async function readPrivateKey(path: string): Promise<KeyObject | null> {
  try {
    return createPrivateKey(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
