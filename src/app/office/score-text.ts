import { t } from '../i18n/t.ts';

/** A score as it is shown: one decimal, or as many as the measure asks for. Unscored is a word, never 0. */
export function scoreText(score: number | null, decimals: number | null = null): string {
  return score === null ? t('office.overview.notScored') : score.toFixed(decimals ?? 1);
}

export function oneDecimal(score: number): string {
  return score.toFixed(1);
}
