/** One definition filled for one enterprise. */
import type { EntityId, PersonId, RegionCode, Sha256 } from '#shared/ids.ts';

/**
 * draft ──finish──▶ finished ──submit──▶ submitted ──approve──▶ approved ──seal──▶ sealed
 *   ▲ │ ◀──answer──────┘                    │                      │                  │ amend, with a reason
 *   │ │ ◀──late answer──────────────────────┤                      │                  │
 *   │ └─void─▶ voided (stays in the log)    │ return               │ return           │
 *   │                                       ▼                      ▼                  │
 *   │     finished ◀──finish──────────── returned ◀────────────────┘                  │
 *   └──────────────────────── a new version; the sealed one stays as it was ◀─────────┘
 * An answer written after `finished` and before `submitted` reopens the draft; a late concurrent one reopens a submission, which is
 * handed in again without finishing anew. What was returned stays so, whatever is answered, until it is finished anew. Return, approve,
 * seal and amend are the office's; ops that come after approval wait there as a proposed amendment.
 */
export type AssessmentState = 'draft' | 'finished' | 'submitted' | 'returned' | 'approved' | 'sealed' | 'voided';

/** What the op that creates an assessment carries. */
export type AssessmentRecord = {
  readonly enterprise: EntityId;
  readonly enterpriseName: string;
  readonly region: RegionCode;
  readonly definition: string;
  readonly edition: string;
  readonly definitionHash: string;
  readonly visit: EntityId | null;
  readonly demo: boolean;
  /** Asks the questions of these actions again, and no others; absent in any other assessment. */
  readonly followUp?: FollowUp;
};

export type FollowUp = {
  /** The assessment in which they were found. */
  readonly of: EntityId;
  readonly actions: readonly EntityId[];
  /** Paths of the questions that are asked again. */
  readonly questions: readonly string[];
};

/** What the op that creates a row of a repeat carries. */
export type RowRecord = { readonly assessment: EntityId; readonly repeat: string; readonly side: 'self' | 'verified' };

/** What finalise and submit carry: they hold for exactly this state. */
export type WorkflowRecord = {
  /** SHA-256 over fields, heads and evidence. */
  readonly root: Sha256;
  /** The phone's preview, compared with the server's score; a difference is an alarm. */
  readonly phoneScore: { readonly level: string | null; readonly measures: Readonly<Record<string, number | null>> } | null;
};

/** Who decided: the op itself is the server's. */
export type DecidedBy = { readonly person: PersonId; readonly name: string };

/** What a return carries; its op has the reason. */
export type ReturnRecord = {
  readonly items: readonly ReturnItem[];
  /** `2026-12-31`. */
  readonly deadline: string | null;
  readonly by: DecidedBy;
};

export type ReturnItem = {
  readonly question: string;
  readonly comment: string;
  /** The question, and where it is computed what it is computed from. */
  readonly paths: readonly string[];
  /** SHA-256 over what there was of these then: as long as it is the same, nobody has seen to it. */
  readonly state: Sha256;
};

/** What approve, seal and amend carry: the state that was looked at. An amend names the version that it goes on from. */
export type DecisionRecord = {
  readonly root: Sha256;
  /** 1 for the first that is sealed. */
  readonly version: number;
  readonly by: DecidedBy;
  /** Of a seal: every piece that is part of it, by id; null for any other. */
  readonly evidence: readonly SealedPiece[] | null;
};

export type SealedPiece = { readonly id: EntityId; readonly sha256: Sha256 };
