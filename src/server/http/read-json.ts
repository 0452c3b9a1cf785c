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

/** `quick`, where there is one, accepts what the schema accepts and may leave some of it to the schema. */
export async function readJson<T>(
  c: RouteContext,
  schema: z.ZodMiniType<T>,
  limit: number,
  quick: (json: unknown) => json is T = noneQuickly,
): Promise<Outcome<T>> {
  const text = await readText(c.req.raw, limit);
  if (text === null) return refused(problem('sync.batch-too-large', { limit }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(problem('input.malformed', { field: '' }));
  }
  // The parser itself does not recurse; what comes after it may.
  if (isUnsafe(json, deepest)) return refused(problem('input.malformed', { field: '' }));
  if (quick(json)) return ok(json);
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  return refused(problem('input.malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' }));
}

function noneQuickly(_json: unknown): _json is never {
  return false;
}

/** Null as soon as the body exceeds the limit. */
async function readText(request: Request, limit: number): Promise<string | null> {
  const length = request.headers.get('content-length');
  if (length !== null) {
    // No more than it says ever arrives: Node's parser ends the body there. Read without a stream of the web's kind, which costs more
    // than parsing it.
    if (Number(length) > limit) return null;
    const text = await request.text();
    return text.length > limit ? null : text;
  }
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder().decode(Buffer.concat(chunks, size));
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

/** Deeper than so many levels, or with a key that reaches into prototypes, however it was spelt. */
function isUnsafe(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((part) => isUnsafe(part, levels - 1));
  for (const key in value) {
    if (key === '__proto__') return true;
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof part !== 'object' || part === null) continue;
    if ((key === 'constructor' && Object.hasOwn(part, 'prototype')) || isUnsafe(part, levels - 1)) return true;
  }
  return false;
}
