import type { AnswerValue } from './answers.ts';

/** One living row of a repeat; the arrays run over the questions of the repeat. */
export type RowState = {
  readonly id: string;
  /** Typed or computed. */
  readonly value: AnswerValue[];
  /** As expressions see it: null while hidden, blank or malformed. */
  readonly effective: AnswerValue[];
  readonly relevant: boolean[];
  readonly problem: number[];
};

/** What a compiled expression reads. One per form, changed in place: no allocation per answer. */
export type Scope = {
  /** By node id. */
  readonly effective: AnswerValue[];
  /** By repeat. */
  readonly rows: readonly RowState[][];
  /** By repeat: 1 while the repeat is shown. */
  readonly repeatRelevant: Uint8Array;
  /** The row the expression runs in. */
  row: RowState | null;
  /** The value of `.`. */
  self: AnswerValue;
  /** The columns of the choice that a filter looks at. */
  columns: Readonly<Record<string, string>>;
};
