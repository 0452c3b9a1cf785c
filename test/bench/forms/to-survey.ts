/** Form → SurveyJS JSON: one page a section; scores are `calculatedValues`, as an XForm's are binds without a control. */
import type { Expected } from './expected.ts';
import type { Filled, Form, FormQuestion, RepeatField } from './form.ts';
import { questionsById } from './form.ts';

type Definition = Readonly<Record<string, unknown>>;

/** SurveyJS counts at most 100 panels unless told otherwise; the page raises its own limit too. */
export const mostRows = 2000;

export function toSurvey(form: Form): Definition {
  const questions = questionsById(form);
  const calculatedValues: Definition[] = [];
  const calculated = (name: string, expression: string): void =>
    void calculatedValues.push({ name, expression, includeIntoResult: true });
  const scores = [...questions.values()].filter((question) => question.type === 'score');
  for (const question of scores)
    calculated(question.id, question.scoreOf.map((id) => scoreExpression(id, questions)).join(' + '));
  calculated('total', scores.map((question) => `{${question.id}}`).join(' + '));
  calculated(
    'level',
    form.level.steps.reduceRight(
      (rest, [least, name]) => `iif({total} >= ${String(least)}, '${name}', ${rest})`,
      `'${form.level.otherwise}'`,
    ),
  );
  calculated('equip_value', "sumInArray({equip}, 'value')");
  const pages: Definition[] = form.sections.map((section) => ({
    name: section.id,
    title: section.label,
    elements: section.questions.filter((question) => question.type !== 'score').map(elementOf),
  }));
  pages.push({
    name: 'p_equip',
    title: form.repeat.label,
    elements: [
      {
        type: 'paneldynamic',
        name: form.repeat.id,
        title: form.repeat.label,
        panelCount: form.repeat.count,
        maxPanelCount: mostRows,
        templateElements: form.repeat.fields.map(fieldOf),
      },
    ],
  });
  // `onHidden` is the only setting under which a hidden answer leaves the sums, as the other engines have it.
  return {
    title: form.title,
    showQuestionNumbers: 'off',
    checkErrorsMode: 'onNextPage',
    clearInvisibleValues: 'onHidden',
    pages,
    calculatedValues,
  };
}

export function toSurveyData(filled: Filled, expected: Expected): Definition {
  return {
    ...filled.values,
    equip: filled.rows.map((row) => (row === null ? {} : { ...row, value: row.qty * row.price })),
    ...expected.scores,
    total: expected.total,
    level: expected.level,
    equip_value: expected.value,
  };
}

function elementOf(question: FormQuestion): Definition {
  const base = {
    name: question.id,
    title: question.label,
    ...(question.hint === null ? {} : { description: question.hint }),
    ...(question.required ? { isRequired: true } : {}),
    ...(question.relevant === null
      ? {}
      : {
          visibleIf: question.relevant.anyOf.map((value) => `{${question.relevant?.question ?? ''}} = '${value}'`).join(' or '),
        }),
  };
  switch (question.type) {
    case 'select_one':
    case 'select_multiple':
      return {
        ...base,
        type: question.type === 'select_one' ? 'radiogroup' : 'checkbox',
        choices: question.options.map((option) => ({ value: option.name, text: option.label })),
      };
    case 'integer':
    case 'decimal':
      return numberInput(base, question);
    case 'text':
    case 'score':
      return { ...base, type: 'text' };
  }
}

function fieldOf(field: RepeatField): Definition {
  const base = { name: field.id, title: field.label };
  switch (field.type) {
    case 'select_one':
      return { ...base, type: 'radiogroup', choices: field.options };
    case 'text':
      return { ...base, type: 'text' };
    case 'integer':
    case 'decimal':
      return numberInput(base, field);
    case 'product':
      return { ...base, type: 'expression', expression: field.of.map((factor) => `{panel.${factor}}`).join(' * ') };
  }
}

function numberInput(
  base: Definition,
  range: { readonly type: 'integer' | 'decimal'; readonly min: number; readonly max: number },
): Definition {
  const step = range.type === 'decimal' ? { step: 'any' } : {};
  return { ...base, type: 'text', inputType: 'number', min: range.min, max: range.max, ...step };
}

function scoreExpression(id: string, questions: ReadonlyMap<string, FormQuestion>): string {
  const question = questions.get(id);
  const options = question?.type === 'select_one' ? question.options : [];
  return options.reduceRight((rest, option) => `iif({${id}} = '${option.name}', ${String(option.score)}, ${rest})`, '0');
}
