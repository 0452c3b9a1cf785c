/**
 * Form → our definition file. The section score is there twice: as a calculated question, as every peer has it, and as a scored
 * measure; total and level are measures. Ours therefore computes more than a peer for the same form, not less.
 */
import type { Answers } from '../../../src/engine/answers.ts';
import type { Filled, Form, FormQuestion, FormSection, RepeatField } from './form.ts';
import { questionsById } from './form.ts';

type Source = Readonly<Record<string, unknown>>;

/** JSON text, which is YAML too. */
export function toDefinition(form: Form): string {
  const questions = questionsById(form);
  const survey: Source[] = form.sections.map((section) => sectionOf(section, questions));
  survey.push({
    type: 'group',
    name: 'equip_section',
    label: form.repeat.label,
    children: [
      { type: 'repeat', name: form.repeat.id, label: form.repeat.label, children: form.repeat.fields.map(fieldOf) },
      { type: 'calculate', name: 'equip_value', label: 'Value of all', calculation: 'sum(${value})', ...own },
    ],
  });
  return JSON.stringify({
    definition: form.id.replaceAll('_', '-'),
    edition: '1',
    title: form.title,
    purpose: 'Benchmark',
    audience: 'nobody',
    minutes: 1,
    status: 'draft',
    method: ['Sums of option scores.'],
    caution: 'Synthetic.',
    sources: {},
    survey,
    scoring: scoringOf(form),
  });
}

export function toAnswers(filled: Filled): Answers {
  return {
    values: filled.values,
    rows: { equip: filled.rows.map((row, index) => ({ id: rowId(index), values: row ?? {} })) },
  };
}

export function rowId(index: number): string {
  return `r${String(index + 1)}`;
}

/** Total points from the measure `total`, which is a mean over the sections. */
export function totalPoints(form: Form, score: number | null): number {
  return score === null ? 0 : score * form.sections.length;
}

const own = { fidelity: 'tool-default' } as const;

function sectionOf(section: FormSection, questions: ReadonlyMap<string, FormQuestion>): Source {
  return {
    type: 'group',
    name: section.id,
    label: section.label,
    children: section.questions.map((question) => questionOf(question, questions)),
  };
}

function questionOf(question: FormQuestion, questions: ReadonlyMap<string, FormQuestion>): Source {
  const { relevant } = question;
  const base = {
    name: question.id,
    label: question.label,
    ...(question.hint === null ? {} : { hint: question.hint }),
    ...(question.required ? { required: true } : {}),
    ...(relevant === null
      ? {}
      : { relevant: relevant.anyOf.map((value) => `\${${relevant.question}} = '${value}'`).join(' or ') }),
    ...own,
  };
  switch (question.type) {
    case 'select_one':
    case 'select_multiple':
      return { ...base, type: question.type, choices: question.options.map(({ name, label }) => ({ name, label })) };
    case 'integer':
    case 'decimal':
      return { ...base, type: question.type, ...limits(question) };
    case 'text':
      return { ...base, type: 'text' };
    case 'score':
      return {
        ...base,
        type: 'calculate',
        calculation: question.scoreOf.map((id) => scoreExpression(id, questions)).join(' + '),
      };
  }
}

function fieldOf(field: RepeatField): Source {
  const base = { name: field.id, label: field.label, ...own };
  switch (field.type) {
    case 'select_one':
      return { ...base, type: 'select_one', choices: field.options.map((name) => ({ name, label: name })) };
    case 'text':
      return { ...base, type: 'text' };
    case 'integer':
    case 'decimal':
      return { ...base, type: field.type, ...limits(field) };
    case 'product':
      return { ...base, type: 'calculate', calculation: field.of.map((factor) => `\${${factor}}`).join(' * ') };
  }
}

function limits({ min, max }: { readonly min: number; readonly max: number }): Source {
  const [least, most] = [String(min), String(max)];
  return { constraint: `. >= ${least} and . <= ${most}`, constraint_message: `Must be between ${least} and ${most}` };
}

function scoreExpression(id: string, questions: ReadonlyMap<string, FormQuestion>): string {
  const question = questions.get(id);
  const options = question?.type === 'select_one' ? question.options : [];
  return options.reduceRight((rest, option) => `if(\${${id}} = '${option.name}', ${String(option.score)}, ${rest})`, '0');
}

/** An option's 0–4 points as 0–100 of an item that weighs 4, so that a section's `sum` is its points. */
function scoringOf(form: Form): Source {
  const choices = form.sections.flatMap((section) => section.questions.filter((question) => question.type === 'select_one'));
  const share = 1 / form.sections.length;
  return {
    provenance: own,
    weights: { sum: 12, cases: [{ s0_q0: 'o1' }] },
    measures: [
      ...form.sections.map((section) => ({ id: section.id, name: section.label, kind: 'sum', min_answered: 0 })),
      {
        id: 'total',
        name: 'Total',
        kind: 'weighted-sum',
        terms: Object.fromEntries(form.sections.map((section) => [section.id, share])),
      },
    ],
    items: choices.map((question) => ({
      name: question.id,
      kind: 'options',
      measure: question.section,
      group: 'choices',
      weight: 4,
      scores: Object.fromEntries(question.options.map((option) => [option.name, option.score * 25])),
    })),
    level: {
      kind: 'gates',
      measures: ['total'],
      levels: [
        { id: form.level.otherwise, name: form.level.otherwise, gates: {} },
        // Half a point below the step: points are whole, and a mean of them may lose its last bit.
        ...form.level.steps.toReversed().map(([least, name]) => ({ id: name, name, gates: { total: (least - 0.5) * share } })),
      ],
    },
  };
}
