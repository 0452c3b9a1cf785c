import { buildScoring } from './build-scoring.ts';
import { buildSurvey } from './build-survey.ts';
import type { Report } from './report.ts';
import type { CompiledDefinition, FormNode, Question, Section, Source } from './compiled.ts';
import { describeIssue } from './describe-issue.ts';
import { referencesOf } from './expression.ts';
import { conditionsOf, lintReach, lintWeights } from './lint-reach.ts';
import { lintScoring } from './lint-scoring.ts';
import type { LintedQuestion } from './linted-question.ts';
import { orderNames } from './order-names.ts';
import { definitionSchema } from './schema.ts';
import type { DefinitionSource } from './schema.ts';
import { readSourceText } from './source-text.ts';
import type { SourcePath, SourceText } from './source-text.ts';

/** What is wrong with a definition file, where, and what to do about it. Lines and columns count from 1. */
export type DefinitionProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly question: string | null;
  readonly message: string;
  readonly advice: string;
};

export type CompileOutcome =
  | { readonly kind: 'ok'; readonly compiled: CompiledDefinition }
  | { readonly kind: 'invalid'; readonly problems: readonly DefinitionProblem[] };

/** YAML text → compiled definition, or every problem found, in the order of the file. */
export function compileDefinition(text: string, fileName: string): CompileOutcome {
  const problems: DefinitionProblem[] = [];
  const source = readSourceText(text);
  const note = (place: { line: number; column: number }, question: string | null, message: string, advice: string): void =>
    void problems.push({ file: fileName, ...place, question, message, advice });

  for (const fault of source.faults) note(fault.place, null, `YAML 写法有误：${fault.message}`, '检查缩进、引号、冒号后的空格');
  if (problems.length > 0) return { kind: 'invalid', problems };

  const parsed = definitionSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path as SourcePath;
      const place = issue.code === 'unrecognized_keys' ? source.placeOfKey(path, issue.keys[0] ?? '') : source.place(path);
      const { message, advice } = describeIssue(issue);
      note(place, questionAt(source, path), message, advice);
    }
    return { kind: 'invalid', problems: inFileOrder(problems) };
  }

  const report: Report = (path, question, message, advice) => note(source.place(path), question, message, advice);
  const compiled = build(parsed.data, report);
  return problems.length > 0 || compiled === null
    ? { kind: 'invalid', problems: inFileOrder(problems) }
    : { kind: 'ok', compiled };
}

function build(data: DefinitionSource, report: Report): CompiledDefinition | null {
  const sources = Object.entries(data.sources).map(([key, { title, issuer, year, fidelity, note }]): Source => ({
    key,
    title,
    issuer: issuer ?? null,
    year: year ?? null,
    fidelity,
    note: note ?? null,
  }));
  const { sections, names, paths } = buildSurvey(data, sources, report);
  const questions = questionsOf(sections);
  const scoring = buildScoring(data.scoring, names, (question) => questions.get(question)?.label ?? null, report);
  lintScoring(scoring, questions, { items: data.scoring.items.length, measures: data.scoring.measures.length }, report);
  const conditions = conditionsOf(sections);
  lintReach(conditions, names, paths, report);
  lintWeights(data.scoring.weights, scoring, conditions, names, report);

  const ordered = orderOf(sections);
  if (ordered.kind === 'cycle') {
    const name = ordered.names[0] ?? '';
    report(paths.get(name) ?? [], name, `循环引用：${ordered.names.join(' → ')}`, '去掉其中一处 relevant 或 calculation 的引用');
    return null;
  }
  return {
    format: 1,
    id: data.definition,
    edition: data.edition,
    title: data.title,
    purpose: data.purpose,
    audience: data.audience,
    minutes: data.minutes,
    status: data.status,
    validity: { from: data.validity?.from ?? null, until: data.validity?.until ?? null },
    method: data.method,
    caution: data.caution,
    notes: data.notes ?? [],
    sources,
    sections,
    scoring,
    order: ordered.order,
  };
}

function questionsOf(sections: readonly Section[]): ReadonlyMap<string, LintedQuestion & Pick<Question, 'label'>> {
  const questions = new Map<string, LintedQuestion & Pick<Question, 'label'>>();
  const walk = (nodes: readonly FormNode[], repeat: string | null): void => {
    for (const node of nodes) {
      if (node.kind === 'question') questions.set(node.question.name, { ...node.question, repeat });
      else walk(node.children, node.kind === 'repeat' ? node.name : null);
    }
  };
  walk(sections, null);
  return questions;
}

/** Names after everything that their relevance and calculation read, and after the group around them. */
function orderOf(sections: readonly Section[]): ReturnType<typeof orderNames> {
  const needs = new Map<string, readonly string[]>();
  const walk = (nodes: readonly FormNode[], parent: readonly string[]): void => {
    for (const node of nodes) {
      if (node.kind === 'question') {
        const { name, relevant, calculation } = node.question;
        needs.set(name, [...parent, ...referencesOf(relevant), ...referencesOf(calculation)]);
      } else {
        needs.set(node.name, [...parent, ...referencesOf(node.relevant)]);
        walk(node.children, [node.name]);
      }
    }
  };
  walk(sections, []);
  return orderNames([...needs.keys()], (name) => needs.get(name) ?? []);
}

/** The name of the question, group or item that a place in the file belongs to. */
function questionAt(source: SourceText, path: SourcePath): string | null {
  let value: unknown = source.value;
  let found: string | null = null;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) break;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
    if (typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string') found = value.name;
  }
  return found;
}

function inFileOrder(problems: readonly DefinitionProblem[]): readonly DefinitionProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
