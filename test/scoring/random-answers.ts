/** Random valid answers to any definition: some questions blank, repeats with a few rows. */
import type { CompiledDefinition, Question } from '../../src/definition/compiled.ts';
import { indexDefinition } from '../../src/definition/index-definition.ts';
import type { Answers, AnswerValue, Row } from '../../src/engine/answers.ts';
import type { Chance } from '../engine/random.ts';

export function randomAnswers(compiled: CompiledDefinition, chance: Chance, blank = 0.2): Answers {
  const { questions, repeats } = indexDefinition(compiled);
  const values: Record<string, AnswerValue> = {};
  for (const { question, repeat } of questions.values()) {
    if (repeat === null && !chance.bool(blank)) values[question.name] = randomAnswer(question, chance);
  }
  const rows: Record<string, readonly Row[]> = {};
  for (const [name, { repeat }] of repeats) {
    rows[name] = Array.from({ length: chance.int(0, 4) }, (_, index) => ({
      id: `r${String(index + 1)}`,
      values: Object.fromEntries(
        repeat.children
          .filter(() => !chance.bool(blank))
          .map(({ question }) => [question.name, randomAnswer(question, chance)] as const),
      ),
    }));
  }
  return { values, rows };
}

export function randomAnswer(question: Question, chance: Chance): AnswerValue {
  const options = question.choices.map(({ name }) => name);
  switch (question.type) {
    case 'select_one':
      return chance.pick(options);
    case 'select_multiple': {
      const free = question.choices.filter(({ exclusive }) => !exclusive).map(({ name }) => name);
      const ticked = free.filter(() => chance.bool());
      return ticked.length > 0 ? ticked : [chance.pick(options)];
    }
    case 'integer':
      return chance.int(question.min ?? 0, Math.min(question.max ?? 100, (question.min ?? 0) + 100));
    case 'decimal':
      return chance.int(Math.max(question.min ?? 0, -100) * 4, Math.min(question.max ?? 100, 200) * 4) / 4;
    case 'text':
      return chance.pick(['有', '没有', '一段话']);
    case 'date':
      return '2025-06-01';
    default:
      return null;
  }
}
