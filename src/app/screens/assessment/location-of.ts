import type { AssessmentView, PhotoCount, RecordLocation } from '#store/views.ts';

export function photosOf(view: AssessmentView): PhotoCount {
  const count = (status: RecordLocation): number => view.evidence.filter((piece) => piece.status === status).length;
  return { total: view.evidence.length, verified: count('verified'), uploading: count('uploading') };
}

/** Where the whole record is: verified only when every change and every photo is. */
export function locationOf(view: AssessmentView): RecordLocation {
  const photos = photosOf(view);
  if (view.pendingOps === 0 && photos.verified === photos.total) return 'verified';
  return photos.uploading > 0 || (view.pendingOps === 0 && photos.verified > 0) ? 'uploading' : 'phone';
}
