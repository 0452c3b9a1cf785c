import { evidenceLimits } from '#domain/evidence.ts';
import { problem, type Problem } from '#shared/problems.ts';

/** The sentence says how large the file is and what the limit is, in megabytes. */
export function tooLarge(size: number): Problem {
  return problem('evidence.too-large', sizes(size));
}

/** The same of a document. */
export function fileTooLarge(size: number): Problem {
  return problem('evidence.file-too-large', sizes(size));
}

/** One decimal, rounded up: a file just over the limit never reads as being at it. */
export function upwards(value: number): number {
  return Math.ceil(value * 10) / 10;
}

function sizes(size: number) {
  const megabyte = 1024 * 1024;
  return { megabytes: upwards(size / megabyte), limit: evidenceLimits.fileBytes / megabyte };
}
