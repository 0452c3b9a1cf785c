import { financeFields } from '#domain/enterprise.ts';
import type { Head, Register } from '#oplog/op.ts';
import { showsFinance } from '#policy/scope.ts';
import type { Scope } from '#policy/scope.ts';
import type { Json } from '#shared/json.ts';

/**
 * The heads of a register as a viewer gets them: a firm's finance fields are left out for who need not see them. What somebody wrote
 * themselves they see. Null: none of it is for them.
 */
export function shownHeads(scope: Scope, { entity, entityId, register, heads }: Register): Head[] | null {
  if (entity !== 'enterprise' || showsFinance(scope, entityId)) return heads.map((head) => ({ ...head }));
  const isOwn = ({ author }: Head): boolean => author === scope.person;
  if (register === '@create')
    return heads.map((head) => ({ ...head, value: isOwn(head) ? head.value : withoutFinance(head.value) }));
  return !isFinance(register) || heads.every(isOwn) ? heads.map((head) => ({ ...head })) : null;
}

export function isFinance(field: string): boolean {
  return financeFields.some((name) => name === field);
}

/** Of an object, such as the record of an enterprise. */
export function withoutFinance<T extends Json>(value: T): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !isFinance(name)));
}
