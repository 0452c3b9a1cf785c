/** A photo, document or signature bound to its bytes by SHA-256. */
import { canonicalJson } from '#shared/canonical-json.ts';
import type { DeviceId, EntityId, PersonId, Sha256 } from '#shared/ids.ts';

/** What may be evidence, by content. The app makes JPEG of everything. */
export const evidenceTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

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

/** What the phone knew when the shutter fell, or the file was chosen. */
export type CaptureMoment = {
  /** Milliseconds of the phone's monotonic clock since its process began. */
  readonly monotonic: number;
  /** Minutes that the phone's zone was ahead of UTC. */
  readonly zoneOffset: number;
  /** Milliseconds that the phone's clock was ahead of the server's at the last contact; null before the first. */
  readonly serverOffset: number | null;
  /** Newest server beacon: made (a file: chosen) after it. */
  readonly beacon: string | null;
  /** Milliseconds since the position was fixed; null without one. */
  readonly positionAge: number | null;
  /** Build of the app. */
  readonly build: string;
};

/** Who made a piece, with what, and for what. */
export type Capture = CaptureMoment & {
  readonly evidence: EntityId;
  readonly questions: readonly string[];
  readonly device: DeviceId;
  readonly person: PersonId;
  /** `soft`: the browser could not keep a key that nobody can export. */
  readonly keyProtection: 'hard' | 'soft';
};

/** What the op that creates a piece of evidence carries: its manifest. */
export type EvidenceRecord = {
  readonly assessment: EntityId;
  readonly sha256: Sha256;
  readonly size: number;
  readonly mime: EvidenceType;
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
  /** Null in records from before captures were signed. */
  readonly capture: Capture | null;
  /** The device's, over `manifestText`; null where there is no capture, or its key was gone. */
  readonly signature: string | null;
};

/** A record as it is put together, before the device signs it. */
export type UnsignedEvidence = Omit<EvidenceRecord, 'capture' | 'signature'>;

/** A stored record with every key: those of before have neither capture nor signature. */
export function evidenceRecordOf(stored: UnsignedEvidence & Partial<EvidenceRecord>): EvidenceRecord {
  return { ...stored, capture: stored.capture ?? null, signature: stored.signature ?? null };
}

/** What the device signs: the record but for its signature, as canonical JSON (RFC 8785). */
export function manifestText({ signature: _signature, ...manifest }: EvidenceRecord): string {
  return canonicalJson(manifest);
}

/** What the op that binds a piece of evidence to a question carries. */
export type EvidenceLinkRecord = { readonly assessment: EntityId; readonly evidence: EntityId; readonly question: string };
