/** One definition filled for one enterprise. */
import type { EntityId, RegionCode, Sha256 } from '#shared/ids.ts';

/**
 * draft ──finish──▶ finished ──submit──▶ submitted ──▶ (returned | approved | sealed: at the office)
 *   │  ◀──reopen──────┘
 *   └─void─▶ voided (stays in the log)
 * An answer written after `finished` and before `submitted` reopens the draft; a late concurrent one reopens a submission.
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
