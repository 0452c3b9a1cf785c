import { dayKey } from '#app/i18n/format.ts';
import type { AssessmentSummary } from '#store/views.ts';

export type Day = { readonly key: string; readonly at: string; readonly assessments: readonly AssessmentSummary[] };

/** By the day on which each was begun, newest day first; inside a day the newest first. */
export function groupByDay(assessments: readonly AssessmentSummary[]): readonly Day[] {
  const days = new Map<string, AssessmentSummary[]>();
  for (const assessment of assessments.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))) {
    const key = dayKey(assessment.createdAt);
    days.set(key, [...(days.get(key) ?? []), assessment]);
  }
  return [...days].map(([key, list]) => ({ key, at: list[0]?.createdAt ?? key, assessments: list }));
}
