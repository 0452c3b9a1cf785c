import { expect, test } from 'vitest';
import type { PersonId } from '#shared/ids.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { addRow } from '#store/commands/change-rows.ts';
import { finishAssessment, submitAssessment } from '#store/commands/change-workflow.ts';
import { planVisit } from '#store/commands/plan-visit.ts';
import { releaseEvidence, reuseEvidence } from '#store/commands/reuse-evidence.ts';
import { setAnswer, verifyAnswer, withdrawVerification } from '#store/commands/set-answer.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEvidenceBytes, readThumbnail } from '#store/queries/read-evidence.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import { readVisitEvidence } from '#store/queries/visit-evidence.ts';
import type { Store } from '#store/store.ts';
import { definitionHash, enterprise, newAssessment, newStore, photo, value } from './test-store.ts';

async function twoOfOneVisit(store: Store): Promise<readonly [string, string]> {
  value(await addEnterprise(store, enterprise()));
  const plan = {
    date: '2026-11-23',
    time: null,
    purpose: 'verification',
    instruments: [],
    people: [],
    every: null,
    note: null,
  } as const;
  const { visitId } = value(
    await planVisit(store, {
      ...plan,
      people: ['p1' as PersonId],
      enterprise: enterprise().code,
      followUpOf: null,
      unplanned: false,
    }),
  );
  const start = async (): Promise<string> =>
    value(await startAssessment(store, { enterprise: enterprise().code, definition: definitionHash, visit: visitId }))
      .assessmentId;
  return [await start(), await start()];
}

test('[V16] a verification is seen beside the claim, changed, explained later, and taken back; the log keeps all of it', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 40));
  const ops = (): Promise<number> => store.db.ops.count();
  const before = await ops();
  value(await verifyAnswer(store, id, 'jc01', 25, null));
  value(await verifyAnswer(store, id, 'jc01', 25, null));
  value(await verifyAnswer(store, id, 'jc01', 25, '现场清点，联网 25 台'));
  expect(await ops()).toBe(before + 2);
  const view = await readAssessment(store, id);
  expect(view?.answers.values).toEqual({ jc01: 40 });
  expect(view?.verified).toMatchObject({
    answers: { values: { jc01: 25 } },
    found: [{ path: 'jc01', value: 25, reason: '现场清点，联网 25 台', mine: true, name: '张工' }],
  });
  value(await withdrawVerification(store, id, 'jc01'));
  value(await withdrawVerification(store, id, 'jc01'));
  expect(await ops()).toBe(before + 3);
  expect((await readAssessment(store, id))?.verified).toMatchObject({ answers: { values: { jc01: 40 } }, found: [] });
});

test('[V19] what was handed in can still be verified: it is open again; the firm’s own answers stay closed', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 40));
  value(await finishAssessment(store, id, null));
  value(await submitAssessment(store, id, null));
  expect(await setAnswer(store, id, 'jc01', 41)).toMatchObject({ problem: { code: 'assessment.not-editable' } });
  value(await verifyAnswer(store, id, 'jc01', 40, null));
  expect(await readAssessment(store, id)).toMatchObject({ state: 'draft', verified: { found: [{ path: 'jc01', value: 40 }] } });
});

test('[V18] a row that only the inspector found is in what stands after the visit alone', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const own = value(await addRow(store, id, 'key_processes')).rowId;
  const found = value(await addRow(store, id, 'key_processes', 'verified')).rowId;
  value(await verifyAnswer(store, id, `key_processes/${found}/key_process_name`, '喷漆', '现场有喷漆线'));
  const view = await readAssessment(store, id);
  expect(view?.answers.rows['key_processes']?.map((row) => row.id)).toEqual([own]);
  expect(view?.verified.answers.rows['key_processes']).toEqual([
    { id: own, values: {} },
    { id: found, values: { key_process_name: '喷漆' } },
  ]);
  expect(view?.verified.rows).toEqual([found]);
});

test('[V20] one piece serves several clauses, and leaves one without leaving the others', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc01', photo(id, 2000, 1)));
  value(await reuseEvidence(store, id, 'jc02', evidenceId));
  value(await reuseEvidence(store, id, 'jc02', evidenceId));
  const questions = async (): Promise<unknown> => (await readAssessment(store, id))?.evidence.map((piece) => piece.questions);
  expect(await questions()).toEqual([['jc01', 'jc02']]);
  expect(await store.db.evidence.count()).toBe(1);
  value(await releaseEvidence(store, id, 'jc01', evidenceId));
  expect(await questions()).toEqual([['jc02']]);
  value(await reuseEvidence(store, id, 'jc01', evidenceId));
  expect(await questions()).toEqual([['jc01', 'jc02']]);
});

test('[V21] a piece of another assessment of the visit is taken over by its hash: a record of its own, the bytes once', async () => {
  const store = await newStore();
  const [first, second] = await twoOfOneVisit(store);
  const { evidenceId } = value(await attachEvidence(store, first, 'jc01', photo(first, 2000, 1)));
  const chunks = await store.db.chunks.count();
  const offered = await readVisitEvidence(store, second);
  expect(offered.map((piece) => [piece.evidenceId, piece.title])).toEqual([[evidenceId, '两化融合']]);
  expect(await readVisitEvidence(store, await newAssessment(store))).toEqual([]);
  const taken = value(await reuseEvidence(store, second, 'gx03', evidenceId));
  expect(value(await reuseEvidence(store, second, 'gx04', evidenceId)).evidenceId).toBe(taken.evidenceId);
  const piece = (await readAssessment(store, second))?.evidence[0];
  expect(piece).toMatchObject({
    questions: ['gx03', 'gx04'],
    here: true,
    record: { assessment: second, derivedFrom: evidenceId, capture: null, signature: null },
  });
  expect(piece?.record.sha256).toBe((await readAssessment(store, first))?.evidence[0]?.record.sha256);
  expect(await store.db.chunks.count()).toBe(chunks);
  const [one, other] = await Promise.all([readEvidenceBytes(store, evidenceId), readEvidenceBytes(store, taken.evidenceId)]);
  expect(await other?.arrayBuffer()).toEqual(await one?.arrayBuffer());
  expect((await readThumbnail(store, taken.evidenceId))?.size).toBe((await readThumbnail(store, evidenceId))?.size);
  expect((await store.db.uploads.toArray()).map((job) => job.evidenceId).sort()).toEqual([evidenceId, taken.evidenceId].sort());
  expect(isWhole(await storeHealth(store))).toBe(true);
  expect(await reuseEvidence(store, second, 'gx03', 'nowhere')).toMatchObject({
    problem: { code: 'access.not-found' },
  });
});
