import type { CompiledDefinition } from '#definition/compiled.ts';

export type LoadedDefinition = { readonly compiled: CompiledDefinition; readonly hash: string; readonly file: string };

/** Compiles every `<id>/<edition>.yaml` under `folder`; throws `DefinitionsInvalid` when one does not compile. */
export async function loadDefinitions(folder: string): Promise<readonly LoadedDefinition[]> {
  throw new Error(`loadDefinitions: not built yet (${folder})`);
}
