import { expect, test } from 'vitest';
import { questionState } from '#oplog/question-state.ts';
import type { Head } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { submitAssessment } from '#store/commands/change-workflow.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { listReturned } from '#store/queries/list-returned.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import type { Store } from '#store/store.ts';
import { headBy, pullRows, registerRow } from './pull-rows.ts';
import { definitionHash, enterprise, newStore, photo, value } from './test-store.ts';

const id = 'assessment-1';
const by = { person: 'p9', name: '赵审核' };
const decision = { root: 'a'.repeat(64), version: 1, by, evidence: null };
const named = (register: string) => ({ entity: 'assessment', entityId: id, owner: id, register }) as const;

/** An assessment of this region that others filled in and handed in. */
async function handedIn(): Promise<Store> {
  const store = await newStore();
  const { code, name, region } = enterprise();
  const record = { enterprise: code, enterpriseName: name, region, definition: 'two-integration', edition: '2013-1' };
  const created = headBy('p2', { ...record, definitionHash, visit: null, demo: false }, { kind: 'create' });
  const answer = registerRow(named('self/jc01'), [headBy('p2', 1)]);
  await pullRows(store, [registerRow(named('@create'), [created]), answer], []);
  return store;
}

/** The bureau's word comes by pull. */
async function decided(store: Store, kind: Head['kind'], written: Json, reason: string | null): Promise<void> {
  await pullRows(store, [registerRow(named('@workflow'), [headBy('server', written, { kind, reason })])], []);
}

test('[V81] what was returned is listed with its items; an answer or a photo sees to one; handed in again it leaves the list', async () => {
  const store = await handedIn();
  const registers = await store.reader.registersOf(id as EntityId);
  const items = ['jc01', 'jc08'].map((question) => ({
    question,
    comment: `${question} 请核对`,
    paths: [question],
    state: questionState(registers, [question]),
  }));
  await decided(store, 'return', { items, deadline: '2026-12-31', by }, '依据不足');
  expect(await listReturned(store)).toMatchObject([
    {
      assessmentId: id,
      enterpriseName: enterprise().name,
      decision: { by, reason: '依据不足', deadline: '2026-12-31', items: [{ handled: false }, { handled: false }] },
    },
  ]);
  value(await setAnswer(store, id, 'jc01', 2));
  expect((await readAssessment(store, id))?.decision?.items.map(({ handled }) => handled)).toEqual([true, false]);
  value(await attachEvidence(store, id, 'jc08', photo(id, 2000, 7)));
  expect((await listReturned(store))[0]?.decision.items.map(({ handled }) => handled)).toEqual([true, true]);
  value(await submitAssessment(store, id, null));
  expect(await listReturned(store)).toEqual([]);
  expect((await store.db.assessments.get(id))?.state).toBe('submitted');
});

test('[V83] who approved and who sealed is told, and nothing can be written then; an amendment opens it', async () => {
  const store = await handedIn();
  await decided(store, 'approve', decision, null);
  expect(await readAssessment(store, id)).toMatchObject({ state: 'approved', decision: { kind: 'approve', by } });
  expect(await setAnswer(store, id, 'jc01', 3)).toMatchObject({ problem: { code: 'assessment.not-editable' } });
  await decided(store, 'seal', { ...decision, evidence: [] }, null);
  expect(await readAssessment(store, id)).toMatchObject({ state: 'sealed', decision: { kind: 'seal', version: 1 } });
  expect(await setAnswer(store, id, 'jc01', 3)).toMatchObject({ problem: { code: 'assessment.not-editable' } });
  await decided(store, 'amend', decision, '企业来函');
  expect(await readAssessment(store, id)).toMatchObject({ state: 'draft', decision: { kind: 'amend', reason: '企业来函' } });
  value(await setAnswer(store, id, 'jc01', 3));
});
