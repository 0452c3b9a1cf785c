import { answerFrom, answersOf, rowsOf } from './answers-of.ts';
import type { AnswerRecord, AnswerScalar, FieldConflict } from './answers-of.ts';
import type { Json } from '#shared/json.ts';
import type { Head, Register } from './op.ts';
import { currentValue } from './register.ts';

/** What an inspector said of one answer. */
export type Verification = {
  /** The engine's: `jc01` or `key_processes/<rowId>/key_process_name`. */
  readonly path: string;
  readonly value: AnswerScalar;
  /** Who said so, when, and why (`head.reason`). */
  readonly head: Head;
};

export type Verified = {
  /** The firm's answers with the inspector's in their place where there is one. */
  readonly answers: AnswerRecord;
  readonly verifications: readonly Verification[];
  readonly conflicts: readonly FieldConflict[];
};

/**
 * A verification that was taken back: the field stands as nobody had looked at it. No answer is an empty list (that is a blank, null), so
 * none can be mistaken for it.
 */
export const notVerified: readonly string[] = [];

export function isWithdrawn(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

/**
 * The second set of answers of an assessment: what stands after the visit. A field in conflict has no answer at all: neither is what
 * the firm said still what was found.
 */
export function effectiveAnswers(registers: readonly Register[]): Verified {
  const { answers: self } = answersOf(registers, 'self');
  const values: Record<string, AnswerScalar> = { ...self.values };
  const inRows = new Map<string, Record<string, AnswerScalar>>();
  const verifications: Verification[] = [];
  const conflicts: FieldConflict[] = [];
  const found = rowsOf(registers);
  const standing = new Set(found.map(({ rowId }) => rowId));
  for (const register of registers) {
    if (register.entity !== 'assessment' || !register.register.startsWith(prefix)) continue;
    const path = register.register.slice(prefix.length);
    const current = currentValue(register);
    if (current.kind === 'empty') continue;
    const [, row, question] = path.split('/');
    if (row !== undefined && !standing.has(row)) continue;
    if (current.kind === 'conflict') conflicts.push({ path, heads: current.heads });
    else if (isWithdrawn(current.value)) continue;
    const value = current.kind === 'conflict' ? null : answerFrom(current.value);
    if (current.kind !== 'conflict') verifications.push({ path, value, head: current.head });
    if (row === undefined || question === undefined) values[path] = value;
    else inRows.set(row, { ...inRows.get(row), [question]: value });
  }
  const rows = new Map(
    Object.entries(self.rows).map(([repeat, kept]) => [
      repeat,
      kept.map(({ id, values: own }) => ({ id, values: { ...own, ...inRows.get(id) } })),
    ]),
  );
  // Rows that only the inspector found.
  for (const { rowId, record } of found)
    if (record.side === 'verified')
      rows.set(record.repeat, [...(rows.get(record.repeat) ?? []), { id: rowId, values: inRows.get(rowId) ?? {} }]);
  return { answers: { values, rows: Object.fromEntries(rows) }, verifications, conflicts };
}

const prefix = 'verified/';
