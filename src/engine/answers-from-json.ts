import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { Json } from '#shared/json.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { Answers, AnswerValue, Row } from './answers.ts';
import { describeProblem, malformation, normaliseAnswer, rangeProblem, wrongType } from './check-value.ts';

export type ParsedAnswers =
  | { readonly kind: 'ok'; readonly answers: Answers }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Reads answers from outside: an object keyed by question name, repeats as arrays of objects, no computed names. All problems are
 * reported, not the first alone. Row ids become `r1`, `r2` …. Constraints and required questions need the whole form: see
 * `formProblems`.
 */
export function answersFromJson(compiled: CompiledDefinition, json: Json): ParsedAnswers {
  if (!isObject(json)) return { kind: 'invalid', problems: [problem('input.malformed', { question: 'answers' })] };
  const { questions, repeats } = indexDefinition(compiled);
  const problems: Problem[] = [];

  const readValue = (question: Question, path: string, given: Json): AnswerValue => {
    if (question.type === 'calculate' || question.type === 'note') {
      problems.push(problem('input.computed-question', { question: path, label: question.label }));
      return null;
    }
    const value = asAnswer(given);
    const found = value === undefined ? wrongType : malformation(question, value) || rangeProblem(question, value);
    const described = describeProblem(found, question, path, value ?? null);
    if (described !== null) problems.push(described);
    return normaliseAnswer(value ?? null);
  };

  const readRow = (repeat: string, index: number, given: Json): Row => {
    const id = `r${String(index + 1)}`;
    const values: Record<string, AnswerValue> = {};
    if (!isObject(given)) {
      problems.push(problem('input.wrong-type', { question: `${repeat}/${id}`, label: repeat, type: 'repeat' }));
      return { id, values };
    }
    for (const [name, value] of Object.entries(given)) {
      const place = questions.get(name);
      const path = `${repeat}/${id}/${name}`;
      if (place === undefined || place.repeat !== repeat) problems.push(problem('input.unknown-question', { question: path }));
      else values[name] = readValue(place.question, path, value);
    }
    return { id, values };
  };

  const values: Record<string, AnswerValue> = {};
  const rows: Record<string, readonly Row[]> = {};
  for (const [name, given] of Object.entries(json)) {
    const repeat = repeats.get(name)?.repeat;
    const place = questions.get(name);
    if (repeat !== undefined) {
      if (given === null) rows[name] = [];
      else if (!Array.isArray(given))
        problems.push(problem('input.wrong-type', { question: name, label: repeat.label, type: 'repeat' }));
      else rows[name] = (given as readonly Json[]).map((row, index) => readRow(name, index, row));
    } else if (place === undefined || place.repeat !== null) {
      problems.push(problem('input.unknown-question', { question: name }));
    } else {
      values[name] = readValue(place.question, name, given);
    }
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'ok', answers: { values, rows } };
}

/** `undefined`: no answer at all, such as a boolean. Blank text stays text here: an empty option name is a mistake, not a blank. */
function asAnswer(json: Json): AnswerValue | undefined {
  if (json === null || typeof json === 'string' || typeof json === 'number') return json;
  if (!Array.isArray(json)) return undefined;
  const options: string[] = [];
  for (const option of json as readonly Json[]) {
    if (typeof option !== 'string') return undefined;
    options.push(option);
  }
  return options;
}

function isObject(json: Json): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
