import { expect, test } from 'vitest';
import { answersOf } from '#oplog/answers-of.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { Op, Register } from '#oplog/op.ts';
import { evidenceOf, projectAssessment } from '#oplog/project-assessment.ts';
import { projectEnterprise } from '#oplog/project-enterprise.ts';
import { foldOps } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { assessment, chainOf } from './ops.ts';

const record = {
  enterprise: 'E',
  enterpriseName: '某厂',
  region: '420115',
  definition: 'd',
  edition: '1',
  definitionHash: 'h',
  visit: null,
  demo: false,
};

function registersOf(ops: readonly Op[]): readonly Register[] {
  return [...foldOps(ops).values()];
}

test('[O30] answers come from self fields, rows in order of creation, removed rows not at all', () => {
  const chain = chainOf('device-a');
  chain.write({ kind: 'create', field: null, value: record });
  chain.write({ field: 'self/jc01', value: 7 });
  chain.write({ field: 'verified/jc01', value: 6 });
  const row = (id: string): EntityId => id as EntityId;
  for (const id of ['rowB', 'rowA', 'rowC']) {
    chain.write({
      kind: 'create',
      entity: 'row',
      entityId: row(id),
      field: null,
      value: { assessment, repeat: 'kp', side: 'self' },
    });
  }
  chain.write({ field: 'self/kp/rowA/name', value: '焊接' });
  chain.write({ field: 'self/kp/rowC/name', value: '已删' });
  chain.write({ kind: 'void', entity: 'row', entityId: row('rowC'), field: null, value: null });
  const { answers, conflicts } = answersOf(registersOf(chain.ops), 'self');
  expect(answers).toEqual({
    values: { jc01: 7 },
    rows: {
      kp: [
        { id: 'rowB', values: {} },
        { id: 'rowA', values: { name: '焊接' } },
      ],
    },
  });
  expect(conflicts).toEqual([]);
  expect(answersOf(registersOf(chain.ops), 'verified').answers.values).toEqual({ jc01: 6 });
});

test('[O31] a field in conflict has no answer and is listed with all its values', () => {
  const a = chainOf('device-a').write({ value: 1 });
  const b = chainOf('device-b').write({ value: 2 });
  const { answers, conflicts } = answersOf(registersOf([a, b]), 'self');
  expect(answers.values).toEqual({});
  expect(conflicts).toMatchObject([{ path: 'jc01' }]);
  expect(conflicts[0]?.heads.map(({ value }) => value).sort()).toEqual([1, 2]);
});

test('[O32] finish and submit hold for the root they carry; an answer afterwards, or a late one, makes it a draft again', () => {
  const chain = chainOf('device-a');
  chain.write({ kind: 'create', field: null, value: record });
  const answer = chain.write({ value: 1 });
  const stateOf = (ops: readonly Op[]) => projectAssessment(registersOf(ops))?.state;
  expect(stateOf(chain.ops)).toBe('draft');
  const root = assessmentRoot(registersOf(chain.ops));
  const finish = chain.write({ kind: 'finalise', field: null, value: { root, phoneScore: null } });
  expect(stateOf(chain.ops)).toBe('finished');
  chain.write({ kind: 'submit', field: null, value: { root, phoneScore: null } }, [finish.hash]);
  expect(stateOf(chain.ops)).toBe('submitted');
  const late = chainOf('device-b').write({ value: 9 });
  expect(stateOf([...chain.ops, late])).toBe('draft');
  // Arriving before the submission changes nothing about it.
  expect(stateOf([late, ...chain.ops])).toBe('draft');
  chain.write({ value: 2 }, [answer.hash]);
  expect(stateOf(chain.ops)).toBe('draft');
  chain.write({ kind: 'void', field: null, value: null, reason: '误建' });
  expect(projectAssessment(registersOf(chain.ops))).toMatchObject({ state: 'voided', voidReason: '误建' });
});

test('[O33] the root changes with every field, row and piece of evidence, and with nothing else', () => {
  const chain = chainOf('device-a');
  chain.write({ kind: 'create', field: null, value: record });
  const root = (): string => assessmentRoot(registersOf(chain.ops));
  const roots = [root()];
  chain.write({ value: 1 });
  roots.push(root());
  chain.write({
    kind: 'create',
    entity: 'row',
    entityId: 'r1' as EntityId,
    field: null,
    value: { assessment, repeat: 'kp', side: 'self' },
  });
  roots.push(root());
  chain.write({ kind: 'create', entity: 'evidence', entityId: 'p1' as EntityId, field: null, value: { assessment } });
  roots.push(root());
  expect(new Set(roots).size).toBe(4);
  chain.write({ kind: 'finalise', field: null, value: { root: roots[3] ?? '', phoneScore: null } });
  expect(root()).toBe(roots[3]);
  const shuffled = [...registersOf(chain.ops)].reverse();
  expect(assessmentRoot(shuffled)).toBe(roots[3]);
});

test('[O34] evidence lists its questions and its latest caption; voided pieces are marked', () => {
  const chain = chainOf('device-a');
  const id = (text: string): EntityId => text as EntityId;
  const piece = { assessment, sha256: 's', size: 1, caption: '原说明' };
  chain.write({ kind: 'create', entity: 'evidence', entityId: id('p1'), field: null, value: piece });
  chain.write({
    kind: 'create',
    entity: 'evidence-link',
    entityId: id('l1'),
    field: null,
    value: { assessment, evidence: 'p1', question: 'jc02' },
  });
  chain.write({
    kind: 'create',
    entity: 'evidence-link',
    entityId: id('l2'),
    field: null,
    value: { assessment, evidence: 'p1', question: 'jc01' },
  });
  chain.write({ entity: 'evidence', entityId: id('p1'), field: 'caption', value: '新说明' });
  expect(evidenceOf(registersOf(chain.ops))).toMatchObject([
    { evidenceId: 'p1', caption: '新说明', questions: ['jc01', 'jc02'], voided: false },
  ]);
  chain.write({ kind: 'void', entity: 'evidence', entityId: id('p1'), field: null, value: null, reason: '糊' });
  expect(evidenceOf(registersOf(chain.ops))).toMatchObject([{ voided: true }]);
});

test('[O35] a firm is its create with later edits on top, or its registry entry where it was imported', () => {
  const chain = chainOf('device-a');
  const known = {
    code: 'C',
    name: '旧名',
    region: '420115' as never,
    industry: null,
    headcount: 1,
    revenue: null,
    address: null,
    contact: null,
    phone: null,
    demo: false,
  };
  chain.write({ entity: 'enterprise', entityId: 'C' as EntityId, field: 'name', value: '新名' });
  expect(projectEnterprise(registersOf(chain.ops), null)).toBeNull();
  expect(projectEnterprise(registersOf(chain.ops), known)).toMatchObject({
    record: { name: '新名', headcount: 1 },
    conflicts: [],
  });
  const other = chainOf('device-b').write({ entity: 'enterprise', entityId: 'C' as EntityId, field: 'name', value: '另名' });
  expect(projectEnterprise(registersOf([...chain.ops, other]), known)?.conflicts).toEqual(['name']);
});
