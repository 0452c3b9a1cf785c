/**
 * The multi-value register. Its heads are the ops that no other op names: a pure function of the set of ops, so arrival order and
 * repetition do not matter and no clock decides anything.
 *
 *   heads = { op : op.hash not in any parents, op.hash not in any `was`, op.was not in any parents }
 */
import { canonicalJson } from '#shared/canonical-json.ts';
import type { Json } from '#shared/json.ts';
import { registerOf } from './op.ts';
import type { Head, Op, Register } from './op.ts';
import { releaseOf } from './release.ts';

/** The register an op writes to, without any heads yet. */
export function emptyRegister(op: Pick<Op, 'kind' | 'entity' | 'entityId' | 'field'>): Register {
  return { entity: op.entity, entityId: op.entityId, register: registerOf(op), heads: [] };
}

/**
 * Folds one op in. `superseded`: some op that is already known names it, or names what it replaces (see `isSuperseded`).
 * Commutative and idempotent as long as `superseded` covers every op merged so far.
 */
export function mergeOp<R extends Register>(register: R, op: Op, superseded: boolean): R {
  const heads = register.heads.filter((head) => head.hash !== op.hash && !names(op, head));
  if (!superseded) heads.push(headOf(op));
  heads.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return { ...register, heads };
}

/** What `mergeOp` asks: named as a parent, or re-issued, or named as a parent under the name it had before. */
export function isSuperseded(op: Pick<Op, 'hash' | 'was'>, parents: ReadonlySet<string>, replaced: ReadonlySet<string>): boolean {
  return parents.has(op.hash) || replaced.has(op.hash) || (op.was !== null && parents.has(op.was));
}

/** Replays a set of ops of one or many registers: the oracle of every incremental fold. Keyed by entity and register. */
export function foldOps(ops: readonly Op[]): ReadonlyMap<string, Register> {
  const parents = new Set<string>();
  const replaced = new Set<string>();
  const registers = new Map<string, Register>();
  for (const op of ops) {
    if (releaseOf(op) !== null) continue;
    for (const parent of op.parents) parents.add(parent);
    if (op.was !== null) replaced.add(op.was);
    const key = registerKey(op.entityId, registerOf(op));
    registers.set(key, mergeOp(registers.get(key) ?? emptyRegister(op), op, isSuperseded(op, parents, replaced)));
  }
  return registers;
}

export function registerKey(entityId: string, register: string): string {
  return `${entityId}|${register}`;
}

export function headOf(op: Op): Head {
  const { hash, kind, value, reason, was, device, author, hlc, wallTime } = op;
  return { hash, kind, value, reason, was, device, author, hlc, wallTime };
}

export type CurrentValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'clean'; readonly value: Json; readonly head: Head }
  /** Several heads say the same: nothing to settle. */
  | { readonly kind: 'merged-equal'; readonly value: Json; readonly head: Head }
  /** Heads differ: a person must name them all in a `resolve`; until then the field has no value. */
  | { readonly kind: 'conflict'; readonly heads: readonly Head[] };

export function currentValue(register: { readonly heads: readonly Head[] } | undefined): CurrentValue {
  const [first, ...others] = register?.heads ?? [];
  if (first === undefined) return { kind: 'empty' };
  if (others.length === 0) return { kind: 'clean', value: first.value, head: first };
  const value = canonicalJson(first.value);
  if (others.every((head) => canonicalJson(head.value) === value))
    return { kind: 'merged-equal', value: first.value, head: latestHead([first, ...others]) };
  return { kind: 'conflict', heads: [first, ...others] };
}

/** The head that displays show where one must be shown: latest by hybrid clock, ties by hash. Decides nothing else. */
export function latestHead(heads: readonly [Head, ...Head[]]): Head {
  return heads.reduce((best, head) => (head.hlc > best.hlc || (head.hlc === best.hlc && head.hash > best.hash) ? head : best));
}

function names(op: Op, head: Head): boolean {
  return op.parents.includes(head.hash) || op.was === head.hash || (head.was !== null && op.parents.includes(head.was));
}
