import { expect, test } from 'vitest';
import { compareDefinitions } from '../../src/definition/compare-definitions.ts';
import { describeDefinition } from '../../src/definition/describe-definition.ts';
import { parseExpression } from '../../src/definition/parse-expression.ts';
import { definitionsFolder } from '../../src/server/definitions/definitions-folder.ts';
import { loadDefinitions } from '../../src/server/definitions/load-definitions.ts';
import { aDefinition, bend } from './a-definition.ts';

const definitions = await loadDefinitions(definitionsFolder());

test('[D18] every condition, calculation and row filter of a description can be read again', () => {
  for (const { compiled, hash } of definitions) {
    const described = JSON.parse(JSON.stringify(describeDefinition(compiled, hash))) as {
      questions: Record<string, string | null>[];
    };
    for (const question of described.questions) {
      for (const key of ['relevant', 'constraint', 'calculation', 'choice_filter']) {
        const text = question[key] ?? null;
        if (text !== null) expect([text, parseExpression(text).kind]).toEqual([text, 'ok']);
      }
    }
  }
});

test('[D19] comparing editions names what came, went and changed, and in which keys', () => {
  const older = aDefinition();
  const newer = aDefinition((source) => {
    bend(['survey', 0, 'children', 3, 'label'], '总台数')(source);
    bend(['survey', 0, 'children', 3, 'range'], [0, 2000])(source);
    bend(['survey', 0, 'children', 6], { type: 'text', name: 'remark', label: '备注', basis: ['R'] })(source);
    bend(['scoring', 'items', 3, 'scores'], { a: 50, b: 50 })(source);
    bend(['scoring', 'level', 'levels', 1, 'gates'], { M: 65 })(source);
  });
  expect(compareDefinitions(older, newer)).toEqual([
    { kind: 'question', name: 'total', label: '总台数', change: 'changed', fields: ['label', 'range'] },
    { kind: 'question', name: 'remark', label: '备注', change: 'added', fields: [] },
    { kind: 'item', name: 'ticks', label: '勾选', change: 'changed', fields: ['rule'] },
    { kind: 'level', name: 'level', label: '', change: 'changed', fields: ['level'] },
  ]);
  expect(compareDefinitions(newer, older).find(({ name }) => name === 'remark')?.change).toBe('removed');
  expect(compareDefinitions(older, older)).toEqual([]);
});
