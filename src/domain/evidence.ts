/** A photo, document or signature bound to its bytes by SHA-256. */
import type { EntityId, Sha256 } from '#shared/ids.ts';

export const evidenceLimits = {
  /** Bytes of a file a person may choose. */
  fileBytes: 15 * 1024 * 1024,
  /** Pixels of a picture before it is scaled down. */
  pixels: 50_000_000,
  /** Longest edge of what is stored, pixels. */
  longEdge: 1600,
  jpegQuality: 0.8,
} as const;

/** Position as the browser gave it: WGS-84, never converted in storage. */
export type Position = {
  readonly crs: 'WGS-84';
  readonly latitude: number;
  readonly longitude: number;
  /** Radius of 68 % confidence, metres. */
  readonly accuracy: number;
  /** ISO time of the fix. */
  readonly at: string;
};

/** What the op that creates a piece of evidence carries: its manifest. */
export type EvidenceRecord = {
  readonly assessment: EntityId;
  readonly sha256: Sha256;
  readonly size: number;
  readonly mime: 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** `inapp` = taken by the page's own camera; `file` = chosen or taken by another app, a lower grade. */
  readonly method: 'inapp' | 'file';
  /** ISO time of the phone's clock at capture. */
  readonly capturedAt: string;
  readonly position: Position | null;
  /** The picture before scaling: its hash, size and the few EXIF facts we note. */
  readonly original: {
    readonly sha256: Sha256;
    readonly size: number;
    readonly width: number;
    readonly height: number;
    readonly takenAt: string | null;
    readonly device: string | null;
  };
  readonly caption: string | null;
};

/** What the op that binds a piece of evidence to a question carries. */
export type EvidenceLinkRecord = { readonly assessment: EntityId; readonly evidence: EntityId; readonly question: string };
