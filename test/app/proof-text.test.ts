import { expect, test } from 'vitest';
import { bracketText, clockText } from '#app/evidence/proof-text.ts';

const at = (time: string): string => new Date(`2026-11-21T${time}+05:45`).toISOString();
const bracket = (after: string | null, before: string | null, clockOff = 0) => ({ after, before, clockOff });

test('[B32] a bracket names the day once, seconds where minutes would not do, and never more than is known', () => {
  expect(bracketText('inapp', bracket(at('14:02:10'), at('14:31:05')))).toBe('拍摄于 2026-11-21 14:02–14:31 之间（服务器时间）');
  expect(bracketText('inapp', bracket(at('14:02:10'), at('14:02:40')))).toBe(
    '拍摄于 2026-11-21 14:02:10–14:02:40 之间（服务器时间）',
  );
  expect(bracketText('inapp', bracket(at('14:02:10'), null))).toBe(
    '拍摄于 2026-11-21 14:02 之后（服务器时间），还没有服务器回执',
  );
  expect(bracketText('inapp', bracket(null, at('14:02:10')))).toBe('拍摄于 2026-11-21 14:02 之前（服务器时间）');
  expect(bracketText('inapp', bracket(null, null))).toContain('还没有服务器时间可依');
});

test('[B32] of a chosen file it says when it was chosen, not when it was taken', () => {
  expect(bracketText('file', bracket(at('14:02:10'), at('14:31:05')))).toMatch(/^选入于 /u);
});

test('[B32] a wrong clock is told by how much', () => {
  expect(clockText(bracket(null, null))).toBeNull();
  expect(clockText(bracket(null, null, -72 * 3_600_000))).toContain('慢约 3 天');
  expect(clockText(bracket(null, null, 2 * 3_600_000))).toContain('快约 2 小时');
  expect(clockText(bracket(null, null, 7 * 60_000))).toContain('快约 7 分钟');
});
