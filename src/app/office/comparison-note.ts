import type { OfficeDetail } from '#protocol/office-wire.ts';

/** Why the phone's score is not set against the server's; null where it is. A decision takes the place of the hand-in that carried it. */
export function comparisonNote({
  state,
  score,
}: Pick<OfficeDetail, 'state' | 'score'>): 'comparisonDraft' | 'comparisonDecided' | 'comparisonNone' | null {
  if (score.phoneSent) return state === 'draft' ? 'comparisonDraft' : null;
  return state === 'returned' || state === 'approved' || state === 'sealed' ? 'comparisonDecided' : 'comparisonNone';
}
