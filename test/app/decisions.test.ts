import { describe, expect, test } from 'vitest';
import { mayReload } from '#app/may-reload.ts';
import { codeMessage } from '#app/screens/enterprises/code-message.ts';
import { isPrepared } from '#app/access/is-prepared.ts';
import { safeAddress } from '#app/access/safe-address.ts';
import { groupByDay } from '#app/screens/visits/group-by-day.ts';
import { demoCreditCode } from '#domain/credit-code.ts';
import type { AssessmentSummary } from '#store/views.ts';

const minute = 60_000;

describe('a chunk that is gone', () => {
  const now = 1_700_000_000_000;
  test.each([
    ['the first time', { online: true, holds: [], last: 0 }, true],
    ['without a network', { online: false, holds: [], last: 0 }, false],
    ['under an open questionnaire', { online: true, holds: ['questionnaire'], last: 0 }, false],
    ['nine minutes after the last time', { online: true, holds: [], last: now - 9 * minute }, false],
    ['ten minutes after the last time', { online: true, holds: [], last: now - 10 * minute }, true],
  ])('[U11] reloads the app or not: %s', (_, state, reloads) => {
    expect(mayReload({ ...state, now })).toBe(reloads);
  });
});

describe('a credit code while it is typed', () => {
  const code = demoCreditCode('420115', 7);
  const typing = { left: false, tried: false };

  test('[U15] nothing is said while it is being typed without a fault', () => {
    for (let length = 0; length < 18; length += 1)
      expect([length, codeMessage(code.slice(0, length), typing)]).toEqual([length, null]);
    expect(codeMessage(code, typing)).toBeNull();
    expect(codeMessage(` ${code.slice(0, 9).toLowerCase()} ${code.slice(9)} `, typing)).toBeNull();
  });

  test('[U15] a character that no code has is named at once, with its place', () => {
    expect(codeMessage('9142O', typing)).toContain('第 5 位“O”');
  });

  test('[U15] a short one is told when the person moves on, a missing one when they try to save', () => {
    expect(codeMessage(code.slice(0, 12), { left: true, tried: false })).toContain('现在是 12 位');
    expect(codeMessage('', { left: true, tried: false })).toBeNull();
    expect(codeMessage('', { left: true, tried: true })).toBe('请填写统一社会信用代码。');
  });

  test('[U15] a wrong check character is told at the eighteenth', () => {
    const wrong = code.slice(0, 17) + (code.endsWith('0') ? '1' : '0');
    expect(codeMessage(wrong, typing)).toContain('校验码');
  });
});

describe('after the sign-in', () => {
  test.each(['/', '/visits', '/assessments/a1/q/basics?at=jc03'])('[U19] %s is followed', (address) => {
    expect(safeAddress(address)).toBe(address);
  });
  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, ['/a', '/b']])(
    '[U19] %j is not',
    (address) => {
      expect(safeAddress(address)).toBeNull();
    },
  );

  test('the first download is over when definitions, registry and one pull are here', () => {
    const all = { definitions: { done: 1, total: 1 }, registryPacks: { done: 40, total: 40 }, firstPullDone: true };
    expect(isPrepared(all)).toBe(true);
    expect(isPrepared({ ...all, firstPullDone: false })).toBe(false);
    expect(isPrepared({ ...all, registryPacks: { done: 17, total: 40 } })).toBe(false);
    expect(isPrepared({ ...all, definitions: { done: 0, total: null } })).toBe(false);
  });
});

describe('visits', () => {
  test('[U17] go by the local day on which they were begun, newest first', () => {
    const local = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
    const days = groupByDay([
      begun('a', local(20, 23)),
      begun('b', local(21, 0)),
      begun('c', local(21, 18)),
      begun('d', local(20, 1)),
    ]);
    expect(days.map((day) => [day.key, day.assessments.map((one) => one.assessmentId)])).toEqual([
      ['2026-11-21', ['c', 'b']],
      ['2026-11-20', ['a', 'd']],
    ]);
  });
});

function begun(assessmentId: string, createdAt: string): AssessmentSummary {
  return {
    assessmentId,
    enterprise: demoCreditCode('420115', 1),
    enterpriseName: '演示企业',
    region: '420115',
    definition: 'two-integration',
    edition: '2013-1',
    definitionHash: '',
    visit: null,
    title: '两化融合评估诊断',
    state: 'draft',
    demo: true,
    createdAt,
    updatedAt: createdAt,
    pendingOps: 0,
    quarantined: 0,
    photos: { total: 0, verified: 0, uploading: 0 },
    location: 'phone',
    place: null,
    mine: true,
    followUp: false,
  };
}
