import type { Accessor } from 'solid-js';
import type { CaptureMoment } from '#domain/evidence.ts';
import type { EvidenceTimes } from '#store/queries/read-evidence.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { NewEvidence } from '#store/commands/attach-evidence.ts';
import type { VisitPiece } from '#store/queries/visit-evidence.ts';
import type { EvidenceView, PendingCapture, Recording, StorageState } from '#store/views.ts';

type Saved = { readonly savedAt: string };

/** Where photos go: the store's commands for one assessment. */
export type EvidencePort = {
  readonly attach: (
    questions: readonly string[],
    evidence: NewEvidence,
  ) => Promise<Outcome<Saved & { readonly evidenceId: string }>>;
  /** Lets a piece serve a question as well. */
  readonly link: (question: string, evidenceId: string) => Promise<Outcome<Saved>>;
  readonly remove: (evidenceId: string, reason: string) => Promise<Outcome<Saved>>;
  readonly setCaption: (evidenceId: string, caption: string, reason: string | null) => Promise<Outcome<Saved>>;
  readonly notePending: (question: string, what: PendingCapture['what']) => Promise<Outcome<Saved>>;
  readonly clearPending: () => Promise<Outcome<Saved>>;
  readonly storage: () => Promise<StorageState>;
  readonly thumbnail: (evidenceId: string) => Promise<Blob | null>;
  readonly bytes: (evidenceId: string) => Promise<Blob | null>;
  readonly now: () => number;
  /** What is known of clocks and of the server at this moment. */
  readonly moment: () => Promise<Pick<CaptureMoment, 'monotonic' | 'zoneOffset' | 'serverOffset' | 'beacon'>>;
  /** Name of the firm, for copies. */
  readonly firm: () => string;
  /** Name of who took it; empty: not known on this phone. */
  readonly author: (piece: EvidenceView) => string;
  readonly times: (evidenceId: string) => Promise<EvidenceTimes>;
  /** Null where pieces serve the question they were taken for and no other. */
  readonly reuse: ReusePort | null;
  /** Null where nothing can be recorded. */
  readonly recordings: RecordingPort | null;
};

/** Voice notes on the disk while they are recorded. */
export type RecordingPort = {
  /** Those that no page records or saves any more. */
  readonly cutOff: Accessor<readonly Recording[]>;
  readonly begin: (question: string, mime: string) => KeptRecording;
  readonly read: (recording: Recording) => Promise<Blob>;
  /** The page is at an end with it: what is left of it, because it could not be saved, is offered from now on. */
  readonly release: (recordingId: string) => void;
  /** It is evidence now, or the person threw it away. */
  readonly drop: (recordingId: string) => Promise<unknown>;
};

export type KeptRecording = {
  readonly recordingId: string;
  /** `elapsed`: milliseconds recorded until the end of the piece. */
  readonly add: (piece: Blob, elapsed: number) => void;
  /** What was added is on the disk, or cannot be. */
  readonly settled: () => Promise<unknown>;
};

/** One piece for several questions. */
export type ReusePort = {
  readonly pieces: () => readonly EvidenceView[];
  /** The assessment belongs to a visit, whose other assessments may have pieces. */
  readonly inVisit: () => boolean;
  readonly visit: () => Promise<readonly VisitPiece[]>;
  readonly use: (question: string, evidenceId: string) => Promise<Outcome<Saved>>;
  readonly release: (question: string, evidenceId: string) => Promise<Outcome<Saved>>;
};
