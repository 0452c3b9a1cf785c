import { expect, test } from 'vitest';
import { openSession } from '../../src/engine/session.ts';
import { aDefinition } from '../definition/a-definition.ts';
import type { CompiledDefinition } from '../../src/definition/compiled.ts';

/** `sections` sections of ten numbers and their sum, a grand total, and a repeat whose rows are summed. */
function wideForm(sections: number): CompiledDefinition {
  return aDefinition((source) => {
    const basis = ['R'];
    const survey = Array.from({ length: sections }, (_, s) => ({
      type: 'group',
      name: `s${String(s)}`,
      label: 's',
      children: [
        ...Array.from({ length: 10 }, (_, q) => ({ type: 'decimal', name: `s${String(s)}_q${String(q)}`, label: 'q', basis })),
        {
          type: 'calculate',
          name: `s${String(s)}_sum`,
          label: 'sum',
          basis,
          calculation: Array.from({ length: 10 }, (_, q) => `coalesce(\${s${String(s)}_q${String(q)}}, 0)`).join(' + '),
        },
      ],
    }));
    const total = survey.map((group) => `\${${group.name}_sum}`).join(' + ');
    const cells = [
      { type: 'decimal', name: 'count_of', label: 'n', basis },
      { type: 'decimal', name: 'price_of', label: 'p', basis },
      { type: 'calculate', name: 'worth_of', label: 'w', basis, calculation: '${count_of} * ${price_of}' },
    ];
    Object.assign(source, {
      survey: [
        ...survey,
        {
          type: 'group',
          name: 'end',
          label: 'end',
          children: [
            { type: 'calculate', name: 'grand_total', label: 't', basis, calculation: total },
            { type: 'repeat', name: 'machines', label: 'm', children: cells },
            { type: 'calculate', name: 'worth', label: 'w', basis, calculation: "sum(${worth_of}[. != ''])" },
          ],
        },
      ],
      scoring: { provenance: { fidelity: 'tool-default' }, measures: [], items: [] },
    });
  });
}

test('[E13] [E20] one answer recomputes its dependants alone, however long the form', () => {
  const nodes = [10, 300].map((sections) => {
    const session = openSession(wideForm(sections), { values: {}, rows: {} });
    const before = session.recomputedCount;
    expect(session.set('s3_q4', 7).changed.toSorted()).toEqual(['grand_total', 's3_q4', 's3_sum']);
    return session.recomputedCount - before;
  });
  expect(nodes).toEqual([6, 6]);
});

test('[E13] [E21] adding row 500 recomputes as many nodes as adding row 1, and so does an answer in it', () => {
  const session = openSession(wideForm(2), { values: {}, rows: {} });
  const costs = Array.from({ length: 500 }, (_, index) => {
    const before = session.recomputedCount;
    session.addRow('machines', `r${String(index)}`);
    session.set(`machines/r${String(index)}/count_of`, 2);
    session.set(`machines/r${String(index)}/price_of`, 3);
    return session.recomputedCount - before;
  });
  expect(new Set(costs).size).toBe(1);
  expect(session.state('worth').value).toBe(3000);
});

test('[E22] setting the value that is there already recomputes nothing', () => {
  const session = openSession(wideForm(2), { values: { s1_q1: 3 }, rows: {} });
  const before = session.recomputedCount;
  expect(session.set('s1_q1', 3)).toEqual({ changed: [] });
  expect(session.recomputedCount).toBe(before);
});
