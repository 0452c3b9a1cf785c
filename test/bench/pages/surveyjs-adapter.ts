import { Model, settings } from 'survey-core';
import type { Question, QuestionPanelDynamic } from 'survey-core';
import { inputsOf, scoresOf } from '../forms/form.ts';
import { mostRows, toSurvey, toSurveyData } from '../forms/to-survey.ts';
import type { Adapter, UserInterface } from './adapter.ts';

export type Survey = { readonly model: Model; readonly questions: Map<string, Question>; readonly rows: QuestionPanelDynamic };

export function surveyAdapter(name: string, screens: { readonly ui?: UserInterface<Survey> }): Adapter<Survey> {
  // The default of 100 cuts longer repeats without a word.
  settings.panel.maxPanelCount = mostRows;
  return {
    name,
    definition: (form) => JSON.stringify(toSurvey(form)),
    draft: (_form, filled, expected) => JSON.stringify(toSurveyData(filled, expected)),
    open(_form, definition, draft) {
      const model = new Model(JSON.parse(definition));
      if (draft !== null) model.data = JSON.parse(draft);
      return { model, questions: new Map(), rows: model.getQuestionByName('equip') as QuestionPanelDynamic };
    },
    index(survey, form) {
      for (const { id } of inputsOf(form)) survey.questions.set(id, survey.model.getQuestionByName(id));
      // Rows are made when first looked at: the first timed answer in a row must not pay for all of them.
      for (const panel of survey.rows.panels) panel.getQuestionByName('qty');
    },
    set(survey, question, value) {
      questionOf(survey, question).value = value;
    },
    setRow(survey, row, field, value) {
      const question = survey.rows.panels[row]?.getQuestionByName(field);
      if (question === undefined) throw new Error(`no row ${String(row)}`);
      question.value = value;
    },
    addRow: (survey) => void survey.rows.addPanel(),
    indexRow: () => undefined,
    total: (survey) => Number(survey.model.getVariable('total') ?? survey.model.getValue('total')),
    shown: (survey, form) => ({
      total: number(survey, 'total'),
      level: String(survey.model.getVariable('level') ?? survey.model.getValue('level')),
      value: number(survey, 'equip_value'),
      relevantCount:
        inputsOf(form).filter((question) => questionOf(survey, question.id).isVisible).length + scoresOf(form).length,
    }),
    restoreHidden(survey, form, filled) {
      // Down the chain: each answer put back shows the next question.
      for (const { id, relevant } of inputsOf(form)) {
        const question = relevant === null ? null : questionOf(survey, id);
        if (question?.isVisible === true && question.isEmpty()) question.value = filled.values[id];
      }
    },
    ...screens,
  };
}

export function questionOf(survey: Survey, id: string): Question {
  const found = survey.questions.get(id);
  if (found === undefined) throw new Error(`no question ${id}`);
  return found;
}

function number(survey: Survey, name: string): number {
  return Number(survey.model.getVariable(name) ?? survey.model.getValue(name));
}
