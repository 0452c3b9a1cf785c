import { canonicalJson } from '#shared/canonical-json.ts';
import type { OpHash } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { Op } from './op.ts';

/**
 * Identity of an op: SHA-256 over the canonical JSON of everything but the hash itself, with `value` replaced by
 * SHA-256(salt + canonical JSON of the value).
 */
export function hashOp(op: Omit<Op, 'hash'>): OpHash {
  return hashOpWithheld(op, valueHash(op.salt, op.value));
}

/** The same hash when only the hash of the value is known: a withheld or erased value breaks no chain. */
export function hashOpWithheld(op: Omit<Op, 'hash' | 'value'>, hashOfValue: string): OpHash {
  const { schema, device, seq, kind, entity, entityId, field, salt, parents, seen, step, reason, basis, beacon, was, hlc } = op;
  const { wallTime, monotonic, author, definition, prev } = op;
  return sha256Text(
    canonicalJson({
      schema,
      device,
      seq,
      kind,
      entity,
      entityId,
      field,
      salt,
      value: hashOfValue,
      parents,
      seen,
      step,
      reason,
      basis,
      beacon,
      was,
      hlc,
      wallTime,
      monotonic,
      author,
      definition,
      prev,
    }),
  ) as OpHash;
}

export function valueHash(salt: string, value: Json): string {
  return sha256Text(salt + canonicalJson(value));
}
