import type { AnswerValue } from './answers.ts';

/** Where a name's values are. Of a repeat itself, only its number. */
export type Place = {
  /** Index into `Scope.effective`; of a question in a repeat without meaning. */
  readonly id: number;
  /** The repeat's number, -1 outside repeats. */
  readonly repeat: number;
  /** Place among the questions of its repeat, -1 outside. */
  readonly slot: number;
};

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

/** What an expression reads. One per form, changed in place: no allocation per answer. */
export type Scope = {
  readonly places: ReadonlyMap<string, Place>;
  /** By `Place.id`. */
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
