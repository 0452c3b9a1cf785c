import type { CompiledDefinition, FactPeriod, Question } from '#definition/compiled.ts';
import { baseYearFact } from '#definition/fact-dictionary.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { AnswerValue } from '#engine/answers.ts';
import type { FormView } from '#engine/form-view.ts';
import { scoreAll } from '#scoring/score.ts';

/** Where a value was read from. `at` is the ISO time it was written; `op` is null for computed values. */
export type FactSource = {
  readonly assessment: string;
  readonly definition: string;
  readonly question: string;
  readonly op: string | null;
  readonly at: string;
};

/** `period` is a year (`2024`) or, for facts of now, the day of the visit (`2025-06-01`). */
export type KnownFact = {
  readonly id: string;
  readonly period: string;
  readonly value: AnswerValue;
  readonly source: FactSource;
};

/** What is known about a form that facts are taken from or offered to. `visited` is the ISO day of the visit. */
export type FactContext = {
  readonly assessment: string;
  readonly visited: string;
  /** The op and time that wrote an answer last. */
  writtenBy(question: string): { readonly op: string | null; readonly at: string };
};

/** The facts that a filled form states: shown, right answers alone. */
export function factsOf(compiled: CompiledDefinition, form: FormView, context: FactContext): readonly KnownFact[] {
  const year = baseYearOf(compiled, form, context.visited);
  const found: KnownFact[] = [];
  for (const { question, repeat } of indexDefinition(compiled).questions.values()) {
    const { fact, factPeriod, name } = question;
    if (fact === null || factPeriod === null || repeat !== null || fact === baseYearFact) continue;
    const { relevant, effective, problem } = form.state(name);
    if (!relevant || effective === null || problem !== null) continue;
    found.push({
      id: fact,
      period: periodOf(factPeriod, year, context.visited),
      value: effective,
      source: { assessment: context.assessment, definition: compiled.id, question: name, ...context.writtenBy(name) },
    });
  }
  return found;
}

/** The level that an assessment came to, where the dictionary says that it is a fact; its source names no question. */
export function levelFactsOf(
  compiled: CompiledDefinition,
  form: FormView,
  dictionary: FactDictionary,
  { assessment, visited, writtenAt }: { readonly assessment: string; readonly visited: string; readonly writtenAt: string },
): readonly KnownFact[] {
  const facts = Object.values(dictionary).filter(({ levelOf }) => levelOf === compiled.id);
  const { level } = facts.length === 0 ? { level: null } : scoreAll(compiled, form);
  if (level === null) return [];
  const source = { assessment, definition: compiled.id, question: '', op: null, at: writtenAt };
  return facts.map(({ id }) => ({ id, period: visited.slice(0, 10), value: level, source }));
}

/** The base year that the form names, or the year before the visit. */
export function baseYearOf(compiled: CompiledDefinition, form: FormView, visited: string): number {
  for (const { question } of indexDefinition(compiled).questions.values()) {
    if (question.fact !== baseYearFact) continue;
    const { effective, problem } = form.state(question.name);
    if (typeof effective === 'number' && problem === null) return effective;
  }
  return Number(visited.slice(0, 4)) - 1;
}

function periodOf(period: FactPeriod, year: number, visited: string): string {
  if (period === 'now') return visited.slice(0, 10);
  return String(period === 'last-year' ? year : year - 1);
}

export type OfferedFact = {
  readonly question: string;
  readonly fact: KnownFact;
  /** Full months since the end of the period. */
  readonly ageMonths: number;
  readonly expired: boolean;
};

/**
 * The newest known value for each question of a form: of the year that the question asks for, or, for facts of now, of the latest
 * day. Values of the same assessment are never offered to itself, nor those whose type the question cannot hold.
 */
export function offersFor(
  compiled: CompiledDefinition,
  form: FormView,
  known: readonly KnownFact[],
  dictionary: FactDictionary,
  context: Pick<FactContext, 'assessment' | 'visited'>,
): readonly OfferedFact[] {
  const year = baseYearOf(compiled, form, context.visited);
  const elsewhere = known.filter(({ source }) => source.assessment !== context.assessment);
  return [...indexDefinition(compiled).questions.values()].flatMap(({ question, repeat }): readonly OfferedFact[] => {
    const { fact, factPeriod, name } = question;
    if (fact === null || factPeriod === null || repeat !== null || question.type === 'calculate') return [];
    const wanted = factPeriod === 'now' ? null : periodOf(factPeriod, year, context.visited);
    const newest = newestOf(
      elsewhere.filter((each) => each.id === fact && (wanted === null || each.period === wanted) && fits(question, each.value)),
    );
    if (newest === null) return [];
    const ageMonths = monthsSince(newest.period, context.visited);
    return [{ question: name, fact: newest, ageMonths, expired: ageMonths > (dictionary[fact]?.shelfLifeMonths ?? 0) }];
  });
}

/** Of the latest period; of one period, the one written last. */
export function newestOf(known: readonly KnownFact[]): KnownFact | null {
  return known.reduce<KnownFact | null>((best, each) => {
    if (best === null) return each;
    const order = compare(endOf(each.period), endOf(best.period)) || compare(each.source.at, best.source.at);
    return order > 0 ? each : best;
  }, null);
}

/** Full months from the end of the period to the day; never negative. */
export function monthsSince(period: string, day: string): number {
  const [year = 0, month = 1, date = 1] = endOf(period).split('-').map(Number);
  const [toYear = 0, toMonth = 1, toDate = 1] = day.slice(0, 10).split('-').map(Number);
  const months = (toYear - year) * 12 + (toMonth - month) - (toDate < date ? 1 : 0);
  return Math.max(0, months);
}

/** A year ends with the last day of December. */
function endOf(period: string): string {
  return period.length === 4 ? `${period}-12-31` : period;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

type Asked = Pick<Question, 'type' | 'choices'>;

function fits(question: Asked, value: AnswerValue): boolean {
  const options = question.choices.map(({ name }) => name);
  switch (question.type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'select_one':
      return typeof value === 'string' && options.includes(value);
    case 'select_multiple':
      return typeof value === 'object' && value !== null && value.every((option) => options.includes(option));
    case 'text':
      return typeof value === 'string';
    default:
      return false;
  }
}
