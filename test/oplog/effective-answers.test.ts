import { expect, test } from 'vitest';
import { answersOf } from '#oplog/answers-of.ts';
import { effectiveAnswers, notVerified } from '#oplog/effective-answers.ts';
import type { Op, Register } from '#oplog/op.ts';
import { foldOps } from '#oplog/register.ts';
import type { EntityId } from '#shared/ids.ts';
import { assessment, chainOf } from './ops.ts';

function registersOf(...chains: readonly (readonly Op[])[]): readonly Register[] {
  return [...foldOps(chains.flat()).values()];
}

test('[V10] what was found stands over what the firm said; the rest stays the firm’s', () => {
  const { write, ops } = chainOf('device-a');
  write({ field: 'self/jc01', value: 40 });
  write({ field: 'self/jc02', value: 3 });
  write({ field: 'verified/jc01', value: 25, reason: '现场清点' });
  const { answers, verifications, conflicts } = effectiveAnswers(registersOf(ops));
  expect(answers.values).toEqual({ jc01: 25, jc02: 3 });
  expect(verifications.map(({ path, value, head }) => [path, value, head.reason])).toEqual([['jc01', 25, '现场清点']]);
  expect(conflicts).toEqual([]);
});

test('[V16] a verification that was taken back leaves the field as nobody had looked at it', () => {
  const { write, ops } = chainOf('device-a');
  write({ field: 'self/jc01', value: 40 });
  const found = write({ field: 'verified/jc01', value: 25, reason: '现场清点' });
  write({ field: 'verified/jc01', value: notVerified }, [found.hash]);
  expect(effectiveAnswers(registersOf(ops))).toMatchObject({ answers: { values: { jc01: 40 } }, verifications: [] });
});

test('[V17] two findings that contradict each other leave the field without an answer, and are listed', () => {
  const a = chainOf('device-a');
  const b = chainOf('device-b', 'person2');
  a.write({ field: 'self/jc01', value: 40 });
  a.write({ field: 'verified/jc01', value: 25 });
  b.write({ field: 'verified/jc01', value: 30 });
  const { answers, verifications, conflicts } = effectiveAnswers(registersOf(a.ops, b.ops));
  expect([answers.values['jc01'], verifications]).toEqual([null, []]);
  expect(
    conflicts.map(({ path, heads }) => [path, heads.map(({ value }) => value).toSorted((x, y) => Number(x) - Number(y))]),
  ).toEqual([['jc01', [25, 30]]]);
});

test('[V18] a row says any name of a repeat, one that every object has too', () => {
  const { write, ops } = chainOf('device-a');
  const other = chainOf('device-b', 'person2');
  const rows = ['toString', 'constructor', '__proto__'].flatMap((repeat) =>
    (['self', 'verified'] as const).map((side) => ({ repeat, side, id: `${repeat}-${side}` as EntityId })),
  );
  for (const { repeat, side, id } of rows)
    write({ kind: 'create', entity: 'row', entityId: id, field: null, value: { assessment, repeat, side } });
  write({ field: 'self/toString/toString-self/name', value: '焊接' });
  other.write({ field: 'self/toString/toString-self/name', value: '焊装' });
  const registers = registersOf(ops, other.ops);
  const { rows: found } = effectiveAnswers(registers).answers;
  expect(Object.entries(found).flatMap(([repeat, kept]) => kept.map(({ id }) => [repeat, id]))).toEqual(
    rows.map(({ repeat, id }) => [repeat, id]),
  );
  expect(answersOf(registers, 'self').conflicts.map(({ path }) => path)).toEqual(['toString/toString-self/name']);
});

test('[V18] within rows, rows that only the inspector found are added, and rows that were removed say nothing', () => {
  const { write, ops } = chainOf('device-a');
  const row = (id: string, side: 'self' | 'verified'): void =>
    void write({
      kind: 'create',
      entity: 'row',
      entityId: id as EntityId,
      field: null,
      value: { assessment, repeat: 'kp', side },
    });
  row('rowA', 'self');
  row('rowB', 'self');
  row('rowC', 'verified');
  write({ field: 'self/kp/rowA/name', value: '焊接' });
  write({ field: 'verified/kp/rowA/name', value: '焊装' });
  write({ field: 'verified/kp/rowB/name', value: '已删' });
  write({ kind: 'void', entity: 'row', entityId: 'rowB' as EntityId, field: null, value: null });
  write({ field: 'verified/kp/rowC/name', value: '喷漆' });
  const { answers, verifications } = effectiveAnswers(registersOf(ops));
  expect(answers.rows).toEqual({
    kp: [
      { id: 'rowA', values: { name: '焊装' } },
      { id: 'rowC', values: { name: '喷漆' } },
    ],
  });
  expect(verifications.map(({ path }) => path).sort()).toEqual(['kp/rowA/name', 'kp/rowC/name']);
});
