import AudioLines from 'lucide-solid/icons/audio-lines';
import FileText from 'lucide-solid/icons/file-text';
import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { evidenceExtensions, isSound } from '#domain/evidence.ts';
import type { EvidenceType } from '#domain/evidence.ts';
import { t } from '#app/i18n/t.ts';
import { durationText } from './proof-text.ts';
import './file-face.css';

export type Faced = { readonly mime: EvidenceType; readonly fileName: string | null; readonly duration: number | null };

/** What stands for a piece that is no picture: what it is, and its length or name. */
export function FileFace(props: { readonly piece: Faced }): JSX.Element {
  return (
    <span class="file-face">
      <Dynamic component={isSound(props.piece.mime) ? AudioLines : FileText} size={24} aria-hidden="true" />
      <span class="file-face-kind">
        {isSound(props.piece.mime)
          ? durationText(props.piece.duration ?? 0)
          : (evidenceExtensions[props.piece.mime] ?? '').toUpperCase()}
      </span>
      <span class="file-face-name">{faceName(props.piece)}</span>
    </span>
  );
}

export function faceName({ mime, fileName, duration }: Faced): string {
  if (isSound(mime)) return t('shell.proof.sound', { time: durationText(duration ?? 0) });
  return fileName ?? t('shell.proof.document');
}
