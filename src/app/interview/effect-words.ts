import type { OpenEffect } from '#diagnosis/rank-open.ts';
import { formatNumber } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';

/** What an answer could do, in one line: the level first, else what waits for it, else how far it moves a score. */
export function effectWords({ best, worst, tells, settles, moves, conditions }: OpenEffect): string {
  if (tells) return t('form.interview.effectTold');
  if (best !== null && worst !== null) return t('form.interview.effectUpDown', { level: best.name, lower: worst.name });
  if (best !== null) return t('form.interview.effectUp', { level: best.name });
  if (worst !== null) return t('form.interview.effectDown', { level: worst.name });
  if (settles !== null)
    return t('form.interview.effectSettles', { measure: settles.name, percent: formatNumber(settles.share * 100, 0) });
  if (moves !== null) {
    // A full mark of 1 wants another digit than one of 100.
    const digits = moves.full <= 5 ? 2 : 1;
    return t('form.interview.effectSwing', { measure: moves.name, swing: formatNumber(moves.swing, digits) });
  }
  return t('form.interview.effectCondition', { count: conditions });
}
