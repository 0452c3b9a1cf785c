import type { CompiledDefinition } from '#definition/compiled.ts';
import type { DefinitionSummary } from '../views.ts';
import type { Store } from '../store.ts';

export function readDefinition(store: Store, hash: string): Promise<CompiledDefinition | null> {
  throw new Error('not built yet');
}

export function listDefinitions(store: Store): Promise<readonly DefinitionSummary[]> {
  throw new Error('not built yet');
}
