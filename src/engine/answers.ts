/** `number` for integer, decimal; text, dates (ISO) and one choice are strings; several choices are an array; null is blank. */
export type AnswerValue = null | string | number | readonly string[];

/** One row of a repeat. Its id is an entity id (or `r1`, `r2` … for input from a file); order is the order of creation. */
export type Row = { readonly id: string; readonly values: Readonly<Record<string, AnswerValue>> };

/** All that people entered; computed values are never in it. */
export type Answers = {
  /** By question name. */
  readonly values: Readonly<Record<string, AnswerValue>>;
  /** By repeat name. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
};

export const emptyAnswers: Answers = { values: {}, rows: {} };

/** A path is a question, group or repeat name, or `<repeat>/<rowId>/<question>`: what an op carries after `self/`. */
export function rowPath(repeat: string, rowId: string, question: string): string {
  return `${repeat}/${rowId}/${question}`;
}
