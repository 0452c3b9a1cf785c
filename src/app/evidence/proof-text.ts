import { isPicture, isSound } from '#domain/evidence.ts';
import type { EvidenceRecord, EvidenceType, Position } from '#domain/evidence.ts';
import type { TimeBracket } from '#proof/time-bracket.ts';
import { dayKey, formatClock, formatMoment, formatTime } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';

/** Between which server times a photo was taken, a file chosen, anything else made: that is all a bracket says of it. */
export function bracketText(
  method: EvidenceRecord['method'],
  { after, before }: TimeBracket,
  mime: EvidenceType = 'image/jpeg',
): string {
  const verb = method === 'file' ? 'picked' : method === 'inapp' && isPicture(mime) ? 'shot' : 'made';
  if (after !== null && before !== null) {
    return t(`shell.proof.${verb}Between`, spanOf(after, before));
  }
  if (after !== null) return t(`shell.proof.${verb}After`, { after: formatMoment(after) });
  return before === null ? t(`shell.proof.${verb}Open`) : t(`shell.proof.${verb}Before`, { before: formatMoment(before) });
}

/** The day once, and seconds where minutes would not tell the two apart. */
function spanOf(after: string, before: string): { readonly after: string; readonly before: string } {
  if (dayKey(after) !== dayKey(before)) return { after: formatMoment(after), before: formatMoment(before) };
  if (formatTime(after) !== formatTime(before)) return { after: formatMoment(after), before: formatTime(before) };
  return { after: `${dayKey(after)} ${formatClock(after)}`, before: formatClock(before) };
}

/** How a piece came about. */
export function methodText(method: EvidenceRecord['method'], mime: EvidenceType): string {
  switch (method) {
    case 'inapp':
      return t(isSound(mime) ? 'shell.proof.methodRecorded' : 'shell.proof.methodShot');
    case 'file':
      return t('shell.proof.methodPicked');
    case 'derived':
      return t('shell.proof.methodDrawn');
    case 'signature':
      return t('shell.proof.methodSigned');
  }
}

/** `1:05` */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Null while the phone's clock lies within the bracket. */
export function clockText({ clockOff }: TimeBracket): string | null {
  if (clockOff === 0) return null;
  return t(clockOff > 0 ? 'shell.proof.clockFast' : 'shell.proof.clockSlow', { span: spanText(Math.abs(clockOff)) });
}

/** As it is stored: WGS-84. */
export function positionText({ latitude, longitude, accuracy }: Omit<Position, 'crs' | 'at'>): string {
  return t('shell.proof.placeValue', {
    latitude: latitude.toFixed(6),
    longitude: longitude.toFixed(6),
    accuracy: Math.round(accuracy),
  });
}

function spanText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes >= 36 * 60) return t('shell.proof.days', { count: Math.round(minutes / 60 / 24) });
  return minutes >= 90
    ? t('shell.proof.hours', { count: Math.round(minutes / 60) })
    : t('shell.proof.minutes', { count: minutes });
}

export function signatureText(signed: 'hard' | 'soft' | 'no' | 'bad' | 'unknown'): string {
  switch (signed) {
    case 'hard':
      return t('shell.proof.signedHard');
    case 'soft':
      return t('shell.proof.signedSoft');
    case 'no':
      return t('shell.proof.signedNo');
    case 'bad':
      return t('shell.proof.signedBad');
    case 'unknown':
      return t('shell.proof.signedUnknown');
  }
}
