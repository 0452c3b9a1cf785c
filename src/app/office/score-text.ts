import { t } from '../i18n/t.ts';

/** A score as it is shown: one decimal. Unscored is a word, never 0. */
export function scoreText(score: number | null): string {
  return score === null ? t('office.overview.notScored') : oneDecimal(score);
}

export function oneDecimal(score: number): string {
  return score.toFixed(1);
}
