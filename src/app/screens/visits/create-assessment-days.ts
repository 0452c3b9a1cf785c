import { createMemo, createSignal, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { openStates } from '#app/ui/assessment-row.tsx';
import { fromLive } from '#app/ui/from-live.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import type { AssessmentSummary } from '#store/views.ts';
import { groupByDay, type Day } from './group-by-day.ts';

export type DayFilter = 'all' | 'open' | 'phone';

export type AssessmentDays = {
  /** Null until first read. */
  readonly total: Accessor<number | null>;
  readonly days: Accessor<readonly Day[]>;
  readonly voided: Accessor<readonly AssessmentSummary[]>;
  readonly filter: Accessor<DayFilter>;
  readonly setFilter: (filter: DayFilter) => void;
};

export function createAssessmentDays(): AssessmentDays {
  const field = useField();
  const all = fromLive<readonly AssessmentSummary[] | null>(() => listAssessments(field.store), null);
  const [filter, setFilter] = createSignal<DayFilter>('all');
  const shown = createMemo(() =>
    (all() ?? []).filter((assessment) => assessment.state !== 'voided' && fits(assessment, filter())),
  );
  return {
    total: () => all()?.length ?? null,
    days: createMemo(() => groupByDay(shown())),
    voided: createMemo(() => (all() ?? []).filter((assessment) => assessment.state === 'voided')),
    filter,
    setFilter: (next) => setFilter(next),
  };
}

function fits(assessment: AssessmentSummary, filter: DayFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      return openStates.has(assessment.state);
    case 'phone':
      return assessment.location !== 'verified';
  }
}
