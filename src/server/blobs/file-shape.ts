import type { EvidenceType } from '#domain/evidence.ts';
import { isDocument, isSound } from '#domain/evidence.ts';
import { officeShape } from './office-shape.ts';
import { pdfShape } from './pdf-shape.ts';
import type { FileShape } from './shape-verdict.ts';
import { soundShape } from './sound-shape.ts';

/** Judges a sound or a document by what is in it. Pictures are decoded instead. */
export function fileShape(bytes: Buffer, mime: EvidenceType): FileShape {
  if (isSound(mime)) return soundShape(bytes, mime);
  if (mime === 'application/pdf') return bytes.toString('latin1', 0, 5) === '%PDF-' ? pdfShape(bytes) : 'foreign';
  return isDocument(mime) ? officeShape(bytes, mime) : 'foreign';
}
