import type { CompiledDefinition } from '#definition/compiled.ts';
import type { Store } from '../store.ts';
import type { DefinitionSummary } from '../views.ts';

/** Null: the compiled edition is not on this phone. */
export async function readDefinition(store: Store, hash: string): Promise<CompiledDefinition | null> {
  const known = parsed.get(hash);
  if (known !== undefined) return known;
  const row = await store.db.definitions.get(hash);
  if (row === undefined || row.body === null) return null;
  const compiled = JSON.parse(row.body) as CompiledDefinition;
  parsed.set(hash, compiled);
  return compiled;
}

export async function listDefinitions(store: Store): Promise<readonly DefinitionSummary[]> {
  const rows = await store.db.definitions.toArray();
  return rows
    .map(({ id, edition, title, hash, latest, minutes, body }) => ({
      id,
      edition,
      title,
      hash,
      latest: latest === 1,
      minutes,
      here: body !== null,
    }))
    .sort((a, b) => (a.id === b.id ? (a.edition < b.edition ? 1 : -1) : a.id < b.id ? -1 : 1));
}

/** Editions never change under their hash. */
const parsed = new Map<string, CompiledDefinition>();
