import { sha256Text } from '#shared/sha256.ts';

/** Percent of what is approved that a second reviewer grades. */
export const secondReviewShare = 10;

/**
 * Whether an assessment is drawn for a second review. The draw is its id's own: anybody can repeat it, and raising the share keeps what
 * was drawn before.
 */
export function isDrawn(assessmentId: string, percent: number = secondReviewShare): boolean {
  const drawn = Number.parseInt(sha256Text(`second-review ${assessmentId}`).slice(0, 8), 16);
  return drawn / 2 ** 32 < percent / 100;
}
