import { createEffect, type Accessor } from 'solid-js';
import type { VisitMoment } from '#domain/visit.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import type { Problem } from '#shared/problems.ts';
import { addParticipant, cancelVisit, checkIn, checkOut, removeParticipant } from '#store/commands/plan-visit.ts';
import { readVisit, listVisits } from '#store/queries/read-visit.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import type { AssessmentSummary, EnterpriseView } from '#store/views.ts';
import { createWrite } from '#app/create-write.ts';
import { useField } from '#app/field-context.tsx';
import { fromLiveOf } from '#app/ui/from-live.ts';
import { clockSetDuring, watchClock } from '#app/visits/clock-watch.ts';
import { createFirms } from '#app/visits/create-visit-list.ts';

export type VisitWork = {
  /** `undefined` until read, null when this phone does not hold it. */
  readonly visit: Accessor<VisitOf | null | undefined>;
  readonly firm: Accessor<EnterpriseView | null>;
  /** Assessments of this visit, voided ones left out, in order of their beginning. */
  readonly assessments: Accessor<readonly AssessmentSummary[]>;
  /** The visit that follows this one, where one is planned. */
  readonly next: Accessor<VisitOf | null>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  /** Milliseconds by which the phone's clock was set since this visit is under way, 0 when it was not. */
  readonly clockSet: Accessor<number>;
  readonly check: (way: 'in' | 'out', moment: VisitMoment) => Promise<boolean>;
  readonly cancel: (reason: string) => Promise<boolean>;
  readonly add: (participant: Parameters<typeof addParticipant>[2]) => Promise<boolean>;
  readonly remove: (participantId: string) => Promise<boolean>;
};

export function createVisit(id: string): VisitWork {
  const { store } = useField();
  const { busy, problem, run } = createWrite();
  const visit = fromLiveOf<string, VisitOf | null | undefined>(
    () => id,
    (wanted) => readVisit(store, wanted),
    undefined,
  );
  const code = (): string | null => visit()?.record.enterprise ?? null;
  const firmOf = createFirms(() => [code() ?? '']);
  const assessments = fromLiveOf<string | null, readonly AssessmentSummary[]>(
    code,
    async (enterprise) => (enterprise === null ? [] : listAssessments(store, { enterprise })),
    [],
  );
  const others = fromLiveOf<string | null, readonly VisitOf[]>(
    code,
    async (enterprise) => (enterprise === null ? [] : listVisits(store, { enterprise })),
    [],
  );
  createEffect(() => {
    if (visit()?.state === 'under-way') watchClock(id);
  });

  return {
    visit,
    firm: () => firmOf(code() ?? ''),
    assessments: () =>
      assessments()
        .filter((each) => each.visit === id && each.state !== 'voided')
        .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    next: () => others().find(({ record, state }) => record.followUpOf === id && state !== 'cancelled') ?? null,
    busy,
    problem,
    clockSet: () => clockSetDuring(id),
    check: (way, moment) => run(() => (way === 'in' ? checkIn : checkOut)(store, id, moment)),
    cancel: (reason) => run(() => cancelVisit(store, id, reason)),
    add: (participant) => run(() => addParticipant(store, id, participant)),
    remove: (participantId) => run(() => removeParticipant(store, id, participantId)),
  };
}
