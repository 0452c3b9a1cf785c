import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { answersFromJson } from '#engine/answers-from-json.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { formProblems } from '#engine/form-problems.ts';
import { scoreAll } from '#scoring/score.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { Json } from '#shared/json.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { compareEditions, listDefinitionFiles, problemLine, readDefinition } from '#server/definitions/load-definitions.ts';
import type { Command } from '#cli/command.ts';
import { problemSentence } from '#cli/problem-sentence.ts';

export const command: Command = {
  usage: `用法：npm run -s cli -- score 文件
文件是 {"definition": "two-integration", "edition": 可省, "answers": {题名: 值}}，或这样的数组；- 表示标准输入。
输出一个 JSON 对象或数组，分数不取整。输入有误时退出码 2，标准错误每行一个问题，标准输出为空。`,

  async run(args) {
    const [file, ...more] = args;
    if (file === undefined || more.length > 0) return refuse(['要且只要一个文件名。用法见 score --help']);
    let text: string;
    try {
      text = file === '-' ? await readStandardInput() : await readFile(file, 'utf8');
    } catch {
      return refuse([`读不到文件 ${file}。请核对路径`]);
    }
    let input: Json;
    try {
      input = JSON.parse(text) as Json;
    } catch (fault) {
      return refuse([`${file} 不是可用的 JSON：${fault instanceof Error ? fault.message : ''}`]);
    }
    const requests = Array.isArray(input) ? (input as readonly Json[]) : [input];
    const results: Json[] = [];
    const problems: string[] = [];
    for (const [index, request] of requests.entries()) {
      const outcome = await scoreRequest(request);
      if (outcome.kind === 'ok') results.push(outcome.printed);
      else problems.push(...outcome.problems.map((line) => (Array.isArray(input) ? `[${String(index)}] ${line}` : line)));
    }
    if (problems.length > 0) return refuse(problems);
    process.stdout.write(`${JSON.stringify(Array.isArray(input) ? results : results[0], null, 2)}\n`);
    return 0;
  },
};

function refuse(lines: readonly string[]): number {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  return 2;
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** Further keys are let be, so that worked examples can be scored as they are. */
const requestSchema = z.object({
  definition: z.string(),
  edition: z.optional(z.nullable(z.string())),
  answers: z.record(z.string(), z.json()),
});

type Scored =
  | { readonly kind: 'ok'; readonly printed: Json }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

async function scoreRequest(request: Json): Promise<Scored> {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.map(
        (issue) => `${issue.path.join('.') || '输入'}：缺少或类型不对。要 {"definition", "answers": {…}}`,
      ),
    };
  }
  const found = await findDefinition(parsed.data.definition, parsed.data.edition ?? null);
  if (found.kind === 'invalid') return found;
  const answers = answersFromJson(found.compiled, parsed.data.answers);
  if (answers.kind === 'invalid') return { kind: 'invalid', problems: answers.problems.map(problemSentence) };
  const form = evaluateAll(found.compiled, answers.answers);
  const wrong = formProblems(found.compiled, form);
  if (wrong.length > 0) return { kind: 'invalid', problems: wrong.map(problemSentence) };
  return { kind: 'ok', printed: printable(found.compiled, scoreAll(found.compiled, form)) };
}

type Found =
  | { readonly kind: 'ok'; readonly compiled: CompiledDefinition }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Reads only the files of the definition asked for. Without an edition: the newest published one. */
async function findDefinition(id: string, edition: string | null): Promise<Found> {
  const folder = definitionsFolder();
  const all = await listDefinitionFiles(folder);
  const own = all.filter((file) => file.startsWith(`${id}/`));
  if (own.length === 0) {
    const ids = [...new Set(all.map((file) => file.split('/')[0] ?? ''))];
    return { kind: 'invalid', problems: [`definition：没有评估“${id}”。可用：${ids.join('、')}`] };
  }
  const candidates =
    edition === null ? own.toSorted((a, b) => compareEditions(b, a)) : own.filter((file) => file === `${id}/${edition}.yaml`);
  for (const file of candidates) {
    const outcome = await readDefinition(folder, file);
    if (outcome.kind === 'invalid') return { kind: 'invalid', problems: outcome.problems.map(problemLine) };
    const { compiled } = outcome.definition;
    if (edition !== null || compiled.status === 'published') return { kind: 'ok', compiled };
  }
  const editions = own.map((file) => file.slice(id.length + 1, -'.yaml'.length)).join('、');
  return {
    kind: 'invalid',
    problems: [
      edition === null ? `definition：“${id}”还没有发布的版本` : `edition：“${id}”没有版本“${edition}”。可用：${editions}`,
    ],
  };
}

/**
 * What a definition has no use for (readings, scenes, checklist) is left out. Measures made of measures have no answered weight and, without a grade table, no grade: only their score is printed.
 */
function printable(compiled: CompiledDefinition, result: ScoreResult): Json {
  const measures: Record<string, Json> = {};
  for (const measure of compiled.scoring.measures) {
    const { score, grade, answeredWeight } = result.measures[measure.id] ?? { score: null, grade: null, answeredWeight: null };
    measures[measure.id] =
      measure.kind === 'weighted-sum' && measure.grades.length === 0 ? { score } : { score, grade, answeredWeight };
  }
  const warnings = result.warnings.map((warning) => ({
    code: warning.code,
    ...warning.detail,
    message: problemSentence(warning),
  }));
  const { readings, scenes, checklist, ...common } = result;
  return {
    ...common,
    measures,
    warnings,
    ...(readings === null ? {} : { readings }),
    ...(scenes === null ? {} : { scenes }),
    ...(checklist === null ? {} : { checklist }),
  };
}
