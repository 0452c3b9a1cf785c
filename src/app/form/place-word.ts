import type { EvidenceView } from '#store/views.ts';
import { t } from '#app/i18n/t.ts';

/** Where a photo is, in words. */
export function placeWord(piece: EvidenceView): string {
  switch (piece.status) {
    case 'phone':
      return t('form.place.phone');
    case 'uploading':
      return t('form.place.uploading', { percent: Math.floor(piece.progress * 100) });
    case 'verified':
      return t('form.place.verified');
  }
}
