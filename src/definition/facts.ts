/** The dictionary of quantities that several definitions ask for: `survey-definitions/facts.yaml`. */
import * as z from 'zod/mini';
import type { CompiledDefinition, Question } from './compiled.ts';
import type { Fact, FactDictionary } from './fact-dictionary.ts';
import { indexDefinition } from './index-definition.ts';
import { nearest } from './resolve-expression.ts';
import { name, provenance, text } from './schema-parts.ts';
import { readSourceText } from './source-text.ts';

const fact = z.strictObject({
  title: text,
  type: z.enum(['number', 'text', 'choice', 'choices']),
  unit: z.nullable(text),
  period: z.enum(['year', 'now']),
  shelf_life_months: z.int().check(z.gt(0)),
  formula: text,
  options: z.optional(z.array(z.string()).check(z.minLength(2))),
  level_of: z.optional(text),
  provenance: z.optional(provenance),
});

export const factsSchema = z.strictObject({ provenance, facts: z.record(name, fact) });

export type FactsOutcome =
  | { readonly kind: 'ok'; readonly facts: FactDictionary }
  /** `line: message` */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export function readFacts(yaml: string): FactsOutcome {
  const source = readSourceText(yaml);
  if (source.faults.length > 0)
    return { kind: 'invalid', problems: source.faults.map(({ place, message }) => `${String(place.line)}: ${message}`) };
  const parsed = factsSchema.safeParse(source.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
      return `${String(source.place(path).line)}: ${path.join('.')}：${issue.message}`;
    });
    return { kind: 'invalid', problems };
  }
  const { facts, provenance: shared } = parsed.data;
  const missing = Object.entries(facts).filter(([, each]) => each.type.startsWith('choice') !== (each.options !== undefined));
  if (missing.length > 0)
    return {
      kind: 'invalid',
      problems: missing.map(([id]) => `${String(source.place(['facts', id]).line)}: ${id}：选择类要写 options，其他的不写`),
    };
  return {
    kind: 'ok',
    facts: Object.fromEntries(
      Object.entries(facts).map(([id, each]): readonly [string, Fact] => {
        const used = each.provenance ?? shared;
        return [
          id,
          {
            id,
            title: each.title,
            type: each.type,
            unit: each.unit,
            period: each.period,
            shelfLifeMonths: each.shelf_life_months,
            formula: each.formula,
            options: each.options ?? [],
            levelOf: each.level_of ?? null,
            provenance: { fidelity: used.fidelity, basis: used.basis ?? [], note: used.note ?? null },
          },
        ];
      }),
    ),
  };
}

export type FactFault = { readonly question: string; readonly message: string };

/** Every question whose fact does not fit the dictionary. */
export function factFaults(compiled: CompiledDefinition, facts: FactDictionary): readonly FactFault[] {
  const faults: FactFault[] = [];
  for (const { question, repeat } of indexDefinition(compiled).questions.values()) {
    if (question.fact === null) continue;
    const known = facts[question.fact];
    const fault = (message: string): void => void faults.push({ question: question.name, message });
    if (known === undefined) {
      fault(`facts.yaml 里没有“${question.fact}”。${nearest(question.fact, Object.keys(facts))}`);
      continue;
    }
    if (repeat !== null) fault('重复组里每行一个值，不能写 fact');
    for (const message of mismatches(question, known)) fault(message);
  }
  return faults;
}

function mismatches(question: Question, fact: Fact): readonly string[] {
  const found: string[] = [];
  if (question.unit !== fact.unit)
    found.push(`单位是“${question.unit ?? '无'}”，facts.yaml 里“${fact.id}”是“${fact.unit ?? '无'}”。改成一样`);
  if ((question.factPeriod === 'now') !== (fact.period === 'now'))
    found.push(
      fact.period === 'year'
        ? `“${fact.id}”是年度的数，写 period: last-year 或 year-before`
        : `“${fact.id}”是当天的数，不写 period`,
    );
  const wanted = questionTypes[fact.type];
  if (!wanted.includes(question.type)) found.push(`“${fact.id}”要 ${wanted.join(' 或 ')} 题`);
  if (fact.options.length > 0) {
    const unknown = question.choices.map((choice) => choice.name).filter((option) => !fact.options.includes(option));
    if (unknown.length > 0) found.push(`选项 ${unknown.join('、')} 不在“${fact.id}”的 options 里`);
  }
  return found;
}

const questionTypes: Readonly<Record<Fact['type'], readonly Question['type'][]>> = {
  number: ['integer', 'decimal', 'calculate'],
  text: ['text'],
  choice: ['select_one'],
  choices: ['select_multiple'],
};
