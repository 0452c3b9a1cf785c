import { expect, test } from 'vitest';
import type { VisitMoment } from '#domain/visit.ts';
import { effectiveAnswers } from '#oplog/effective-answers.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { finishAssessment } from '#store/commands/change-workflow.ts';
import {
  addParticipant,
  cancelVisit,
  changeVisit,
  checkIn,
  checkOut,
  giveSection,
  planVisit,
  removeParticipant,
} from '#store/commands/plan-visit.ts';
import type { NewVisit } from '#store/commands/plan-visit.ts';
import { changeAction, moveAction, raiseFinding } from '#store/commands/raise-finding.ts';
import { setAnswer, verifyAnswer } from '#store/commands/set-answer.ts';
import { listActions, readAction } from '#store/queries/read-action.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { listVisits, readVisit } from '#store/queries/read-visit.ts';
import { listOutbox } from '#store/queries/sync-summary.ts';
import { lock, openProfile } from '#vault/vault.ts';
import { enterprise, newAssessment, newStore, photo, value } from './test-store.ts';

const plan: Omit<NewVisit, 'enterprise'> = {
  date: '2026-11-23',
  time: '09:30',
  purpose: 'verification',
  instruments: ['two-integration'],
  people: ['p1' as PersonId],
  every: null,
  note: null,
  followUpOf: null,
  unplanned: false,
};
const moment = (at: string): VisitMoment => ({ at, position: null, reason: '厂区内收不到卫星信号' });

test('[V1] a visit is planned, changed, begun and left; after a restart it is there', async () => {
  const store = await newStore();
  value(await addEnterprise(store, enterprise()));
  const { visitId } = value(await planVisit(store, { ...plan, enterprise: enterprise().code }));
  expect((await readVisit(store, visitId))?.state).toBe('planned');
  value(await changeVisit(store, visitId, { date: '2026-11-24', time: '09:30' }));
  value(await giveSection(store, visitId, { assessment: 'a1', section: 's1' }, 'p1' as PersonId));
  const { participantId } = value(await addParticipant(store, visitId, { name: '李主任', role: 'management', post: '生产部' }));
  value(await addParticipant(store, visitId, { name: '王师傅', role: 'front-line', post: null }));
  value(await removeParticipant(store, visitId, participantId));
  value(await checkIn(store, visitId, moment('2026-11-24T01:30:00.000Z')));
  value(await checkIn(store, visitId, moment('2026-11-24T05:00:00.000Z')));
  expect((await readVisit(store, visitId))?.state).toBe('under-way');
  value(await checkOut(store, visitId, moment('2026-11-24T06:00:00.000Z')));
  await lock(store);
  const again = value(await openProfile(store.profile.personId));
  const visit = await readVisit(again, visitId);
  expect(visit).toMatchObject({
    state: 'done',
    record: { date: '2026-11-24', time: '09:30', enterpriseName: enterprise().name },
    checkIn: { at: '2026-11-24T01:30:00.000Z' },
    sections: { 'a1/s1': 'p1' },
  });
  expect(visit?.participants.map(({ name }) => name)).toEqual(['王师傅']);
  expect((await listVisits(again, { from: '2026-11-24', to: '2026-11-24' })).map((each) => each.visitId)).toEqual([visitId]);
  expect(await listVisits(again, { to: '2026-11-23' })).toEqual([]);
  expect((await listOutbox(again)).find(({ id }) => id === visitId)).toMatchObject({ kind: 'visit', title: enterprise().name });
});

test('[V2] a visit that is cancelled keeps its reason and takes nothing more', async () => {
  const store = await newStore();
  value(await addEnterprise(store, enterprise()));
  const { visitId } = value(await planVisit(store, { ...plan, enterprise: enterprise().code }));
  expect(await cancelVisit(store, visitId, ' ')).toMatchObject({
    kind: 'refused',
    problem: { code: 'assessment.reason-missing' },
  });
  value(await cancelVisit(store, visitId, '企业停产检修'));
  expect(await readVisit(store, visitId)).toMatchObject({ state: 'cancelled', voidReason: '企业停产检修' });
  expect(await changeVisit(store, visitId, { date: '2026-12-01' })).toMatchObject({ problem: { code: 'visit.cancelled' } });
});

test('[V10] what was found on site stands beside what the firm said', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 40));
  value(await setAnswer(store, id, 'jc02', 3));
  value(await verifyAnswer(store, id, 'jc01', 25, '现场清点，联网 25 台'));
  value(await verifyAnswer(store, id, 'jc02', 3, null));
  const registers = await store.reader.registersOf(id as EntityId);
  const verified = effectiveAnswers(registers);
  expect(verified.answers.values).toEqual({ jc01: 25, jc02: 3 });
  expect(verified.verifications.map(({ path, value: found, head }) => [path, found, head.reason])).toEqual(
    expect.arrayContaining([
      ['jc01', 25, '现场清点，联网 25 台'],
      ['jc02', 3, null],
    ]),
  );
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc01: 40, jc02: 3 });
});

test('[V30] an action comes from a finding, moves only as its states allow, and is closed with proof alone', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 2000, 1)));
  const found = { question: 'jc01', severity: 'major', text: '设备台账与现场不符' } as const;
  const agreed = { title: '补录设备台账', ownerName: '李主任', due: '2026-12-31', gain: 2.5, before: [evidenceId as EntityId] };
  const { actionId } = value(await raiseFinding(store, id, { ...found, action: agreed }));
  const action = actionId ?? '';
  expect(await readAction(store, action)).toMatchObject({ state: 'open', record: { title: '补录设备台账', question: 'jc01' } });
  value(await changeAction(store, action, { due: '2027-01-31' }));
  const proof = { assessment: id as EntityId, evidence: [evidenceId as EntityId] };
  expect(await moveAction(store, action, { state: 'closed', proof: null, reason: null })).toMatchObject({
    problem: { code: 'action.no-proof' },
  });
  value(await moveAction(store, action, { state: 'reported', proof: null, reason: null }));
  value(await moveAction(store, action, { state: 'closed', proof, reason: null }));
  expect(await moveAction(store, action, { state: 'dropped', proof: null, reason: '不做了' })).toMatchObject({
    problem: { code: 'action.not-possible' },
  });
  expect(await moveAction(store, action, { state: 'open', proof: null, reason: '' })).toMatchObject({
    problem: { code: 'assessment.reason-missing' },
  });
  expect((await listActions(store)).map(({ state, proof: kept, record }) => [state, kept, record.due])).toEqual([
    ['closed', proof, '2027-01-31'],
  ]);
});

test('[V31] an action that moves on leaves a finished assessment as it is', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const agreed = { title: '补录设备台账', ownerName: null, due: null, gain: null, before: [] };
  const { actionId } = value(
    await raiseFinding(store, id, { question: null, severity: 'minor', text: '台账不全', action: agreed }),
  );
  value(await finishAssessment(store, id, null));
  value(await moveAction(store, actionId ?? '', { state: 'reported', proof: null, reason: null }));
  expect((await readAssessment(store, id))?.state).toBe('finished');
});
