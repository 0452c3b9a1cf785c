import { expect, test } from 'vitest';
import type { AssessmentState } from '#domain/assessment.ts';
import { noFirms, roles } from '#domain/person.ts';
import type { Actor } from '#domain/person.ts';
import { decide, nothing } from '#policy/decide.ts';
import type { Target } from '#policy/decide.ts';
import { opAction } from '#policy/actions.ts';
import type { Action } from '#policy/actions.ts';
import { policyTable } from '#policy/policy-table.ts';
import { scopeOf, showsFinance } from '#policy/scope.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';

const me = 'me' as PersonId;
const region = (code: string) => code as RegionCode;
const surveyor: Actor = { person: me, role: 'surveyor', region: region('420115'), assigned: noFirms };
const reviewer: Actor = { person: me, role: 'reviewer', region: region('420100'), assigned: noFirms };
const server: Actor = { person: 'server' as PersonId, role: 'server', region: region('420000'), assigned: noFirms };
const target = (over: Partial<Target> = {}): Target => ({
  region: region('420115'),
  firm: null,
  createdBy: me,
  state: null,
  ...over,
});

const code = (actor: Actor | null, action: Action, on: Target) => {
  const decision = decide(actor, action, on);
  return decision.kind === 'allowed' ? 'allowed' : decision.problem.code;
};

test('[P1] what the table does not name is denied to everybody', () => {
  for (const action of ['op.seal.visit', 'op.finalise.finding', 'op.void.enterprise', 'op.amend.row'] as const) {
    expect(policyTable[action]).toBeUndefined();
    for (const actor of [null, surveyor, reviewer, server]) expect(code(actor, action, target())).toBe('access.denied');
  }
});

test('[P2] without a sign-in only health, the app, definitions and the session itself answer', () => {
  const open = Object.keys(policyTable).filter((action) => code(null, action as Action, nothing) === 'allowed');
  expect(open.sort()).toEqual([
    'app.read',
    'definitions.read',
    'device.order',
    'evidence.file',
    'firm.fill',
    'health.read',
    'session.activate',
    'session.close',
    'session.open',
  ]);
});

test('[P3] outside the own region subtree everything answers like absent, whatever the role and whoever made it', () => {
  for (const [action, rule] of Object.entries(policyTable)) {
    if (rule.who === 'anyone') continue;
    for (const actor of [surveyor, { ...reviewer, region: region('420115') }]) {
      for (const elsewhere of ['420114', '430100', '420200']) {
        expect(code(actor, action as Action, target({ region: region(elsewhere) }))).toBe('access.not-found');
      }
    }
    expect(code(surveyor, action as Action, target({ region: region('420100') }))).toBe('access.not-found');
  }
});

test('[P4] reviewers read and write no field work', () => {
  for (const action of Object.keys(policyTable).filter((name) => name.startsWith('op.'))) {
    expect(code(reviewer, action as Action, target())).toBe('access.denied');
  }
  expect(code(reviewer, 'office.read', target())).toBe('allowed');
  expect(code(reviewer, 'evidence.read', target())).toBe('allowed');
  expect(code(reviewer, 'files.upload', target())).toBe('access.denied');
});

test('[P5] a colleague in the same county may answer, but only the maker may void an assessment', () => {
  const colleague = target({ createdBy: 'colleague' as PersonId, state: 'draft' });
  expect(code(surveyor, 'op.set.assessment', colleague)).toBe('allowed');
  expect(code(surveyor, 'op.submit.assessment', { ...colleague, state: 'finished' })).toBe('allowed');
  expect(code(surveyor, 'op.void.assessment', colleague)).toBe('access.denied');
  expect(code(surveyor, 'op.void.assessment', target({ state: 'draft' }))).toBe('allowed');
});

test.each<readonly [Action, Readonly<Record<AssessmentState, boolean>>]>([
  [
    'op.set.assessment',
    { draft: true, finished: true, submitted: true, returned: true, approved: false, sealed: false, voided: true },
  ],
  [
    'op.create.evidence',
    { draft: true, finished: true, submitted: true, returned: true, approved: false, sealed: false, voided: true },
  ],
  [
    'op.void.assessment',
    { draft: true, finished: true, submitted: false, returned: true, approved: false, sealed: false, voided: true },
  ],
  [
    'op.finalise.assessment',
    { draft: true, finished: true, submitted: true, returned: true, approved: false, sealed: false, voided: false },
  ],
])('[P6] %s by state', (action, expected) => {
  for (const [state, may] of Object.entries(expected)) {
    expect([state, code(surveyor, action, target({ state: state as AssessmentState }))]).toEqual([
      state,
      may ? 'allowed' : 'assessment.not-editable',
    ]);
  }
});

test('[P7] the action of an op is its kind and entity', () => {
  expect(opAction({ kind: 'create', entity: 'evidence-link' })).toBe('op.create.evidence-link');
});

test('[P8] a deputy reaches what belongs to a firm assigned to them, in their region; anything else is like absent', () => {
  const firm = '91420115DEM0000011';
  const deputy: Actor = { person: me, role: 'deputy-gm', region: region('420115'), assigned: new Set([firm]) };
  const asked = Object.entries(policyTable).filter(([, { who }]) => who !== 'anyone' && who.includes('deputy-gm'));
  expect(asked.length).toBeGreaterThan(30);
  for (const [action] of asked) {
    expect(code(deputy, action as Action, target({ firm }))).toBe('allowed');
    expect(code(deputy, action as Action, nothing)).toBe('allowed');
    for (const over of [{ firm: 'another' }, { firm: null }, { firm, region: region('420114') }])
      expect(code(deputy, action as Action, target(over))).toBe('access.not-found');
    if (policyTable[action as Action]?.who.includes('surveyor') === true && action !== 'finance.read')
      expect(code(surveyor, action as Action, target({ firm: 'another' }))).toBe('allowed');
  }
  expect(scopeOf(deputy).firms).toEqual(new Set([firm]));
  expect(scopeOf(surveyor).firms).toBeNull();
});

test('[P9] finance fields are for who goes with the firm, and for reviewers and administrators', () => {
  const firm = '91420115DEM0000011';
  for (const role of roles) {
    const bureau = role === 'reviewer' || role === 'administrator';
    const stranger: Actor = { person: me, role, region: region('420115'), assigned: noFirms };
    expect([role, showsFinance(scopeOf(stranger), firm)]).toEqual([role, bureau]);
    expect([role, showsFinance(scopeOf({ ...stranger, assigned: new Set([firm]) }), firm)]).toEqual([role, true]);
    expect(code(stranger, 'finance.read', target({ firm }))).toBe(bureau ? 'allowed' : 'access.not-found');
  }
});
