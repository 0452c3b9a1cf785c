import { expect, test } from 'vitest';
import { answersFromJson } from '../../src/engine/answers-from-json.ts';
import type { Json } from '../../src/shared/json.ts';
import { aDefinition } from '../definition/a-definition.ts';

const compiled = aDefinition();

test('[E15] answers from outside become answers, rows named r1, r2 …', () => {
  const json = {
    kind: 'x',
    share: 5,
    ticks: ['a'],
    total: null,
    steps: [{ step_name: '焊', step_done: 'yes' }, {}, { step_done: null }],
  };
  expect(answersFromJson(compiled, json)).toEqual({
    kind: 'ok',
    answers: {
      values: { kind: 'x', share: 5, ticks: ['a'], total: null },
      rows: {
        steps: [
          { id: 'r1', values: { step_name: '焊', step_done: 'yes' } },
          { id: 'r2', values: {} },
          { id: 'r3', values: { step_done: null } },
        ],
      },
    },
  });
});

test.each<[Json, string, string]>([
  [{ nothing: 1 }, 'input.unknown-question', 'nothing'],
  [{ step_name: 'x' }, 'input.unknown-question', 'step_name'],
  [{ first: 1 }, 'input.unknown-question', 'first'],
  [{ rate: 5 }, 'input.computed-question', 'rate'],
  [{ share: '5' }, 'input.wrong-type', 'share'],
  [{ share: true }, 'input.wrong-type', 'share'],
  [{ share: 100.5 }, 'input.out-of-range', 'share'],
  [{ total: 2.5 }, 'input.wrong-type', 'total'],
  [{ total: -1 }, 'input.out-of-range', 'total'],
  [{ kind: 'z' }, 'input.unknown-option', 'kind'],
  [{ kind: '' }, 'input.unknown-option', 'kind'],
  [{ kind: [] }, 'input.wrong-type', 'kind'],
  [{ kind: 'na' }, 'input.unknown-option', 'kind'],
  [{ ticks: 'a' }, 'input.wrong-type', 'ticks'],
  [{ ticks: ['a', 3] }, 'input.wrong-type', 'ticks'],
  [{ ticks: ['c'] }, 'input.unknown-option', 'ticks'],
  [{ steps: {} }, 'input.wrong-type', 'steps'],
  [{ steps: [3] }, 'input.wrong-type', 'steps/r1'],
  [{ steps: [{ share: 1 }] }, 'input.unknown-question', 'steps/r1/share'],
  [{ steps: [{}, { step_done: 'perhaps' }] }, 'input.unknown-option', 'steps/r2/step_done'],
  [[], 'input.malformed', 'answers'],
])('[E16] %j is refused', (json, code, question) => {
  expect(answersFromJson(compiled, json)).toMatchObject({ kind: 'invalid', problems: [{ code, detail: { question } }] });
});

test('[E16] every problem is reported, not the first alone', () => {
  const outcome = answersFromJson(compiled, { nothing: 1, rate: 2, share: 101, kind: 'z' });
  expect(outcome).toMatchObject({ kind: 'invalid', problems: [{}, {}, {}, {}] });
});
