import { formatAgo } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import type { SyncSummary } from '#store/views.ts';

/** `2 份评估、7 张照片`: what is only on this phone; empty when nothing is. Work outside assessments counts as changes. */
export function unsentWhat(summary: SyncSummary): string {
  const parts = [
    ...(summary.pendingAssessments > 0 ? [t('shell.today.assessments', { count: summary.pendingAssessments })] : []),
    ...(summary.pendingPhotos > 0 ? [t('shell.today.photos', { count: summary.pendingPhotos })] : []),
  ];
  if (parts.length === 0 && summary.pendingOps > 0) parts.push(t('shell.today.changes', { count: summary.pendingOps }));
  return parts.join(t('shell.today.and'));
}

/** The one honest sentence: what is still here and since when, or that all has been verified. */
export function syncSentence(summary: SyncSummary, now: number): string {
  const what = unsentWhat(summary);
  if (what !== '') {
    const oldest = new Date(summary.oldestPendingAt ?? now).getTime();
    if (now - oldest < 60_000) return t('shell.today.unsentNow', { what });
    return t('shell.today.unsent', { what, ago: formatAgo(oldest, now) });
  }
  return summary.lastContactAt === null ? t('shell.today.nothingSent') : t('shell.today.allSent');
}

export type AlarmLevel = (typeof steps)[number]['level'];

/** How loud the oldest unsent piece of work is; null while it is younger than a day. */
export function alarmLevel(oldestPendingAt: string | null, now: number): AlarmLevel | null {
  if (oldestPendingAt === null) return null;
  const age = now - new Date(oldestPendingAt).getTime();
  return steps.find(({ hours }) => age >= hours * hour)?.level ?? null;
}

const hour = 3_600_000;
/** Hours after which unsent work raises its voice. Browsers may clear a site's data after seven days without a visit. */
const steps = [
  { hours: 120, level: 'days5' },
  { hours: 72, level: 'hours72' },
  { hours: 24, level: 'hours24' },
] as const;
