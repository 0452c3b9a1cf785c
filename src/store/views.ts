/** What the phone's queries return to screens. Everything is opened (unsealed) and read-only. */
import type { AssessmentRecord, AssessmentState } from '#domain/assessment.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { SizeClass } from '#domain/size-class.ts';
import type { CaptureMoment, EvidenceRecord } from '#domain/evidence.ts';
import type { AnswerRecord, AnswerScalar } from '#oplog/answers-of.ts';
import type { Decision } from '#oplog/decision-of.ts';
import type { FindingOf } from '#oplog/project-action.ts';
import type { OpHash } from '#shared/ids.ts';
import type { ServerScore } from '#replica/client-state.ts';
import type { Json } from '#shared/json.ts';

/** Where a record is: `phone` has something unsent, `uploading` while its photos travel, `verified` when the server confirmed all by hash. */
export type RecordLocation = 'phone' | 'uploading' | 'verified';

export type PhotoCount = { readonly total: number; readonly verified: number; readonly uploading: number };

/** Where to return to after the browser was killed. */
export type Place = {
  readonly assessmentId: string;
  readonly section: string;
  readonly question: string | null;
  readonly at: string;
};

export type AssessmentSummary = {
  readonly assessmentId: string;
  readonly enterprise: string;
  readonly enterpriseName: string;
  readonly region: string;
  readonly definition: string;
  readonly edition: string;
  readonly definitionHash: string;
  readonly title: string;
  /** The visit it is filled in. */
  readonly visit: string | null;
  readonly state: AssessmentState;
  readonly demo: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly pendingOps: number;
  readonly quarantined: number;
  readonly photos: PhotoCount;
  readonly location: RecordLocation;
  readonly place: Place | null;
  readonly mine: boolean;
  /** Asks the clauses of some actions again, and no others. */
  readonly followUp: boolean;
};

export type EvidenceView = {
  readonly evidenceId: string;
  readonly questions: readonly string[];
  readonly record: EvidenceRecord;
  readonly caption: string | null;
  /** Captions that contradict each other; empty when there is one. */
  readonly disputed: readonly DisputedValue[];
  /** Person id of who took it. */
  readonly author: string;
  readonly status: RecordLocation;
  /** 0–1 of the bytes sent; 1 once verified. */
  readonly progress: number;
  /** Why the last try to send it failed, null where none did. */
  readonly problem: string | null;
  /** The bytes are on this phone. */
  readonly here: boolean;
};

/** One of several current values that contradict each other, with who wrote it where and when. */
export type DisputedValue = {
  readonly hash: OpHash;
  readonly value: Json;
  readonly author: string;
  /** Null for somebody whose name has not reached this phone. */
  readonly name: string | null;
  readonly mine: boolean;
  readonly wallTime: string;
};

export type AnswerConflict = { readonly path: string; readonly values: readonly DisputedValue[] };

/** What an inspector found at a path. */
export type FoundView = {
  readonly path: string;
  readonly value: AnswerScalar;
  readonly reason: string | null;
  readonly author: string;
  /** Null for somebody whose name has not reached this phone. */
  readonly name: string | null;
  readonly mine: boolean;
  readonly wallTime: string;
};

/** What stands after a visit. */
export type VerifiedView = {
  /** The firm's answers with what was found in their place. Fields in conflict are left out. */
  readonly answers: AnswerRecord;
  readonly found: readonly FoundView[];
  readonly conflicts: readonly AnswerConflict[];
  /** Rows that only an inspector found. */
  readonly rows: readonly string[];
};

export type AssessmentView = {
  readonly assessmentId: string;
  readonly record: AssessmentRecord;
  readonly state: AssessmentState;
  /** Self-assessment. Fields in conflict are left out. */
  readonly answers: AnswerRecord;
  readonly conflicts: readonly AnswerConflict[];
  readonly verified: VerifiedView;
  /** Those that were not withdrawn, in order of creation. */
  readonly findings: readonly FindingOf[];
  readonly evidence: readonly EvidenceView[];
  readonly place: Place | null;
  readonly serverScore: ServerScore | null;
  readonly pendingOps: number;
  readonly quarantined: number;
  readonly voidReason: string | null;
  /** What the office decided last; null while the last word is the surveyor's. */
  readonly decision: Decision | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly mine: boolean;
};

export type EnterpriseView = EnterpriseRecord & {
  /** From the imported registry, from this phone, or from another person's phone. */
  readonly source: 'registry' | 'phone' | 'others';
  /** Computed here, or where the revenue is not shown to this person by the server; null while it is not known. */
  readonly size: SizeClass | null;
  /** Some op about it waits to be sent. */
  readonly unsent: boolean;
};

export type SyncSummary = {
  readonly pendingOps: number;
  readonly pendingAssessments: number;
  readonly pendingPhotos: number;
  readonly photosVerified: number;
  /** Bytes of photos that still have to travel. */
  readonly bytesLeft: number;
  /** Photos on this phone that the server has confirmed: their originals may make room. */
  readonly removable: { readonly count: number; readonly bytes: number };
  /** ISO time of the oldest op or photo that no server has confirmed. */
  readonly oldestPendingAt: string | null;
  readonly quarantined: number;
  readonly lastContactAt: string | null;
  readonly lastProblem: { readonly code: string; readonly at: string } | null;
};

/** One record with unsent or refused work. */
export type OutboxItem = {
  readonly kind: 'assessment' | 'enterprise' | 'visit' | 'action';
  readonly id: string;
  readonly title: string;
  readonly pendingOps: number;
  readonly photos: PhotoCount;
  readonly location: RecordLocation;
  readonly oldestPendingAt: string | null;
  readonly quarantined: readonly {
    readonly hash: OpHash;
    readonly problem: string | null;
    readonly field: string | null;
    readonly value: Json;
  }[];
};

export type DefinitionSummary = {
  readonly id: string;
  readonly edition: string;
  readonly title: string;
  readonly hash: string;
  readonly latest: boolean;
  readonly minutes: number | null;
  /** The compiled form is on this phone. */
  readonly here: boolean;
};

/** Bytes; `photosLeft` at about 400 KB a photo with a reserve kept for answers; null where the browser does not tell. */
export type StorageState = {
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
  readonly photosLeft: number | null;
};

/** How much of each kind there should be on this phone, and how much there is. */
export type StoreHealth = Readonly<Record<'ops' | 'chunks' | 'uploads', { readonly expected: number; readonly found: number }>>;

/** A voice note that is no evidence yet. */
export type Recording = {
  readonly recordingId: string;
  readonly assessmentId: string;
  readonly question: string;
  readonly mime: string;
  /** ISO time. */
  readonly begunAt: string;
  /** What was known of clocks and of the server when it began. */
  readonly moment: Pick<CaptureMoment, 'monotonic' | 'zoneOffset' | 'serverOffset' | 'beacon'>;
  /** Milliseconds. */
  readonly elapsed: number;
};

/** A camera or file picker that was open; still there at the next start means that the photo did not arrive. */
export type PendingCapture = {
  readonly assessmentId: string;
  readonly question: string;
  readonly route: string;
  /** A sound is kept piece by piece: it was cut off, not lost. */
  readonly what: 'picture' | 'sound';
  readonly at: string;
};
