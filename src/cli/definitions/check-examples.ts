import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readSourceText } from '#definition/source-text.ts';
import { answersFromJson } from '#engine/answers-from-json.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { formProblems } from '#engine/form-problems.ts';
import { scoreAll } from '#scoring/score.ts';
import type { LoadedDefinition } from '#server/definitions/load-definitions.ts';
import { problemSentence } from '#cli/problem-sentence.ts';

const examplesSchema = z.array(
  z.object({
    answers: z.record(z.string(), z.json()),
    expected: z.object({
      measures: z.record(
        z.string(),
        z.object({ score: z.nullable(z.number()), answeredWeight: z.optional(z.nullable(z.number())) }),
      ),
      level: z.nullable(z.string()),
      /** State by condition. */
      checklist: z.optional(z.record(z.string(), z.string())),
      /** Level by reading. */
      readings: z.optional(z.record(z.string(), z.nullable(z.string()))),
    }),
  }),
);

const tolerance = 1e-9;

/**
 * Scores the worked examples beside a definition (`<edition>.examples.json`); one line a difference, or why there are none to score.
 * JSON is YAML, so the reader of definitions tells the lines.
 */
export async function checkExamples(folder: string, { compiled, file }: LoadedDefinition): Promise<readonly string[]> {
  const name = file.replace(/\.yaml$/, '.examples.json');
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch {
    return [`${name}: 没有算例。每个定义都要配至少一个，写明答案和应得的分`];
  }
  const source = readSourceText(text);
  const lineOf = (path: readonly (string | number)[]): string => `${name}:${String(source.place(path).line)}`;
  if (source.faults.length > 0) return source.faults.map(({ place, message }) => `${name}:${String(place.line)}: ${message}`);
  const read = examplesSchema.safeParse(source.value);
  if (!read.success) {
    return read.error.issues.map(({ path }) => {
      const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
      return `${lineOf(steps)}: ${steps.join('.') || '算例'} 缺少或类型不对。要 [{"answers": {…}, "expected": {"measures": {…}, "level": …}}]`;
    });
  }
  const faults: string[] = read.data.length === 0 ? [`${name}:1: 算例是空的。至少写一个`] : [];
  read.data.forEach(({ answers, expected }, index) => {
    const fault = (message: string): void => void faults.push(`${lineOf([index])}: [${String(index)}] ${message}`);
    const parsed = answersFromJson(compiled, answers);
    if (parsed.kind === 'invalid') {
      for (const each of parsed.problems) fault(problemSentence(each));
      return;
    }
    const form = evaluateAll(compiled, parsed.answers);
    for (const each of formProblems(compiled, form)) fault(problemSentence(each));
    const result = scoreAll(compiled, form);
    if (result.level !== expected.level) fault(`等级应为 ${String(expected.level)}，算出 ${String(result.level)}`);
    for (const [condition, state] of Object.entries(expected.checklist ?? {})) {
      const actual = result.checklist?.conditions[condition]?.state ?? '（没有这一条）';
      if (actual !== state) fault(`条件 ${condition} 应为 ${state}，算出 ${actual}`);
    }
    for (const [reading, level] of Object.entries(expected.readings ?? {})) {
      const actual = result.readings?.ways.find(({ id }) => id === reading)?.level ?? null;
      if (actual !== level) fault(`按“${reading}”等级应为 ${String(level)}，算出 ${String(actual)}`);
    }
    for (const [measure, { score, answeredWeight }] of Object.entries(expected.measures)) {
      const actual = result.measures[measure];
      if (!near(score, actual?.score ?? null)) fault(`${measure} 应为 ${String(score)}，算出 ${String(actual?.score ?? null)}`);
      if (answeredWeight !== undefined && !near(answeredWeight, actual?.answeredWeight ?? null)) {
        fault(`${measure} 的已答权重应为 ${String(answeredWeight)}，算出 ${String(actual?.answeredWeight ?? null)}`);
      }
    }
  });
  return faults;
}

function near(expected: number | null, actual: number | null): boolean {
  return expected === null || actual === null ? expected === actual : Math.abs(expected - actual) <= tolerance;
}
