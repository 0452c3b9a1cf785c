import type { Report } from './report.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { resolveExpression } from './resolve-expression.ts';
import type { ResolveContext } from './resolve-expression.ts';
import type { SourcePath } from './source-text.ts';

/** Text of a definition file → resolved expression; what is wrong with it is reported at `path`. */
export function readExpression(
  text: string | undefined,
  path: SourcePath,
  question: string | null,
  context: ResolveContext,
  report: Report,
): Expression | null {
  if (text === undefined) return null;
  const parsed = parseExpression(text);
  if (parsed.kind === 'invalid') {
    report(path, question, `表达式第 ${String(parsed.at + 1)} 个字符处：${parsed.message}`, `改正“${text}”`);
    return null;
  }
  const resolved = resolveExpression(parsed.expression, context);
  for (const fault of resolved.faults) report(path, question, fault.message, fault.advice);
  return resolved.expression;
}
