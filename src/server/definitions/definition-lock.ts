import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { LoadedDefinition } from './load-definitions.ts';

/** `<id>/<edition>` → hash of the compiled edition at the moment it was published. */
export type DefinitionLock = Readonly<Record<string, string>>;

const lockSchema = z.record(z.string(), z.string().check(z.regex(/^[0-9a-f]{64}$/)));

export async function readLock(folder: string): Promise<DefinitionLock> {
  let text: string;
  try {
    text = await readFile(join(folder, 'lock.json'), 'utf8');
  } catch {
    return {};
  }
  return lockSchema.parse(JSON.parse(text));
}

export async function writeLock(folder: string, lock: DefinitionLock): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(join(folder, 'lock.json'), `${JSON.stringify(sorted, null, 2)}\n`);
}

export type LockState = 'same' | 'changed' | 'not-pinned' | 'draft';

export function lockState(lock: DefinitionLock, definition: LoadedDefinition): LockState {
  const pinned = lock[lockKey(definition)];
  if (pinned !== undefined) return pinned === definition.hash ? 'same' : 'changed';
  return definition.compiled.status === 'draft' ? 'draft' : 'not-pinned';
}

export function lockKey({ compiled }: LoadedDefinition): string {
  return `${compiled.id}/${compiled.edition}`;
}
