/** Answers as registers hold them. Same shape as the engine's `Answers`, which this folder may not import. */
import type { RowRecord } from '#domain/assessment.ts';
import type { Json } from '#shared/json.ts';
import type { Head, Register } from './op.ts';
import { currentValue, latestHead } from './register.ts';

export type AnswerScalar = null | string | number | readonly string[];
export type AnswerRow = { readonly id: string; readonly values: Readonly<Record<string, AnswerScalar>> };
export type AnswerRecord = {
  readonly values: Readonly<Record<string, AnswerScalar>>;
  readonly rows: Readonly<Record<string, readonly AnswerRow[]>>;
};

export type FieldConflict = { readonly path: string; readonly heads: readonly Head[] };
export type AnswersOf = { readonly answers: AnswerRecord; readonly conflicts: readonly FieldConflict[] };

/** Folds the registers of one assessment (its own and its rows') into answers. A field in conflict has no answer. */
export function answersOf(registers: readonly Register[], side: 'self' | 'verified'): AnswersOf {
  const prefix = `${side}/`;
  const values: Record<string, AnswerScalar> = {};
  const inRows = new Map<string, Record<string, AnswerScalar>>();
  const conflicts: FieldConflict[] = [];
  for (const register of registers) {
    if (register.entity !== 'assessment' || !register.register.startsWith(prefix)) continue;
    const path = register.register.slice(prefix.length);
    const current = currentValue(register);
    if (current.kind === 'conflict') conflicts.push({ path, heads: current.heads });
    if (current.kind === 'conflict' || current.kind === 'empty') continue;
    const [, row, question] = path.split('/');
    if (row === undefined || question === undefined) values[path] = answerFrom(current.value);
    else inRows.set(row, { ...inRows.get(row), [question]: answerFrom(current.value) });
  }
  const rows = new Map<string, AnswerRow[]>();
  const standing = new Set<string>();
  for (const { rowId, record } of rowsOf(registers)) {
    if (record.side !== side) continue;
    const before = rows.get(record.repeat) ?? [];
    rows.set(record.repeat, before);
    before.push({ id: rowId, values: inRows.get(rowId) ?? {} });
    standing.add(`${record.repeat}/${rowId}`);
  }
  return {
    answers: { values, rows: Object.fromEntries(rows) },
    conflicts: conflicts.filter(({ path }) => !isOfRemovedRow(path, standing)),
  };
}

export type RowOf = { readonly rowId: string; readonly record: RowRecord };

/** Rows that are not removed, in order of creation. */
export function rowsOf(registers: readonly Register[]): readonly RowOf[] {
  const removed = new Set<string>();
  const made: (RowOf & { readonly order: string })[] = [];
  for (const { entity, entityId, register, heads } of registers) {
    if (entity !== 'row') continue;
    const [first, ...others] = heads;
    if (first === undefined) continue;
    if (register === '@void') removed.add(entityId);
    if (register !== '@create') continue;
    const head = latestHead([first, ...others]);
    made.push({ rowId: entityId, record: head.value as RowRecord, order: `${head.hlc}|${entityId}` });
  }
  made.sort((a, b) => (a.order < b.order ? -1 : 1));
  return made.filter(({ rowId }) => !removed.has(rowId)).map(({ rowId, record }) => ({ rowId, record }));
}

/** What a register says as an answer; anything that is no answer reads as blank. */
export function answerFrom(value: Json): AnswerScalar {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value;
  return null;
}

function isOfRemovedRow(path: string, standing: ReadonlySet<string>): boolean {
  const [repeat, row, question] = path.split('/');
  return question !== undefined && !standing.has(`${repeat ?? ''}/${row ?? ''}`);
}
