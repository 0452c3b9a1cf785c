import { evidenceLimits } from '#domain/evidence.ts';
import { problem, type Problem } from '#shared/problems.ts';

/** The sentence says how large the file is and what the limit is, in megabytes. */
export function tooLarge(size: number): Problem {
  const megabyte = 1024 * 1024;
  return problem('evidence.too-large', { megabytes: upwards(size / megabyte), limit: evidenceLimits.fileBytes / megabyte });
}

/** One decimal, rounded up: a file just over the limit never reads as being at it. */
export function upwards(value: number): number {
  return Math.ceil(value * 10) / 10;
}
