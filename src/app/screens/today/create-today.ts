import { createMemo, createResource, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import type { AssessmentSummary, StorageState, SyncSummary } from '#store/views.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import { storageState } from '#store/queries/storage-state.ts';
import { syncSummary } from '#store/queries/sync-summary.ts';
import { openStates } from '#app/ui/assessment-row.tsx';

export type Today = {
  /** Those still open; null until first read. */
  readonly assessments: Accessor<readonly AssessmentSummary[] | null>;
  readonly open: Accessor<readonly AssessmentSummary[]>;
  /** The open assessment where the person was last. */
  readonly resume: Accessor<AssessmentSummary | null>;
  readonly summary: Accessor<SyncSummary | null>;
  readonly storage: Accessor<StorageState | undefined>;
  /** Minutes the phone's clock is off, null while within five. */
  readonly clockOff: Accessor<number | null>;
};

const toleratedMinutes = 5;

export function createToday(): Today {
  const field = useField();
  const assessments = fromLive<readonly AssessmentSummary[] | null>(
    () => listAssessments(field.store, { states: openStates }),
    null,
  );
  const summary = fromLive<SyncSummary | null>(() => syncSummary(field.store), null);
  const [storage] = createResource(
    () => summary()?.pendingPhotos ?? 0,
    () => storageState(),
  );
  const open = (): readonly AssessmentSummary[] => assessments() ?? [];
  return {
    assessments,
    summary,
    open,
    storage: () => storage.latest,
    resume: createMemo(() => {
      const visited = open().filter((assessment) => assessment.place !== null && assessment.state !== 'finished');
      return visited.toSorted((a, b) => ((a.place?.at ?? '') < (b.place?.at ?? '') ? 1 : -1))[0] ?? null;
    }),
    clockOff: createMemo(() => {
      const offset = field.syncState().clockOffset;
      const minutes = offset === null ? 0 : Math.round(Math.abs(offset) / 60_000);
      return minutes > toleratedMinutes ? minutes : null;
    }),
  };
}
