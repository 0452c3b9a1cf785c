/**
 * All that an independent program needs to generate answers to a definition and score them, as plain JSON with every expression in
 * XLSForm text: `definitions describe ID --json`.
 */
import type { Json } from '#shared/json.ts';
import type { CompiledDefinition, FormNode, Question } from './compiled.ts';
import type { Expression } from './expression.ts';
import { indexDefinition } from './index-definition.ts';
import { describeMeasure, levelFormula, ruleFormula, testFormula } from './describe-formula.ts';
import { howToRead } from './how-to-read.ts';
import { printExpression } from './print-expression.ts';
import type { Provenance } from './provenance.ts';
import type { Checklist, LevelRule, ScoredItem } from './scoring.ts';

export function describeDefinition(compiled: CompiledDefinition, hash: string): Json {
  const { scoring } = compiled;
  return {
    definition: compiled.id,
    edition: compiled.edition,
    hash,
    title: compiled.title,
    purpose: compiled.purpose,
    audience: compiled.audience,
    minutes: compiled.minutes,
    status: compiled.status,
    validity: { ...compiled.validity },
    method: compiled.method,
    caution: compiled.caution,
    notes: compiled.notes,
    how_to_read: howToRead,
    sources: compiled.sources.map((source) => ({ ...source })),
    sections: compiled.sections.map(describeNode),
    questions: describeQuestions(compiled),
    repeats: [...indexDefinition(compiled).repeats.values()].map(({ repeat, section }) => ({
      name: repeat.name,
      label: repeat.label,
      section,
      questions: repeat.children.map(({ question }) => question.name),
    })),
    items: scoring.items.map((item) => describeItem(compiled, item)),
    measures: scoring.measures.map((measure) => describeMeasure(measure, scoring.items)),
    level: scoring.level === null ? null : describeLevel(scoring.level),
    checklist: scoring.checklist === null ? null : describeChecklist(scoring.checklist),
  };
}

function describeNode(node: FormNode): Json {
  if (node.kind === 'question') return { kind: 'question', name: node.question.name };
  return {
    kind: node.kind,
    name: node.name,
    label: node.label,
    hint: node.hint,
    relevant: text(node.relevant),
    children: node.children.map(describeNode),
  };
}

/** `relevant` is the question's own; `relevant_all` has those of the groups around it too: all must hold. */
function describeQuestions(compiled: CompiledDefinition): readonly Json[] {
  const questions: Json[] = [];
  const { itemsOf, questions: places } = indexDefinition(compiled);
  const walk = (nodes: readonly FormNode[], around: readonly string[]): void => {
    for (const node of nodes) {
      const relevant = node.kind === 'question' ? node.question.relevant : node.relevant;
      const all = relevant === null ? around : [...around, printExpression(relevant)];
      if (node.kind !== 'question') {
        walk(node.children, all);
        continue;
      }
      const { question } = node;
      const place = places.get(question.name);
      questions.push({
        ...describeQuestion(question),
        section: place?.section ?? null,
        group: place?.parent ?? null,
        repeat: place?.repeat ?? null,
        relevant: text(question.relevant),
        relevant_all: all,
        score: (itemsOf.get(question.name) ?? []).map((item) => describeItem(compiled, item)),
        ...provenance(question.provenance),
      });
    }
  };
  walk(compiled.sections, []);
  return questions;
}

function describeQuestion(question: Question): { readonly [key: string]: Json } {
  return {
    name: question.name,
    type: question.type,
    label: question.label,
    hint: question.hint,
    guidance: question.guidance,
    unit: question.unit,
    range: question.min === null && question.max === null ? null : [question.min, question.max],
    options: question.choices.map((choice) => ({
      name: choice.name,
      label: choice.label,
      exclusive: choice.exclusive,
      not_applicable: choice.notApplicable,
      columns: { ...choice.columns },
    })),
    required: question.required,
    constraint: text(question.constraint),
    constraint_message: question.constraintMessage,
    calculation: text(question.calculation),
    choice_filter: text(question.choiceFilter),
    evidence: question.evidence === null ? null : { ...question.evidence },
    fact: question.fact,
    fact_period: question.factPeriod,
    appearance: question.appearance,
  };
}

function describeItem(compiled: CompiledDefinition, item: ScoredItem): Json {
  const measure = compiled.scoring.measures.find(({ id }) => id === item.measure);
  const group = compiled.scoring.groups.find(({ id }) => id === item.group);
  return {
    name: item.name,
    label: item.label,
    measure: item.measure,
    measure_name: measure?.name ?? null,
    group: group?.name ?? null,
    weight: item.weight,
    inputs: item.inputs,
    rule: item.rule as Json,
    formula: ruleFormula(item.rule),
    ...provenance(item.provenance),
  };
}

function describeLevel(rule: LevelRule): Json {
  const { provenance: ground, ...figures } = rule;
  return { ...(figures as unknown as { readonly [key: string]: Json }), formula: levelFormula(rule), ...provenance(ground) };
}

function describeChecklist(checklist: Checklist): Json {
  return {
    formula:
      '每条：达到 met、没达到 not-met、待判断 judged、没答 unanswered、不适用 not-applicable。没有总分。判断类和前提不参与定级。',
    parts: checklist.parts.map(({ id, name, applies }) => ({ id, name, applies: text(applies) })),
    conditions: checklist.conditions.map((condition) => ({
      name: condition.name,
      label: condition.label,
      needs: condition.needs,
      part: condition.part,
      level: condition.level,
      prerequisite: condition.prerequisite,
      applies: text(condition.applies),
      test:
        condition.test.kind === 'expression'
          ? { kind: 'expression', met: printExpression(condition.test.met) }
          : { ...condition.test },
      formula: testFormula(condition.test),
      inputs: condition.inputs,
      ...provenance(condition.provenance),
    })),
  };
}

export function provenance({ fidelity, basis, note }: Provenance): {
  readonly fidelity: string;
  readonly source: readonly string[];
  readonly note: string | null;
} {
  return { fidelity, source: basis, note };
}

function text(expression: Expression | null): string | null {
  return expression === null ? null : printExpression(expression);
}
