import type { AnswerOf, Form, InputType } from './form.ts';

export type Edit = { readonly question: string; readonly value: AnswerOf; readonly type: InputType };
export type Toggle = { readonly question: string; readonly off: string; readonly on: string };
export type RowEdit = { readonly row: number; readonly field: 'qty'; readonly value: number };

/** The answers that are timed, the same for every system, spread over the form. */
export type Edits = {
  /** A single choice that nothing but score, total and level depend on. */
  readonly leaf: readonly Edit[];
  /** A text that nothing depends on. */
  readonly text: readonly Edit[];
  /** The root of a chain of 6 questions (3 in the last, unpaired section). */
  readonly toggle: readonly Toggle[];
  /** A quantity in a row: the row's product and the sum over all rows follow. */
  readonly row: readonly RowEdit[];
};

export function editsOf(form: Form, count: number): Edits {
  const indexes = form.sections.map((_, index) => index);
  const even = indexes.filter((index) => index % 2 === 0);
  const odd = form.sections.length > 1 ? indexes.filter((index) => index % 2 === 1) : even;
  const last = new Map<string, string>();
  const turns = Array.from({ length: count }, (_, turn) => turn);
  return {
    leaf: turns.map((turn) => {
      const question = `s${String(spread(odd, turn))}_q0`;
      const value = last.get(question) === 'o5' ? 'o1' : 'o5';
      last.set(question, value);
      return { question, value, type: 'select_one' };
    }),
    text: turns.map((turn) => ({ question: `s${String(spread(odd, turn))}_q4`, value: `edited ${String(turn)}`, type: 'text' })),
    toggle: turns.map((turn) => ({ question: `s${String(spread(even, turn))}_q0`, off: 'o5', on: 'o1' })),
    row:
      form.repeat.count === 0
        ? []
        : turns.map((turn) => ({
            row: spread(
              Array.from({ length: form.repeat.count }, (_, row) => row),
              turn,
            ),
            field: 'qty',
            value: 10 + turn,
          })),
  };
}

/** By the golden ratio: near turns land far apart. */
function spread(from: readonly number[], turn: number): number {
  return from[Math.floor((turn * 0.618_033_988_7 * from.length) % from.length)] ?? 0;
}
