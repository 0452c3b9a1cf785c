import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#domain/person.ts';
import { decide } from '#policy/decide.ts';
import type { Decision } from '#policy/decide.ts';
import { actorAt, decideInTime, throughout } from '#policy/in-time.ts';
import type { Rights } from '#policy/in-time.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';

const person = 'me' as PersonId;
const firm = '91420115DEM0000011';
const grant = (from: number, until: number | null, role: 'surveyor' | 'deputy-gm' | 'reviewer', region = '420115') => ({
  from,
  until,
  role,
  region: region as RegionCode,
});
const ask = (actor: Actor): Decision =>
  decide(actor, 'op.set.assessment', { region: '420115' as RegionCode, firm, createdBy: person, state: 'draft' });
const judged = (rights: Omit<Rights, 'person'>, from: number, to: number): string =>
  decideInTime(throughout({ person, ...rights }, { from, to }), ask)?.code ?? 'accepted';

test('[P10] accepted is what the author could from the beacon to the receipt; what ended and what began in between wait', () => {
  const surveyor = { grants: [grant(0, null, 'surveyor')], assignments: [] };
  expect(judged(surveyor, 5, 90)).toBe('accepted');
  const moved = { grants: [grant(0, 50, 'surveyor'), grant(50, null, 'surveyor', '420114')], assignments: [] };
  expect([judged(moved, 5, 90), judged(moved, 50, 90), judged(moved, 60, 90)]).toEqual([
    'access.ended',
    'access.not-found',
    'access.not-found',
  ]);
  const came = { grants: [grant(0, 50, 'surveyor', '420114'), grant(50, null, 'surveyor')], assignments: [] };
  expect([judged(came, 5, 90), judged(came, 49, 90), judged(came, 50, 90)]).toEqual([
    'access.not-yet',
    'access.not-yet',
    'accepted',
  ]);
  const disabled = { grants: [grant(0, 50, 'surveyor')], assignments: [] };
  expect([judged(disabled, 5, 90), judged(disabled, 60, 90)]).toEqual(['access.ended', 'access.denied']);
  const paused = { grants: [grant(0, 40, 'surveyor'), grant(60, null, 'surveyor')], assignments: [] };
  expect([judged(paused, 5, 90), judged(paused, 45, 90), judged(paused, 60, 90)]).toEqual([
    'access.not-yet',
    'access.not-yet',
    'accepted',
  ]);
  const promoted = { grants: [grant(0, 50, 'surveyor'), grant(50, null, 'reviewer')], assignments: [] };
  expect([judged(promoted, 5, 90), judged(promoted, 50, 90)]).toEqual(['access.ended', 'access.denied']);
});

test('[P10] an assignment is judged the same way, for who is held to firms alone', () => {
  const deputy = (from: number, until: number | null) => ({
    grants: [grant(0, null, 'deputy-gm')],
    assignments: [
      { firm, from, until },
      { firm: 'another', from: 0, until: null },
    ],
  });
  expect([judged(deputy(0, null), 5, 90), judged(deputy(0, 50), 5, 90), judged(deputy(50, null), 5, 90)]).toEqual([
    'accepted',
    'access.ended',
    'access.not-yet',
  ]);
  expect([judged(deputy(0, 5), 5, 90), judged(deputy(91, null), 5, 90), judged(deputy(50, null), 50, 90)]).toEqual([
    'access.not-found',
    'access.not-found',
    'accepted',
  ]);
  const surveyor = { grants: [grant(0, null, 'surveyor')], assignments: [{ firm, from: 10, until: 20 }] };
  expect(judged(surveyor, 5, 90)).toBe('accepted');
});

test('[P10] as judged minute by minute', () => {
  const time = fc.integer({ min: 0, max: 30 });
  const span = fc.tuple(time, fc.option(time)).map(([from, until]) => ({ from, until: until === null ? null : from + until }));
  const role = fc.constantFrom('surveyor' as const, 'deputy-gm' as const, 'reviewer' as const);
  /** One after the other, with gaps. */
  const grants = fc
    .array(fc.tuple(fc.nat(5), fc.nat(8), role, fc.constantFrom('420115', '420114')), { maxLength: 5 })
    .map((parts) => {
      let at = 0;
      return parts.map(([gap, length, is, region]) => {
        const from = at + gap;
        at = from + length;
        return grant(from, at, is, region);
      });
    });
  const assignments = fc.array(
    span.map((held) => ({ firm, ...held })),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(grants, assignments, time, time, (held, firms, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const rights: Rights = { person, grants: held, assignments: firms };
      const mayAt = (at: number): boolean => {
        const is = held.find((one) => one.from <= at && at < (one.until ?? Infinity));
        if (is === undefined || is.region !== '420115' || is.role === 'reviewer') return false;
        return is.role === 'surveyor' || firms.some((one) => one.from <= at && at < (one.until ?? Infinity));
      };
      const minutes = Array.from({ length: to - from }, (_, index) => from + index);
      const before = minutes.length === 0 ? [from] : minutes;
      const verdict = decideInTime(throughout(rights, { from, to }), ask)?.code ?? 'accepted';
      if (mayAt(to)) expect(verdict).toBe(before.every(mayAt) ? 'accepted' : 'access.not-yet');
      else if (before.some(mayAt)) expect(verdict).toBe('access.ended');
      else expect(['access.denied', 'access.not-found']).toContain(verdict);
      expect(actorAt(rights, to) === null).toBe(held.every((one) => to < one.from || to >= (one.until ?? Infinity)));
    }),
    { numRuns: 2000 },
  );
});
