import { canonicalJson } from '#shared/canonical-json.ts';
import type { OpHash } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { sha256Text } from '#shared/sha256.ts';
import type { Op } from './op.ts';

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export type HashText = (text: string) => string;

/**
 * Identity of an op: SHA-256 over the canonical JSON of everything but the hash itself, with `value` replaced by
 * SHA-256(salt + canonical JSON of the value). A platform that hashes faster than we do may be given as `sha256`.
 */
export function hashOp(op: Omit<Op, 'hash'>, sha256: HashText = sha256Text): OpHash {
  return hashOpWithheld(op, valueHash(op.salt, op.value, sha256), sha256);
}

/** The same hash when only the hash of the value is known: a withheld or erased value breaks no chain. */
export function hashOpWithheld(op: Omit<Op, 'hash' | 'value'>, hashOfValue: string, sha256: HashText = sha256Text): OpHash {
  const { schema, device, seq, kind, entity, entityId, field, salt, parents, seen, step, reason, basis, beacon, was, hlc } = op;
  const { wallTime, monotonic, author, definition, prev } = op;
  // Keys in canonical order.
  const body = {
    author,
    basis,
    beacon,
    definition,
    device,
    entity,
    entityId,
    field,
    hlc,
    kind,
    monotonic,
    parents,
    prev,
    reason,
    salt,
    schema,
    seen,
    seq,
    step,
    value: hashOfValue,
    wallTime,
    was,
  };
  return sha256(isPlain(op) ? JSON.stringify(body) : canonicalJson(body)) as OpHash;
}

export function valueHash(salt: string, value: Json, sha256: HashText = sha256Text): string {
  return sha256(salt + canonicalJson(value));
}

/** Whether plain JSON of an object with sorted keys is canonical: nothing in it is an object, and every number is one that JSON has. */
function isPlain({ basis, monotonic, schema, seq }: Pick<Op, 'basis' | 'monotonic' | 'schema' | 'seq'>): boolean {
  return basis === null && Number.isFinite(monotonic) && Number.isFinite(schema) && Number.isFinite(seq);
}
