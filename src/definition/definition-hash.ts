import { canonicalJson } from '#shared/canonical-json.ts';
import type { Json } from '#shared/json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { CompiledDefinition } from './compiled.ts';

/**
 * The identity of an edition: lower-case hex SHA-256 over its canonical JSON without what is empty (null, false, [], {}), so that a
 * field the format gains later, empty in editions that do not use it, leaves their identity alone.
 */
export function definitionHash(compiled: CompiledDefinition): string {
  return sha256Text(canonicalJson(withoutEmpty(compiled) ?? {}));
}

/** Undefined: nothing is left. Elements of lists keep their place: an empty one stays as null. */
function withoutEmpty(value: Json): Json | undefined {
  if (value === null || value === false) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const elements = (value as readonly Json[]).map((element) => withoutEmpty(element) ?? null);
    return elements.length === 0 ? undefined : elements;
  }
  const kept = Object.entries(value).flatMap(([key, each]): readonly (readonly [string, Json])[] => {
    const left = withoutEmpty(each);
    return left === undefined ? [] : [[key, left]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
