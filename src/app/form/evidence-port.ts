import type { CaptureMoment } from '#domain/evidence.ts';
import type { EvidenceTimes } from '#store/queries/read-evidence.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { NewEvidence } from '#store/commands/attach-evidence.ts';
import type { VisitPiece } from '#store/queries/visit-evidence.ts';
import type { EvidenceView, StorageState } from '#store/views.ts';

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
  readonly notePending: (question: string) => Promise<Outcome<Saved>>;
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
