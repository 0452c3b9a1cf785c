/** Numbers, times and spans of time as people here write them. All reactive on the language. */
import { locale, t } from './t.ts';

/** `03:04:09`, 24 hours, in the phone's zone. */
export function formatClock(at: Date | string | number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** `14:03`. */
export function formatTime(at: Date | string | number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map(twoDigits).join(':');
}

/** `11月21日 星期六` or `Saturday, 21 November`. */
export function formatDay(at: Date | string | number): string {
  return new Intl.DateTimeFormat(locale() === 'en' ? 'en-GB' : 'zh-CN', {
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  }).format(new Date(at));
}

/** `2026-11-21 14:03`. */
export function formatMoment(at: Date | string | number): string {
  const date = new Date(at);
  return `${dayKey(date)} ${formatTime(date)}`;
}

/** `2026-11-21` in the phone's zone: one name per day, in order as text. */
export function dayKey(at: Date | string | number): string {
  const date = new Date(at);
  return `${String(date.getFullYear())}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** `3 小时前`; under a minute `刚刚`; over 30 days the date. */
export function formatAgo(at: Date | string | number, now: number): string {
  const minutes = Math.floor((now - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return t('shell.time.now');
  if (minutes < 60) return t('shell.time.minutes', { count: minutes });
  if (minutes < 24 * 60) return t('shell.time.hours', { count: Math.floor(minutes / 60) });
  if (minutes < 30 * 24 * 60) return t('shell.time.days', { count: Math.floor(minutes / 60 / 24) });
  return dayKey(at);
}

/** `1,234.5`: at most `digits` decimals, none that say nothing. */
export function formatNumber(value: number, digits = 1): string {
  return new Intl.NumberFormat('zh-CN', { maximumFractionDigits: digits }).format(value);
}

/** `甲、乙、丙` or `A, B, C`. */
export function formatList(names: readonly string[]): string {
  return names.join(locale() === 'en' ? ', ' : '、');
}

/** `12.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${units[unit] ?? ''}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
