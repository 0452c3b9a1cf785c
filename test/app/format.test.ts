import { describe, expect, test } from 'vitest';
import { dayKey, formatAgo, formatBytes, formatClock, formatMoment, formatNumber } from '#app/i18n/format.ts';
import { numberOf } from '#app/screens/enterprises/number-of.ts';
import { syncSentence } from '#app/ui/unsent-text.ts';
import type { SyncSummary } from '#store/views.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 6, 0, 0);

describe('times and numbers', () => {
  test.each([
    [10_000, '刚刚'],
    [5 * minute, '5 分钟前'],
    [3 * 60 * minute, '3 小时前'],
    [49 * 60 * minute, '2 天前'],
    [40 * 24 * 60 * minute, '2026-10-12'],
  ])('%d ms ago reads %s', (ago, text) => {
    expect(formatAgo(new Date(now - ago).toISOString(), now)).toBe(text);
  });

  test('the clock has seconds and 24 hours, in the zone of the phone', () => {
    const at = new Date(2026, 0, 5, 0, 3, 7);
    expect(formatClock(at)).toBe('00:03:07');
    expect(dayKey(at)).toBe('2026-01-05');
    expect(formatMoment(at)).toBe('2026-01-05 00:03');
  });

  test('sizes and numbers say no more than they know', () => {
    expect([512, 2048, 18_874_368, 5_368_709_120].map(formatBytes)).toEqual(['512 B', '2 KB', '18 MB', '5 GB']);
    expect(formatNumber(20_000)).toBe('20,000');
    expect(formatNumber(48.25, 1)).toBe('48.3');
  });

  test.each([
    ['', null],
    [' 1,250 ', 1250],
    ['１２５０', 1250],
    ['12.5', 'wrong'],
    ['-3', 'wrong'],
    ['abc', 'wrong'],
    ['1e5', 'wrong'],
    ['2000001', 'wrong'],
  ] as const)('[U16] %j as a headcount is %j', (text, value) => {
    expect(numberOf(text, { whole: true, max: 2_000_000 })).toBe(value);
  });
});

describe('the sentence about what is unsent', () => {
  const nothing: SyncSummary = {
    pendingOps: 0,
    pendingAssessments: 0,
    pendingPhotos: 0,
    photosVerified: 0,
    bytesLeft: 0,
    removable: { count: 0, bytes: 0 },
    oldestPendingAt: null,
    quarantined: 0,
    lastContactAt: null,
    lastProblem: null,
  };

  test('[U13] names assessments and photos and the oldest', () => {
    const summary = {
      ...nothing,
      pendingOps: 31,
      pendingAssessments: 2,
      pendingPhotos: 7,
      oldestPendingAt: new Date(now - 180 * minute).toISOString(),
    };
    expect(syncSentence(summary, now)).toBe('2 份评估、7 张照片还在本机，最早 3 小时前');
  });

  test('[U13] what was saved within the minute says so', () => {
    const summary = { ...nothing, pendingOps: 2, pendingAssessments: 1, oldestPendingAt: new Date(now - 5000).toISOString() };
    expect(syncSentence(summary, now)).toBe('1 份评估还在本机，刚刚保存');
  });

  test('[U13] a change outside assessments is still named', () => {
    const summary = { ...nothing, pendingOps: 1, oldestPendingAt: new Date(now - 5 * minute).toISOString() };
    expect(syncSentence(summary, now)).toBe('1 处修改还在本机，最早 5 分钟前');
  });

  test('[U13] all sent is claimed only after the server was reached', () => {
    expect(syncSentence(nothing, now)).toBe('还没有要上传的内容');
    expect(syncSentence({ ...nothing, lastContactAt: new Date(now).toISOString() }, now)).toBe('全部已核对入库');
  });
});
