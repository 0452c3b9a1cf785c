import { t } from '../i18n/t.ts';

/** A score as it is shown: one decimal. Unscored is a word, never 0. */
export function scoreText(score: number | null): string {
  return score === null ? t('office.overview.notScored') : oneDecimal(score);
}

export function oneDecimal(score: number): string {
  return score.toFixed(1);
}

/** The score at a gate it misses: with as many decimals as it takes not to look like the gate, and never rounded up to it. */
export function gateText(actual: number, required: number): string {
  for (let digits = 1; digits <= 6; digits += 1) {
    const text = actual.toFixed(digits);
    if (Number(text) < required || actual >= required) return text;
  }
  return String(actual);
}
