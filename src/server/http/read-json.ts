/** Request bodies: JSON of limited size and depth, without keys that reach into prototypes, parsed once. */
import type * as z from 'zod/mini';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { RouteContext } from './reply.ts';

/** Bytes of an ordinary request. */
export const smallBody = 64 * 1024;
/** Bytes of a push. */
export const pushBody = 2 * 1024 * 1024;
const deepest = 64;

export async function readJson<T>(c: RouteContext, schema: z.ZodMiniType<T>, limit: number): Promise<Outcome<T>> {
  const text = await readText(c.req.raw, limit);
  if (text === null) return refused(problem('sync.batch-too-large', { limit }));
  if (text.includes('__proto__') || isTooDeep(text)) return refused(problem('input.malformed', { field: '' }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(problem('input.malformed', { field: '' }));
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return refused(problem('input.malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' }));
}

/** Null as soon as the body exceeds the limit, whatever its length header says. */
async function readText(request: Request, limit: number): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Brackets outside strings, counted without building anything. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index += 1;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
