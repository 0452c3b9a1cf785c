/** The compiled editions this server holds, ready to be served and scored with. */
import { indexDefinition } from '#definition/index-definition.ts';
import type { DefinitionIndex } from '#definition/index-definition.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import type { DefinitionsIndex } from '#protocol/sync-wire.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { LoadedDefinition } from './definitions/load-definitions.ts';

export type Catalogue = {
  readonly loaded: readonly LoadedDefinition[];
  readonly facts: FactDictionary;
  /** Changes when an edition came or went, or a fact changed. */
  readonly version: string;
  readonly index: DefinitionsIndex;
  readonly compiled: (hash: string) => CompiledDefinition | null;
  readonly indexed: (hash: string) => DefinitionIndex | null;
  /** Canonical JSON: its SHA-256 is the hash in the address. */
  readonly json: (hash: string) => string | null;
  /** The newest edition of an id. */
  readonly latest: (id: string) => LoadedDefinition | null;
};

export function makeCatalogue(loaded: readonly LoadedDefinition[], facts: FactDictionary): Catalogue {
  const byHash = new Map(loaded.map((definition) => [definition.hash, definition]));
  const newest = new Map<string, LoadedDefinition>();
  for (const definition of loaded) {
    const known = newest.get(definition.compiled.id);
    if (known === undefined || known.compiled.edition.localeCompare(definition.compiled.edition, 'en', { numeric: true }) < 0) {
      newest.set(definition.compiled.id, definition);
    }
  }
  const version = sha256Text([...[...byHash.keys()].sort(), canonicalJson(facts)].join(' ')).slice(0, 16);
  const json = new Map<string, string>();
  return {
    loaded,
    facts,
    version,
    index: {
      version,
      definitions: loaded.map(({ compiled, hash }) => ({
        id: compiled.id,
        edition: compiled.edition,
        title: compiled.title,
        hash,
        latest: newest.get(compiled.id)?.hash === hash,
        minutes: compiled.minutes,
      })),
    },
    compiled: (hash) => byHash.get(hash)?.compiled ?? null,
    indexed: (hash) => {
      const compiled = byHash.get(hash)?.compiled;
      return compiled === undefined ? null : indexDefinition(compiled);
    },
    json: (hash) => {
      const definition = byHash.get(hash);
      if (definition === undefined) return null;
      const text = json.get(hash) ?? canonicalJson(definition.compiled);
      json.set(hash, text);
      return text;
    },
    latest: (id) => newest.get(id) ?? null,
  };
}
