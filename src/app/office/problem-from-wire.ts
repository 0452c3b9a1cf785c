import { problemReplySchema } from '#protocol/sync-wire.ts';
import { problem, problemStatus, type Problem, type ProblemCode } from '#shared/problems.ts';

/** What a refusal's body says; a body that says nothing known is a fault of the server. */
export function problemFromBody(body: unknown): Problem {
  const parsed = problemReplySchema.safeParse(body);
  return (parsed.success ? knownProblem(parsed.data.problem) : null) ?? problem('server.failed');
}

/** Null for a code of a newer server that this build has no sentence for. */
export function knownProblem(candidate: { readonly code: string; readonly detail: Problem['detail'] }): Problem | null {
  return isProblemCode(candidate.code) ? problem(candidate.code, candidate.detail) : null;
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemStatus, code);
}
