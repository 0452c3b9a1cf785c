import { expect, test } from 'vitest';
import { finishAssessment } from '#store/commands/change-workflow.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { setNote } from '#store/commands/set-note.ts';
import { listDisputes } from '#store/queries/list-disputes.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readInterview } from '#store/queries/read-notes.ts';
import { headBy, pullRows, registerRow } from './pull-rows.ts';
import { newAssessment, newStore, value } from './test-store.ts';

const noteRow = (assessment: string, section: string) =>
  ({ entity: 'assessment', entityId: assessment, owner: assessment, register: `notes/${section}` }) as const;

test('[V62] a note is saved beside the answers: it changes no state, and goes on after the assessment was finished', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setAnswer(store, id, 'jc01', 1));
  value(await setNote(store, id, 's1', { text: '老板说明年要上 MES。\n车间主任有顾虑。', base: '' }));
  value(await finishAssessment(store, id, { level: null, measures: {} }));
  expect((await readAssessment(store, id))?.state).toBe('finished');
  value(await setNote(store, id, 's1', { text: '老板说明年要上 MES。', base: '老板说明年要上 MES。\n车间主任有顾虑。' }));
  expect((await readAssessment(store, id))?.state).toBe('finished');
  expect((await readInterview(store, id, ['s1', 's2'])).notes).toEqual([
    { section: 's1', text: '老板说明年要上 MES。', disputed: [] },
  ]);
  value(await setNote(store, id, 's1', { text: ' ', base: '老板说明年要上 MES。' }));
  expect((await readInterview(store, id, ['s1', 's2'])).notes).toEqual([{ section: 's1', text: '', disputed: [] }]);
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc01: 1 });
});

test('[V62] two people’s notes that know nothing of each other are both shown, and are nobody’s dispute', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  value(await setNote(store, id, 's1', { text: '我记的', base: '' }));
  await pullRows(store, [registerRow(noteRow(id, 's1'), [headBy('p2', '小李记的')])], [{ person: 'p2', name: '李工' }]);
  const [note] = (await readInterview(store, id, ['s1', 's2'])).notes;
  expect(note?.disputed.map((each) => [each.value, each.mine]).toSorted()).toEqual([
    ['小李记的', false],
    ['我记的', true],
  ]);
  expect(await listDisputes(store)).toEqual([]);
});

test('[V63] what is written over a note that was not seen keeps both; over several, all', async () => {
  const store = await newStore();
  const id = await newAssessment(store);
  await pullRows(store, [registerRow(noteRow(id, 's1'), [headBy('p2', '小李记的')])], [{ person: 'p2', name: '李工' }]);
  expect(value(await setNote(store, id, 's1', { text: '我记的', base: '' })).text).toBe('小李记的\n\n我记的');
  await pullRows(store, [registerRow(noteRow(id, 's2'), [headBy('p2', '甲'), headBy('p3', '乙')])], []);
  expect(value(await setNote(store, id, 's2', { text: '丙', base: '' })).text).toBe('甲\n\n乙\n\n丙');
  expect((await readInterview(store, id, ['s1', 's2'])).notes.find(({ section }) => section === 's2')).toEqual({
    section: 's2',
    text: '甲\n\n乙\n\n丙',
    disputed: [],
  });
});
