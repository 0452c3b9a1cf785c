import type { ProblemCode } from '#shared/problems.ts';

/** Problems that leave nothing to try in this cycle. Any other concerns one part, and the rest goes on. */
export function stopsCycle(code: ProblemCode): boolean {
  return codes.has(code);
}

const codes: ReadonlySet<ProblemCode> = new Set([
  'network.unreachable',
  'network.not-ours',
  'auth.signed-out',
  'storage.full',
  'server.full',
  'storage.unavailable',
  'storage.locked',
  'sync.protocol-version',
  'sync.too-many',
]);
