import { expect, test } from 'vitest';
import type { ActionPlan } from '#domain/finding.ts';
import { findingPlace } from '#domain/finding.ts';
import type { EntityId } from '#shared/ids.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { voidEvidence } from '#store/commands/change-evidence.ts';
import { changeAction, moveAction, raiseFinding, withdrawFinding } from '#store/commands/raise-finding.ts';
import { settleField } from '#store/commands/settle-field.ts';
import { startFollowUp } from '#store/commands/start-follow-up.ts';
import { readAction } from '#store/queries/read-action.ts';
import { readActionHistory } from '#store/queries/read-action-history.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import { readVisit } from '#store/queries/read-visit.ts';
import type { Store } from '#store/store.ts';
import { enterprise, newAssessment, newStore, photo, value } from './test-store.ts';

const plan: ActionPlan = { title: '补录设备台账', ownerName: '李主任', due: '2026-12-31', gain: 2.5 };
const today = '2026-11-21';

async function raised(store: Store, id: string, question: string): Promise<{ action: string; finding: string; photo: string }> {
  const { evidenceId } = value(await attachEvidence(store, id, question, photo(id, 2000, 1)));
  const photos = [evidenceId as EntityId];
  const found = { question, severity: 'major', text: '设备台账与现场不符', photos } as const;
  const { actionId, findingId } = value(await raiseFinding(store, id, { ...found, action: { ...plan, before: photos } }));
  return { action: actionId ?? '', finding: findingId, photo: evidenceId };
}

test('[V34] a finding stands at its clause with its photos and its action, until it is withdrawn; the action goes on', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { action, finding, photo: piece } = await raised(store, id, 'jc01');
  expect(await readFindings(store, id)).toMatchObject([{ findingId: finding, question: 'jc01', severity: 'major', action }]);
  const view = await readAssessment(store, id);
  expect(view?.evidence.map(({ evidenceId, questions }) => [evidenceId, [...questions].sort()])).toEqual([
    [piece, [findingPlace(finding), 'jc01']],
  ]);
  expect((await readAction(store, action))?.record.before).toEqual([piece]);
  value(await withdrawFinding(store, id, finding, '记错了车间'));
  expect(await readFindings(store, id)).toEqual([]);
  expect((await readAction(store, action))?.state).toBe('open');
});

test('[V35] several actions are followed up in one visit, with one assessment for each that they came from', async () => {
  const store = await newStore();
  const first = await newAssessment(store);
  const second = await newAssessment(store);
  const one = await raised(store, first, 'jc01');
  const other = await raised(store, first, 'jc02');
  const third = await raised(store, second, 'jc03');
  const made = value(await startFollowUp(store, { actions: [one.action, other.action, third.action], today }));
  expect(await readVisit(store, made.visitId)).toMatchObject({
    state: 'planned',
    record: { purpose: 'follow-up', date: today, enterprise: enterprise().code, unplanned: true },
  });
  const records = await Promise.all(made.assessments.map(async (each) => (await readAssessment(store, each))?.record));
  expect(records.map((record) => [record?.visit, record?.followUp])).toEqual([
    [made.visitId, { of: first, actions: [one.action, other.action], questions: ['jc01', 'jc02'] }],
    [made.visitId, { of: second, actions: [third.action], questions: ['jc03'] }],
  ]);
  const again = value(await startFollowUp(store, { actions: [one.action], today }));
  expect(again).toMatchObject({ visitId: made.visitId, assessments: [made.assessments[0]] });
  const later = value(await startFollowUp(store, { actions: [one.action], today: '2026-11-22' }));
  expect([later.visitId === made.visitId, later.assessments.includes(made.assessments[0] as EntityId)]).toEqual([false, false]);
});

test('[V35] a follow-up begins where only the action has reached this phone', async () => {
  const store = await newStore();
  const old = await newAssessment(store);
  const { action } = await raised(store, old, 'jc01');
  await store.db.assessments.delete(old);
  const { assessments } = value(await startFollowUp(store, { actions: [action], today }));
  expect((await readAssessment(store, assessments[0] ?? ''))?.record.followUp).toEqual({
    of: old,
    actions: [action],
    questions: ['jc01'],
  });
});

test('[V36] an action is closed with pieces of the assessment that are there, and with no others', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { action } = await raised(store, id, 'jc01');
  const { assessments } = value(await startFollowUp(store, { actions: [action], today }));
  const assessment = assessments[0] as EntityId;
  const { evidenceId } = value(await attachEvidence(store, assessment, 'jc01', photo(assessment, 2000, 2)));
  const { evidenceId: gone } = value(await attachEvidence(store, assessment, 'jc01', photo(assessment, 2000, 3)));
  value(await voidEvidence(store, gone, '拍糊了'));
  const close = (of: EntityId, ...evidence: readonly string[]) =>
    moveAction(store, action, {
      state: 'closed',
      proof: { assessment: of, evidence: evidence as readonly EntityId[] },
      reason: null,
    });
  for (const refused of [close(assessment), close(assessment, gone), close(id as EntityId, evidenceId), close(assessment, 'e9')])
    expect(await refused).toMatchObject({ problem: { code: 'action.no-proof' } });
  value(await close(assessment, evidenceId));
  expect(await readAction(store, action)).toMatchObject({ state: 'closed', proof: { assessment, evidence: [evidenceId] } });
});

test('[V37] what was written here is told step by step; settling writes even the value that is shown', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { action } = await raised(store, id, 'jc01');
  value(await changeAction(store, action, { due: '2027-01-31' }));
  value(await moveAction(store, action, { state: 'reported', proof: null, reason: null }));
  value(await settleField(store, { entity: 'action', id: action }, 'due', '2027-01-31', '按合同'));
  const events = await readActionHistory(store, action);
  expect(events.map(({ field, mine, reason }) => [field, mine, reason])).toEqual([
    ['@create', true, null],
    ['due', true, null],
    ['state', true, null],
    ['due', true, '按合同'],
  ]);
});
