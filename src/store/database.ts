/**
 * The phone's one database per person. Only ids, times, states, sizes and region codes are readable; what people wrote is in `sealed`.
 * Versions are additive: a released version's tables are never dropped or re-keyed.
 */
import { Dexie } from 'dexie';
import type { EntityTable, Table } from 'dexie';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import type { AssessmentState } from '#domain/assessment.ts';
import type { ActionState } from '#domain/finding.ts';
import type { VisitState } from '#domain/visit.ts';
import type { EntityKind } from '#oplog/op.ts';
import type { ClientMeta } from '#replica/client-state.ts';
import type { CopiedOp, CopiedPhoto } from '#replica/copy-format.ts';

export type ReplicaRow = { readonly key: 'replica'; readonly meta: ClientMeta };
/** What the last contact said, for the sync screen. */
export type ContactRow = {
  readonly key: 'contact';
  readonly lastContactAt: string | null;
  readonly problemCode: string | null;
  readonly problemAt: string | null;
  readonly clockOffset: number | null;
  readonly registryVersion: string | null;
  readonly definitionsVersion: string | null;
};
/** Address of the questionnaire on screen, kept only while one is. */
export type OpenQuestionnaireRow = { readonly key: 'open-questionnaire'; readonly at: string; readonly sealed: ArrayBuffer };
export type CaptureRow = { readonly key: 'pending-capture'; readonly at: string; readonly sealed: ArrayBuffer };
/** What is typed into a form that writes nothing before it is sent; gone once it was. */
export type FormDraftRow = { readonly key: FormDraftKey; readonly at: string; readonly sealed: ArrayBuffer };
export type FormDraftKey = 'form-draft' | `form-draft|${string}`;
/** The dictionary of firm-level quantities as the server sent it. */
export type FactsRow = { readonly key: 'facts'; readonly facts: FactDictionary };
/** Stands for the blink of a probe; see `probeSpace`. */
export type SpaceProbeRow = { readonly key: 'space-probe'; readonly bytes: ArrayBuffer };
/** Which life of the database this is; see `replica/copy-format.ts`. */
export type SecondCopyRow = { readonly key: 'second-copy'; readonly generation: string };
/** Left by an upgrade: see `recountDisputes`. */
export type RecountRow = { readonly key: 'recount-disputes' };
/** ISO times; `signature` of the server over `lease|<person>|<at>|<until>`. */
export type Lease = { readonly at: string; readonly until: string; readonly signature: string };
/** The server's leave to begin new work offline, and the latest time this phone has seen; see `lease.ts`. */
export type LeaseRow = {
  readonly key: 'lease';
  readonly lease: Lease | null;
  /** By the server's clock, as far as this phone can know it. */
  readonly seen: number;
  /** Milliseconds that this phone's clock was before the server's when the lease came; rows of an earlier version have none. */
  readonly ahead?: number;
};
export type MetaRow =
  | RecountRow
  | ReplicaRow
  | ContactRow
  | CaptureRow
  | OpenQuestionnaireRow
  | SpaceProbeRow
  | FactsRow
  | SecondCopyRow
  | LeaseRow
  | FormDraftRow;

export type OpRow = CopiedOp['row'] & { readonly sealed: ArrayBuffer };

export type RegisterRow = {
  readonly key: string;
  readonly entity: EntityKind;
  readonly entityId: string;
  readonly owner: string;
  readonly owned: 0 | 1;
  readonly baseGsn: number;
  readonly baseEra: string;
  /** Its current values contradict each other. */
  readonly disputed: 0 | 1;
  readonly sealed: ArrayBuffer;
};

/** Header of an assessment: what lists need, kept with each write. */
export type AssessmentRow = {
  readonly assessmentId: string;
  readonly enterprise: string;
  readonly region: string;
  readonly definitionHash: string;
  readonly state: AssessmentState;
  /** A finish or submit was ever written: only then can an answer change the state. */
  readonly worked: 0 | 1;
  readonly mine: 0 | 1;
  readonly demo: 0 | 1;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly sealed: ArrayBuffer;
};

/** Header of a visit. */
export type VisitRow = {
  readonly visitId: string;
  readonly enterprise: string;
  readonly region: string;
  readonly state: VisitState;
  /** `2026-11-21`. */
  readonly date: string;
  readonly updatedAt: string;
  /** A `VisitOf`. */
  readonly sealed: ArrayBuffer;
};

/** Header of an action. */
export type ActionRow = {
  readonly actionId: string;
  readonly enterprise: string;
  readonly region: string;
  /** `withdrawn`: it was made by mistake. */
  readonly state: ActionState | 'withdrawn';
  /** `2026-11-21`, empty without one. */
  readonly due: string;
  readonly updatedAt: string;
  /** An `ActionOf`. */
  readonly sealed: ArrayBuffer;
};

export type EvidenceRow = CopiedPhoto['row'];

/** A voice note under way, in pieces from 1 on; `n` 0 says what it is. Gone once it is evidence or was thrown away. */
export type RecordingRow = {
  readonly recordingId: string;
  readonly n: number;
  readonly assessment: string;
  /** Milliseconds recorded when the piece ended. */
  readonly elapsed: number;
  readonly sealed: ArrayBuffer;
};

export type ChunkRow = { readonly evidenceId: string; readonly n: number; readonly sealed: ArrayBuffer };
export type ThumbnailRow = { readonly evidenceId: string; readonly sealed: ArrayBuffer };

/** One file on its way. It is removed only when the server has confirmed the file by its hash. */
export type UploadRow = {
  readonly evidenceId: string;
  readonly assessment: string;
  readonly sha256: string;
  readonly size: number;
  /** Where tus goes on after a restart. */
  readonly uploadUrl: string | null;
  readonly sent: number;
  readonly running: 0 | 1;
  readonly tries: number;
  readonly problemCode: string | null;
  readonly createdAt: string;
};

export type ScoreRow = { readonly assessmentId: string; readonly gsn: number; readonly sealed: ArrayBuffer };
export type EnterpriseRow = {
  readonly code: string;
  readonly region: string;
  readonly source: 'phone' | 'others' | 'registry';
  readonly updatedAt: string;
  readonly sealed: ArrayBuffer;
};
export type PackRow = {
  readonly id: string;
  readonly hash: string;
  readonly region: string;
  readonly codes: readonly string[];
  readonly sealed: ArrayBuffer;
};
/** Public data: the same for everybody, not sealed. */
export type DefinitionRow = {
  readonly hash: string;
  readonly id: string;
  readonly edition: string;
  readonly title: string;
  readonly latest: 0 | 1;
  readonly minutes: number | null;
  /** The compiled edition as the server sent it; null until fetched. */
  readonly body: string | null;
};
/** Name of a person who wrote something that this phone shows. */
export type PersonRow = { readonly personId: string; readonly sealed: ArrayBuffer };
export type PlaceRow = { readonly assessmentId: string; readonly at: string; readonly sealed: ArrayBuffer };

export class StoreDatabase extends Dexie {
  declare meta: Table<MetaRow, string>;
  declare ops: EntityTable<OpRow, 'hash'>;
  declare registers: EntityTable<RegisterRow, 'key'>;
  declare assessments: EntityTable<AssessmentRow, 'assessmentId'>;
  declare evidence: EntityTable<EvidenceRow, 'evidenceId'>;
  declare chunks: Table<ChunkRow, [string, number]>;
  declare recordings: Table<RecordingRow, [string, number]>;
  declare thumbnails: EntityTable<ThumbnailRow, 'evidenceId'>;
  declare uploads: EntityTable<UploadRow, 'evidenceId'>;
  declare scores: EntityTable<ScoreRow, 'assessmentId'>;
  declare enterprises: EntityTable<EnterpriseRow, 'code'>;
  declare packs: EntityTable<PackRow, 'id'>;
  declare definitions: EntityTable<DefinitionRow, 'hash'>;
  declare places: EntityTable<PlaceRow, 'assessmentId'>;
  declare people: EntityTable<PersonRow, 'personId'>;
  declare visits: EntityTable<VisitRow, 'visitId'>;
  declare actions: EntityTable<ActionRow, 'actionId'>;

  constructor(name: string) {
    // Chrome's default is relaxed: 'complete' would fire before the bytes are on disk, and 已保存 would be a guess.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      meta: 'key',
      ops: 'hash, [device+seq], registerKey, owner, [offered+device+seq], [offered+order], state, order',
      registers: 'key, entityId, owner, baseEra',
      assessments: 'assessmentId, enterprise, updatedAt',
      evidence: 'evidenceId, assessment',
      chunks: '[evidenceId+n]',
      thumbnails: 'evidenceId',
      uploads: 'evidenceId, assessment',
      scores: 'assessmentId',
      enterprises: 'code',
      packs: 'id, *codes',
      definitions: 'hash, id',
      places: 'assessmentId, at',
    });
    // Counts what waits of one record without reading it.
    this.version(2).stores({
      ops: 'hash, [device+seq], registerKey, owner, [offered+device+seq], [offered+order], state, order, [offered+owner], [state+owner]',
    });
    // Who wrote what others see, and where answers contradict each other.
    this.version(3)
      .stores({ people: 'personId', registers: 'key, entityId, owner, baseEra, disputed' })
      .upgrade((tx) => tx.table('meta').put({ key: 'recount-disputes' }));
    // Visits, and what was agreed there.
    this.version(4).stores({ visits: 'visitId, enterprise, date, state', actions: 'actionId, enterprise, due, state' });
    // Voice notes that are being recorded.
    this.version(5).stores({ recordings: '[recordingId+n], [assessment+n]' });
  }
}

/** Beside databases whose keys were destroyed: what those sealed stays where it is. */
export async function freeDatabaseName(personId: string): Promise<string> {
  const taken = await Dexie.getDatabaseNames();
  let name = databaseName(personId);
  for (let life = 2; taken.includes(name); life += 1) name = `${databaseName(personId)}-${life}`;
  return name;
}

/** Of a person's first store on this phone. */
export function databaseName(personId: string): string {
  return `xunzhen-${personId}`;
}
