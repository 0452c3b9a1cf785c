import type { CompiledDefinition } from '#definition/compiled.ts';
import type { OpenDatabase } from '../db/open-database.ts';
import type { LoadedDefinition } from '../definitions/load-definitions.ts';

/** What the desk's queries read from. */
export type Desk = {
  readonly open: OpenDatabase;
  readonly definitions: readonly LoadedDefinition[];
  /** The server time that a beacon says, null when this server did not make it. */
  readonly beaconTime: (beacon: string) => number | null;
};

/** The edition that an assessment is pinned to; null when this server does not hold it. */
export function editionOf(desk: Desk, hash: string): CompiledDefinition | null {
  return desk.definitions.find((definition) => definition.hash === hash)?.compiled ?? null;
}

/** One edition an instrument: the last loaded of each id, which is the newest. */
export function newestEditions(desk: Desk): readonly CompiledDefinition[] {
  const byId = new Map<string, CompiledDefinition>();
  for (const { compiled } of desk.definitions) {
    const known = byId.get(compiled.id);
    if (known === undefined || known.edition.localeCompare(compiled.edition, 'en', { numeric: true }) < 0)
      byId.set(compiled.id, compiled);
  }
  return [...byId.values()];
}
