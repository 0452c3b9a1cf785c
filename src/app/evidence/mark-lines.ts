import type { EvidenceRecord, Position } from '#domain/evidence.ts';
import type { TimeBracket } from '#proof/time-bracket.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { bracketText, positionText } from './proof-text.ts';

export type Marked = Pick<EvidenceRecord, 'method' | 'mime' | 'capturedAt'> & {
  readonly sha256: string;
  readonly position: Omit<Position, 'crs' | 'at'> | null;
  readonly bracket: TimeBracket;
  /** Name of who took it; empty: not known here. */
  readonly author: string;
};

/** What is drawn on a copy: firm, time, place, person, and which original it is a copy of. */
export function markLines(
  { method, mime, capturedAt, sha256, position, bracket, author }: Marked,
  firm: string,
): readonly string[] {
  return [
    t('shell.proof.markFirm', { firm }),
    bracketText(method, bracket, mime),
    t('shell.proof.markPhoneTime', { time: formatMoment(capturedAt) }),
    ...(position === null ? [] : [positionText(position)]),
    ...(author === '' ? [] : [t('shell.proof.markPerson', { person: author })]),
    t('shell.proof.markCopy', { hash: sha256.slice(0, 16) }),
  ];
}
