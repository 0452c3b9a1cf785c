/** Answers to every question a discrete firm is asked, chosen by the question's name alone, so that a failure repeats. */
import type { CompiledDefinition, FormNode, Question } from '../../../src/definition/compiled.ts';

export type AnswerJson = string | number | readonly string[] | readonly Readonly<Record<string, string>>[];
export type SampleAnswers = Readonly<Record<string, AnswerJson>>;

export function sampleAnswers(compiled: CompiledDefinition): SampleAnswers {
  const answers: Record<string, AnswerJson> = {};
  const visit = (node: FormNode): void => {
    switch (node.kind) {
      case 'group':
        node.children.forEach(visit);
        return;
      case 'repeat':
        answers[node.name] = [
          { key_process_name: '冲压', key_process_controlled: 'yes' },
          { key_process_name: '焊接', key_process_controlled: 'yes' },
          { key_process_name: '总装与检测', key_process_controlled: 'no' },
        ];
        return;
      case 'question': {
        const value = answerOf(node.question);
        if (value !== null) answers[node.question.name] = value;
      }
    }
  };
  compiled.sections.forEach(visit);
  return { ...answers, production_type: 'discrete_small', equipment_total: 120, equipment_digital: 66, equipment_networked: 30 };
}

function answerOf(question: Question): AnswerJson | null {
  const turn = Array.from(question.name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  switch (question.type) {
    case 'select_one':
      return question.choices[turn % question.choices.length]?.name ?? null;
    case 'select_multiple': {
      const real = question.choices.filter((choice) => !choice.exclusive && !choice.notApplicable);
      return real.filter((_, index) => (turn >> index) % 2 === 0 || index === turn % real.length).map(({ name }) => name);
    }
    case 'integer':
    case 'decimal': {
      const min = question.min ?? 0;
      const max = Math.min(question.max ?? 100, min + 400);
      const value = min + ((max - min) * (20 + (turn % 60))) / 100;
      return question.type === 'integer' ? Math.round(value) : Math.round(value * 10) / 10;
    }
    case 'text':
      return `说明 ${question.name}`;
    case 'date':
      return '2026-05-20';
    case 'geopoint':
    case 'image':
    case 'note':
    case 'calculate':
      return null;
  }
}
