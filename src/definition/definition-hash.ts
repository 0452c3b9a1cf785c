import { canonicalJson } from '#shared/canonical-json.ts';
import type { Json } from '#shared/json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { CompiledDefinition } from './compiled.ts';

/** The identity of an edition: lower-case hex SHA-256 over its canonical JSON. */
export function definitionHash(compiled: CompiledDefinition): string {
  return sha256Text(canonicalJson(compiled as Json));
}
