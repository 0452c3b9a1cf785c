/** Answers as registers hold them. Same shape as the engine's `Answers`, which this folder may not import. */
export type AnswerScalar = null | string | number | readonly string[];
export type AnswerRow = { readonly id: string; readonly values: Readonly<Record<string, AnswerScalar>> };
export type AnswerRecord = {
  readonly values: Readonly<Record<string, AnswerScalar>>;
  readonly rows: Readonly<Record<string, readonly AnswerRow[]>>;
};
