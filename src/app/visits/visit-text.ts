/** How a visit's parts are said; reactive on the language. */
import type { VisitOf } from '#oplog/project-visit.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import type { ReasonWords } from '../ui/reason-sheet.tsx';

/** `直线约 3.2 公里`. */
export function distanceText(metres: number): string {
  const distance =
    metres < 1000
      ? t('visits.metres', { count: formatNumber(Math.max(10, Math.round(metres / 10) * 10), 0) })
      : t('visits.kilometres', { count: formatNumber(metres / 1000, metres < 100_000 ? 1 : 0) });
  return t('visits.distance', { distance });
}

/** `2 小时 05 分钟` of some milliseconds. */
export function spanText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  return minutes < 60
    ? t('visits.check.minutes', { minutes })
    : t('visits.check.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A visit is not called off without a reason: who was to go reads it. */
export function callOffWords(): ReasonWords {
  return {
    reason: t('visits.visit.cancelReason'),
    hint: t('visits.visit.cancelHint'),
    confirm: t('visits.visit.cancelNow'),
    cancel: t('visits.visit.keep'),
  };
}

/** Noon of a visit's day, for texts about the day. */
export function dayOf({ record }: Pick<VisitOf, 'record'>): Date {
  return new Date(`${record.date}T12:00:00`);
}

export function namesOf(people: readonly string[], nameOf: ReadonlyMap<string, string>, me: string): readonly string[] {
  return people.map((person) => (person === me ? t('visits.me') : (nameOf.get(person) ?? t('visits.unknownPerson'))));
}
