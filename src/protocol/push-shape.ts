/**
 * The shape of a push, checked in one pass. It says yes to nothing that `pushRequestSchema` refuses; where it says no, the schema has
 * the word, and the name of the fault. For JSON that was just parsed: there are no getters, prototypes or `undefined` in it.
 */
import type { Op } from '#oplog/op.ts';
import { entityKinds, opKinds, opSchema, pushLimit, pushRequestSchema } from './sync-wire.ts';
import type { PushRequest } from './sync-wire.ts';

export function isPushRequest(json: unknown): json is PushRequest {
  if (!isObject(json) || countKeys(json) !== requestKeys) return false;
  const { proto, epoch, device, deviceSignature, ops } = json;
  return (
    Number.isSafeInteger(proto) &&
    isTextOrNull(epoch) &&
    isId(device) &&
    typeof deviceSignature === 'string' &&
    Array.isArray(ops) &&
    ops.length > 0 &&
    ops.length <= pushLimit &&
    ops.every(isOp)
  );
}

const opKeys = Object.keys(opSchema.def.shape).length;
const requestKeys = Object.keys(pushRequestSchema.def.shape).length;
const kinds: ReadonlySet<unknown> = new Set(opKinds);
const entities: ReadonlySet<unknown> = new Set(entityKinds);

function isOp(op: unknown): op is Op {
  return (
    isObject(op) &&
    countKeys(op) === opKeys &&
    Number.isSafeInteger(op['schema']) &&
    Number.isSafeInteger(op['seq']) &&
    (op['seq'] as number) >= 1 &&
    kinds.has(op['kind']) &&
    entities.has(op['entity']) &&
    isPlaced(op) &&
    isChained(op) &&
    isJson(op['value']) &&
    isJson(op['basis'])
  );
}

function isPlaced(op: Parts): boolean {
  const field = op['field'];
  return (
    isId(op['device']) &&
    isId(op['entityId']) &&
    isId(op['step']) &&
    isId(op['author']) &&
    (field === null || (typeof field === 'string' && field.length <= 256)) &&
    typeof op['salt'] === 'string' &&
    isTextOrNull(op['reason']) &&
    isTextOrNull(op['beacon']) &&
    typeof op['hlc'] === 'string' &&
    typeof op['wallTime'] === 'string' &&
    Number.isFinite(op['monotonic'])
  );
}

function isChained(op: Parts): boolean {
  const parents = op['parents'];
  return (
    isHash(op['hash']) &&
    isHashOrNull(op['prev']) &&
    isHashOrNull(op['seen']) &&
    isHashOrNull(op['was']) &&
    isHashOrNull(op['definition']) &&
    Array.isArray(parents) &&
    parents.every(isHash)
  );
}

type Parts = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function countKeys(value: Parts): number {
  return Object.keys(value).length;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-zA-Z_-]{1,64}$/.test(value);
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isHashOrNull(value: unknown): boolean {
  return value === null || isHash(value);
}

/** Numbers too large to be ones are all that parsed text can hold and JSON cannot. */
function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.every(isJson) : Object.values(value).every(isJson);
}
