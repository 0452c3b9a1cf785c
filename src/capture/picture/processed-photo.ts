/** What the worker makes of a picture, and what page and worker say to each other. */
import type { Sha256 } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';

export type ProcessedPhoto = {
  /** JPEG, long edge ≤ `evidenceLimits.longEdge`: what is stored, hashed, uploaded. */
  readonly bytes: ArrayBuffer;
  /** JPEG, long edge ≤ 240 px, for lists. */
  readonly thumbnail: ArrayBuffer;
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

export type PhotoRequest = { readonly id: number; readonly file: Blob };
export type PhotoReply = { readonly id: number; readonly outcome: Outcome<ProcessedPhoto> };
