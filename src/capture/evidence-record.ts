import type { EvidenceRecord, Position, UnsignedEvidence } from '#domain/evidence.ts';
import type { EntityId } from '#shared/ids.ts';
import type { ProcessedPhoto } from './picture/processed-photo.ts';

/** How, when and where a photo was taken. */
export type Taken = {
  readonly method: EvidenceRecord['method'];
  /** ISO time of the phone's clock at the shutter, or when the file was chosen. */
  readonly capturedAt: string;
  readonly position: Position | null;
};

/** What is known beside the bytes. */
export type Beside = Pick<UnsignedEvidence, 'derivedFrom' | 'duration' | 'fileName' | 'signs'>;

/** The manifest of a processed photo, before the device that took it signs it. */
export function evidenceRecord(assessment: EntityId, photo: ProcessedPhoto, taken: Taken, beside: Beside = {}): UnsignedEvidence {
  return {
    assessment,
    sha256: photo.sha256,
    size: photo.bytes.byteLength,
    mime: photo.mime,
    width: photo.width,
    height: photo.height,
    method: taken.method,
    capturedAt: taken.capturedAt,
    position: taken.position,
    original: photo.original,
    caption: null,
    ...beside,
  };
}
