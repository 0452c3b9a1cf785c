import type { AnswerOf, Form, InputType } from './form.ts';
import { inputsOf, scoresOf, showingOptions } from './form.ts';

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
  const inputs = inputsOf(form);
  const showing = showingOptions(form);
  const scored = new Set(scoresOf(form).flatMap(({ scoreOf }) => scoreOf));
  const readByOthers = new Set(inputs.flatMap(({ relevant }) => (relevant === null ? [] : [relevant.question])));
  const free = inputs.filter(({ relevant }) => relevant === null);
  const choices = free.flatMap((question) => (question.type === 'select_one' ? [question] : []));
  const leaves = choices.filter(({ id }) => scored.has(id) && !readByOthers.has(id));
  const roots = choices.filter(({ id }) => readByOthers.has(id));
  const texts = free.filter(({ type }) => type === 'text');
  const last = new Map<string, string>();
  const turns = <T, E>(from: readonly T[], edit: (item: T, turn: number) => E): readonly E[] =>
    from.length === 0 ? [] : Array.from({ length: count }, (_, turn) => edit(spread(from, turn), turn));
  return {
    // A form of one section has roots alone.
    leaf: turns(leaves.length > 0 ? leaves : roots, ({ id, options }) => {
      const [best, worst] = [options[0]?.name ?? '', options.at(-1)?.name ?? ''];
      const value = last.get(id) === worst ? best : worst;
      last.set(id, value);
      return { question: id, value, type: 'select_one' };
    }),
    text: turns(texts, ({ id }, turn) => ({ question: id, value: `edited ${String(turn)}`, type: 'text' })),
    toggle: turns(roots, (root) => {
      const on = showing(root);
      const off = root.options.findLast(({ name }) => !on.includes(name))?.name ?? '';
      return { question: root.id, off, on: on[0] ?? '' };
    }),
    row: turns(
      Array.from({ length: form.repeat.count }, (_, row) => row),
      (row, turn) => ({ row, field: 'qty', value: 10 + turn }),
    ),
  };
}

/** By the golden ratio: near turns land far apart. */
function spread<T>(from: readonly T[], turn: number): T {
  return from[Math.floor((turn * 0.618_033_988_7 * from.length) % from.length)] as T;
}
