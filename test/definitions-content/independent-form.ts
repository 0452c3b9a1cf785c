import { evaluate, holds, read } from './independent-expression.ts';
import type { Value, World } from './independent-expression.ts';
import type { Answer, Answers, Description, Question, Row } from './independent-description.ts';

/** A set of answers as a description has them read: what is shown, what it is worth, what `score` would refuse. */
export class Form {
  readonly questions: ReadonlyMap<string, Question>;
  readonly world: World;
  private readonly described: Description;
  private readonly answers: Answers;
  private readonly known = new Map<string, Value>();

  constructor(described: Description, answers: Answers) {
    this.described = described;
    this.answers = answers;
    this.questions = new Map(described.questions.map((question) => [question.name, question]));
    this.world = this.worldOf(null);
  }

  question(name: string): Question {
    const found = this.questions.get(name);
    if (found === undefined) throw new Error(`${name} is not described`);
    return found;
  }

  rowsOf(repeat: string): readonly Row[] {
    return (this.answers[repeat] ?? []) as readonly Row[];
  }

  shown(name: string, row: number | null = null): boolean {
    const key = `shown ${name} ${String(row)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known === true;
    const found = this.question(name).relevant_all.every((condition) => holds(read(condition), this.worldOf(row)));
    this.known.set(key, found);
    return found;
  }

  /** Blank is `''`. */
  value(name: string, row: number | null = null): Value {
    const key = `value ${name} ${String(row)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.shown(name, row) ? this.given(name, row) : '';
    this.known.set(key, found);
    return found;
  }

  private given(name: string, row: number | null): Value {
    const { calculation, repeat } = this.question(name);
    if (calculation !== null) {
      const value = evaluate(read(calculation), this.worldOf(row));
      return typeof value === 'number' && !Number.isFinite(value) ? '' : value;
    }
    const given = row === null ? (this.answers[name] as Answer | undefined) : this.rowsOf(repeat ?? '')[row]?.[name];
    return given === undefined || given === null || (typeof given === 'object' && given.length === 0) ? '' : given;
  }

  worldOf(row: number | null, self: Value = '', columns: Readonly<Record<string, string>> = {}): World {
    return {
      get: (name) => this.value(name, this.question(name).repeat === null ? null : row),
      rows: (name) => this.rowsOf(this.question(name).repeat ?? '').map((_, index) => this.value(name, index)),
      self,
      columns,
      open: (name) => {
        const { repeat } = this.question(name);
        return repeat === null ? this.shown(name) && this.value(name) === '' : this.rowsOf(repeat).length === 0;
      },
    };
  }

  /** What `score` refuses: the question and its row. */
  faults(): readonly { readonly name: string; readonly row: number | null }[] {
    return this.described.questions.flatMap(({ name, repeat }) =>
      (repeat === null ? [null] : this.rowsOf(repeat).map((_, index) => index))
        .filter((row) => this.isFaulty(name, row))
        .map((row) => ({ name, row })),
    );
  }

  private isFaulty(name: string, row: number | null): boolean {
    const { required, range, constraint, choice_filter: filter, options } = this.question(name);
    const value = this.value(name, row);
    if (!this.shown(name, row)) return false;
    if (value === '') return required;
    if (range !== null && (Number(value) < (range[0] ?? -Infinity) || Number(value) > (range[1] ?? Infinity))) return true;
    if (constraint !== null && !holds(read(constraint), this.worldOf(row, value))) return true;
    const chosen = typeof value === 'object' ? value : [value];
    return options.some(
      (option) =>
        filter !== null &&
        chosen.includes(option.name) &&
        !holds(read(filter), this.worldOf(row, '', { ...option.columns, name: option.name })),
    );
  }
}
