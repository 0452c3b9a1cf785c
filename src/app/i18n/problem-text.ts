import type { Problem } from '#shared/problems.ts';
import { fill, textOf } from './t.ts';

/** The sentence for a problem, with its numbers and names. Reactive on the language. */
export function problemText(problem: Problem): string {
  const text = textOf('problem', problem.code) ?? textOf('problem', 'server.failed') ?? problem.code;
  return fill(text, problem.detail);
}
