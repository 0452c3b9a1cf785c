import { problem, problemStatus, type Problem, type ProblemCode } from '#shared/problems.ts';

/** The problem of a kept code; one from a server newer than this app reads as 'set aside'. */
export function knownProblem(code: string | null): Problem {
  return problem(code !== null && code in problemStatus ? (code as ProblemCode) : 'sync.quarantined');
}
