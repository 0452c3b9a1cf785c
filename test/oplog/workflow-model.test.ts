/** The workflow as its ops fold, against the drawing in `domain/assessment.ts`. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextAssessmentState } from '#domain/assessment-workflow.ts';
import type { AssessmentEvent } from '#domain/assessment-workflow.ts';
import type { AssessmentState } from '#domain/assessment.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { decisionOf, workflowHeads } from '#oplog/decision-of.ts';
import type { Op, OpDraft } from '#oplog/op.ts';
import { projectAssessment } from '#oplog/project-assessment.ts';
import { questionState } from '#oplog/question-state.ts';
import { foldOps } from '#oplog/register.ts';
import { assessment, chainOf } from './ops.ts';

const fold = (ops: readonly Op[]) => [...foldOps(ops).values()];
const stateOf = (ops: readonly Op[]): AssessmentState | null => projectAssessment(fold(ops))?.state ?? null;
const record = {
  definitionHash: 'd',
  enterprise: 'e',
  enterpriseName: 'n',
  region: '420115',
  definition: 'x',
  edition: '1',
  visit: null,
  demo: false,
};
const by = { person: 'p1', name: '审核员' };

const events: readonly AssessmentEvent[] = ['answer', 'late', 'finish', 'submit', 'return', 'approve', 'seal', 'amend', 'void'];

function draftFor(event: AssessmentEvent, ops: readonly Op[], turn: number): Partial<OpDraft> {
  const registers = fold(ops);
  const root = assessmentRoot(registers);
  const state = questionState(registers, ['jc01']);
  switch (event) {
    case 'answer':
    case 'late':
      return { kind: 'set', field: 'self/jc01', value: turn };
    case 'finish':
      return { kind: 'finalise', field: null, value: { root, phoneScore: null } };
    case 'submit':
      return { kind: 'submit', field: null, value: { root, phoneScore: null } };
    case 'return':
      return {
        kind: 'return',
        field: null,
        value: { items: [{ question: 'jc01', comment: '看不清', paths: ['jc01'], state }], deadline: null, by },
        reason: '证据不足',
      };
    case 'approve':
    case 'seal':
    case 'amend':
      return { kind: event, field: null, value: { root, version: 1, by, evidence: event === 'seal' ? [] : null } };
    case 'void':
      return { kind: 'void', field: null, value: null, reason: '重复' };
  }
}

/** Writes the events that the drawing lets happen, as someone would who sees everything; others are left out. */
function play(sequence: readonly AssessmentEvent[]) {
  const chain = chainOf('device-a');
  chain.write({ kind: 'create', field: null, value: record });
  let state: AssessmentState = 'draft';
  const path: AssessmentState[] = ['draft'];
  for (const [turn, event] of sequence.entries()) {
    const next = nextAssessmentState(state, event);
    if (next === null) continue;
    const draft = draftFor(event, chain.ops, turn);
    const register = draft.kind === 'set' ? 'self/jc01' : draft.kind === 'void' ? '@void' : '@workflow';
    const heads = fold(chain.ops).find((held) => held.register === register && held.entityId === assessment)?.heads ?? [];
    chain.write(
      draft,
      heads.map(({ hash }) => hash),
    );
    state = next;
    path.push(state);
    expect(stateOf(chain.ops)).toBe(state);
  }
  return { ops: chain.ops, state, path };
}

test('[V80] whatever is done in whatever order, the folded state is the one the drawing leads to, and arrival order does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 16 }), fc.infiniteStream(fc.nat()), (sequence, numbers) => {
      const { ops, state } = play(sequence);
      const shuffled = [...ops].map((op) => ({ op, key: numbers.next().value })).sort((a, b) => a.key - b.key);
      expect(stateOf(shuffled.map(({ op }) => op))).toBe(state);
    }),
  );
});

test('[V80] every state of the drawing is reached', () => {
  const { path } = play(
    'answer finish submit late submit finish submit return answer finish submit approve return finish submit approve seal amend void'.split(
      ' ',
    ) as AssessmentEvent[],
  );
  expect(new Set(path)).toEqual(new Set(['draft', 'finished', 'submitted', 'returned', 'approved', 'sealed', 'voided']));
});

test('[V80] of two concurrent words the less advanced counts: a return beside an approval is a return', () => {
  const { ops } = play(['answer', 'finish', 'submit']);
  const heads = workflowHeads(fold(ops)).map(({ hash }) => hash);
  const other = chainOf('device-b');
  const approve = other.write(draftFor('approve', ops, 0), heads);
  const back = other.write(draftFor('return', ops, 0), heads);
  expect(stateOf([...ops, approve, back])).toBe('returned');
  expect(decisionOf(fold([...ops, back, approve]), 'returned')).toMatchObject({
    kind: 'return',
    reason: '证据不足',
    by,
  });
});

test('[V81] a returned item is seen to when its question changed: answer, photo or caption, and nothing else', () => {
  const { ops } = play(['answer', 'finish', 'submit', 'return']);
  const handled = (more: readonly Op[]): boolean | undefined =>
    decisionOf(fold([...ops, ...more]), 'returned')?.items[0]?.handled;
  expect(handled([])).toBe(false);
  const chain = chainOf('device-b');
  const other = chain.write({ kind: 'set', field: 'self/jc02', value: 5 });
  expect(handled([other])).toBe(false);
  const link = chain.write({
    kind: 'create',
    entity: 'evidence-link',
    entityId: 'l1' as typeof assessment,
    field: null,
    value: { assessment, evidence: 'e1', question: 'jc01' },
  });
  expect(handled([other, link])).toBe(true);
  expect(handled([chain.write({ kind: 'set', field: 'self/jc01', value: 9 })])).toBe(true);
});

test('[V82] the ops up to a seal fold to what was sealed, whatever came after', () => {
  const { ops } = play(['answer', 'finish', 'submit', 'approve', 'seal', 'amend', 'answer', 'finish']);
  const seal = ops.findIndex(({ kind }) => kind === 'seal');
  const then = fold(ops.slice(0, seal + 1));
  expect(assessmentRoot(then)).toBe((ops[seal]?.value as { readonly root: string } | undefined)?.root);
  expect(assessmentRoot(fold(ops))).not.toBe(assessmentRoot(then));
});
