import type { ChangeRule } from '#definition/scoring.ts';

/**
 * The improvement from one year to the next, in percent or points, positive when better; null when it cannot be told.
 * `relative`: percent of the earlier value. `gap-closed`: how much of the gap to 100 % was closed, in percent; from a full 100 % a
 * fall counts −10. `points`: twice the difference.
 */
export function changeBetween(rule: ChangeRule, better: 'higher' | 'lower', previous: number, last: number): number | null {
  const improvement = rawChange(rule, previous, last);
  if (improvement === null) return null;
  return better === 'higher' ? improvement : -improvement;
}

function rawChange(rule: ChangeRule, previous: number, last: number): number | null {
  switch (rule) {
    case 'relative':
      return previous === 0 ? null : (100 * (last - previous)) / previous;
    case 'gap-closed':
      if (previous >= 100) return last >= 100 ? 0 : -10;
      return (100 * (last - previous)) / (100 - previous);
    case 'points':
      return 2 * (last - previous);
  }
}
