import { createMemo, createSignal, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { openStates } from '#app/ui/assessment-row.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import type { AssessmentSummary } from '#store/views.ts';

export type VisitFilter = 'all' | 'open' | 'phone';
export type Day = { readonly key: string; readonly at: string; readonly assessments: readonly AssessmentSummary[] };

export type Visits = {
  /** Null until first read. */
  readonly total: Accessor<number | null>;
  readonly days: Accessor<readonly Day[]>;
  readonly voided: Accessor<readonly AssessmentSummary[]>;
  readonly filter: Accessor<VisitFilter>;
  readonly setFilter: (filter: VisitFilter) => void;
};

export function createVisits(): Visits {
  const field = useField();
  const all = fromLive<readonly AssessmentSummary[] | null>(() => listAssessments(field.store), null);
  const [filter, setFilter] = createSignal<VisitFilter>('all');
  const shown = createMemo(() => (all() ?? []).filter((assessment) => assessment.state !== 'voided' && fits(assessment, filter())));
  return {
    total: () => all()?.length ?? null,
    days: createMemo(() => groupByDay(shown())),
    voided: createMemo(() => (all() ?? []).filter((assessment) => assessment.state === 'voided')),
    filter,
    setFilter: (next) => setFilter(next),
  };
}

function fits(assessment: AssessmentSummary, filter: VisitFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      return openStates.has(assessment.state);
    case 'phone':
      return assessment.location !== 'verified';
  }
}

/** By the day on which each was begun, newest day first; inside a day the newest first. */
export function groupByDay(assessments: readonly AssessmentSummary[]): readonly Day[] {
  const days = new Map<string, AssessmentSummary[]>();
  for (const assessment of assessments.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))) {
    const key = dayKey(assessment.createdAt);
    days.set(key, [...(days.get(key) ?? []), assessment]);
  }
  return [...days].map(([key, list]) => ({ key, at: list[0]?.createdAt ?? key, assessments: list }));
}
