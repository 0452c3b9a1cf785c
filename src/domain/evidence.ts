/** A photo, document or signature bound to its bytes by SHA-256. */
import { canonicalJson } from '#shared/canonical-json.ts';
import type { DeviceId, EntityId, PersonId, Sha256 } from '#shared/ids.ts';

/** Pictures, by content. The app makes JPEG of photos and PNG of signatures. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
/** Voice notes as browsers record them. */
export const soundTypes = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const;
/** Documents that a firm hands over. */
export const documentTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const;

/** What may be evidence, by content. */
export const evidenceTypes = [...pictureTypes, ...soundTypes, ...documentTypes] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

export function isPicture(mime: EvidenceType): boolean {
  return (pictureTypes as readonly string[]).includes(mime);
}

export function isSound(mime: EvidenceType): boolean {
  return (soundTypes as readonly string[]).includes(mime);
}

export function isDocument(mime: EvidenceType): boolean {
  return (documentTypes as readonly string[]).includes(mime);
}

/** How a file of this type is called outside. */
export const evidenceExtensions: Readonly<Record<EvidenceType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'audio/webm': 'weba',
  'audio/mp4': 'm4a',
  'audio/ogg': 'oga',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

export const evidenceLimits = {
  /** Bytes of a file a person may choose. */
  fileBytes: 15 * 1024 * 1024,
  /** Pixels of a picture before it is scaled down. */
  pixels: 50_000_000,
  /** Longest edge of what is stored, pixels. */
  longEdge: 1600,
  jpegQuality: 0.8,
  /** Of a voice note, milliseconds. */
  soundMs: 120_000,
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
  /** Pixels; 0 for what is no picture. */
  readonly width: number;
  readonly height: number;
  /**
   * `inapp` = taken by the page's own camera or microphone; `file` = chosen or taken by another app, a lower grade; `derived` = drawn
   * from another piece, which stays; `signature` = written with a finger on this phone.
   */
  readonly method: EvidenceMethod;
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
  /**
   * The piece that this one was drawn from (arrows, blurred faces, a crop); with the same hash, the piece of another assessment that it
   * was taken over from. Absent elsewhere, like the next three.
   */
  readonly derivedFrom?: EntityId;
  /** Of a sound, milliseconds. */
  readonly duration?: number;
  /** Name of the file as the firm has it. */
  readonly fileName?: string;
  readonly signs?: SignatureOf;
  /** Null in records from before captures were signed. */
  readonly capture: Capture | null;
  /** The device's, over `manifestText`; null where there is no capture, or its key was gone. */
  readonly signature: string | null;
};

export const evidenceMethods = ['inapp', 'file', 'derived', 'signature'] as const;
export type EvidenceMethod = (typeof evidenceMethods)[number];

/** What a signature was put under. It holds for exactly this root: any later answer, row or piece of evidence makes it void. */
export type SignatureOf = {
  /** SHA-256 over fields, heads and evidence of the assessment, signatures left out. */
  readonly root: Sha256;
  /** Who signed: somebody of the firm, or of those who came. */
  readonly side: 'firm' | 'staff';
  readonly name: string;
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
