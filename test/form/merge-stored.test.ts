import { describe, expect, test } from 'vitest';
import { storedChanges } from '#app/form/merge-stored.ts';
import type { Answers } from '#engine/answers.ts';

const before: Answers = {
  values: { a: 1, b: ['x', 'y'], c: 'text' },
  rows: { steps: [{ id: 'r1', values: { name: '车削' } }] },
};

describe('taking in what others changed', () => {
  test('[U36] equal states ask for nothing, lists compared by content', () => {
    expect(storedChanges(before, { values: { ...before.values, b: ['x', 'y'] }, rows: before.rows })).toEqual([]);
  });

  test('[U36] changed, removed and new values are told apart by path', () => {
    expect(storedChanges(before, { values: { a: 2, b: ['x', 'y'], d: 'new' }, rows: before.rows })).toEqual([
      { kind: 'value', path: 'a', value: 2 },
      { kind: 'value', path: 'c', value: null },
      { kind: 'value', path: 'd', value: 'new' },
    ]);
  });

  test('[U36] a new row comes before its values, a removed one last', () => {
    const after: Answers = { values: before.values, rows: { steps: [{ id: 'r2', values: { name: '铣削' } }] } };
    expect(storedChanges(before, after)).toEqual([
      { kind: 'row-added', repeat: 'steps', rowId: 'r2' },
      { kind: 'value', path: 'steps/r2/name', value: '铣削' },
      { kind: 'row-removed', repeat: 'steps', rowId: 'r1' },
    ]);
  });
});
