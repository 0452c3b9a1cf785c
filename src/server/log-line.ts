/**
 * What is written about an unexpected error: one line of JSON, so that nothing a stranger sent can begin a line of its own. No body, no
 * query, no header, no parameter of a statement; a signed address of a file is cut, for it is a key while it holds.
 */

/** `what` is the method and path of a request, or the name of a job. */
export function logLine(error: unknown, what: string, now: number): string {
  const about =
    error instanceof Error
      ? { name: error.name, code: 'code' in error ? String(error.code) : null, message: error.message, stack: placesOf(error) }
      : { name: typeof error, code: null, message: '', stack: [] };
  return JSON.stringify({ at: new Date(now).toISOString(), what: safe(what), ...about, message: safe(about.message) });
}

/** Where it happened, without the message that heads a stack. */
function placesOf(error: Error): readonly string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('at ')).slice(0, 12);
}

/** Line ends and other control characters are escaped by JSON; direction marks and line separators, which it leaves, are taken out. */
function safe(text: string): string {
  return text
    .replace(/\/api\/blobs\/[^\s"]+/gu, '/api/blobs/…')
    .replace(/[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .slice(0, 500);
}
