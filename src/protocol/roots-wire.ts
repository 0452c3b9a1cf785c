/** A phone says what it holds of assessments; the server answers with those of which it holds something else. */
import * as z from 'zod/mini';

export const rootsLimit = 50;

const id = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));

export const rootsRequestSchema = z.strictObject({
  epoch: z.string(),
  cursor: z.int().check(z.minimum(0)),
  /** Assessment and its `stateRoot`. */
  roots: z.array(z.tuple([id, z.string().check(z.regex(/^[0-9a-f]{64}$/))])).check(z.maxLength(rootsLimit)),
});
export const rootsReplySchema = z.object({ differing: z.array(id) });

export type RootsRequest = z.infer<typeof rootsRequestSchema>;
