import type { Problem } from './problems.ts';

/** What a function that may be refused returns. Refusals are values; only bugs are thrown. */
export type Outcome<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'refused'; readonly problem: Problem };

export function ok<T>(value: T): Outcome<T> {
  return { kind: 'ok', value };
}

export function refused(problem: Problem): Outcome<never> {
  return { kind: 'refused', problem };
}
