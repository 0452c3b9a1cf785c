import type { ChangeRuleOf } from './cards.ts';

/**
 * The change between two years as the definition's rule reads it, before its curve: percent for `relative` and `gap-closed`,
 * percentage points for `points`. Null when it cannot be told (a missing year, a previous value of 0). For display only.
 */
export function changeOf(rule: ChangeRuleOf['rule'], last: number | null, previous: number | null): number | null {
  if (last === null || previous === null) return null;
  switch (rule) {
    case 'relative':
      return previous === 0 ? null : (100 * (last - previous)) / previous;
    case 'gap-closed':
    case 'points':
      return last - previous;
  }
}
