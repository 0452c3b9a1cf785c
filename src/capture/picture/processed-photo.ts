/** What the worker makes of a file, and what page and worker say to each other. */
import type { EvidenceType } from '#domain/evidence.ts';
import type { Sha256 } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Drawing } from './drawing.ts';

export type ProcessedPhoto = {
  /** What is stored, hashed, uploaded. Of a picture: JPEG, long edge ≤ `evidenceLimits.longEdge`. */
  readonly bytes: ArrayBuffer;
  /** JPEG, long edge ≤ 240 px, for lists; empty for what is no picture. */
  readonly thumbnail: ArrayBuffer;
  readonly mime: EvidenceType;
  readonly width: number;
  readonly height: number;
  /** Of `bytes`. */
  readonly sha256: Sha256;
  readonly original: {
    /** Of the file as it came, noted before anything else is done with it. */
    readonly sha256: Sha256;
    readonly size: number;
    readonly width: number;
    readonly height: number;
    readonly takenAt: string | null;
    readonly device: string | null;
  };
};

/** `take`: a picture, scaled; `draw`: a picture, drawn on; `keep`: a document or sound, as it is. */
export type PhotoTask =
  | { readonly kind: 'take' }
  | { readonly kind: 'draw'; readonly drawing: Drawing }
  | { readonly kind: 'keep' };

export type PhotoRequest = { readonly id: number; readonly file: Blob; readonly task: PhotoTask };
export type PhotoReply = { readonly id: number; readonly outcome: Outcome<ProcessedPhoto> };
