/** The smallest parts of a definition file's shape. */
import * as z from 'zod/mini';

export const name = z.string().check(z.regex(/^[a-z][a-z0-9_]*$/i, '名称只用字母、数字、下划线，以字母开头'));
export const text = z.string().check(z.minLength(1, '不能为空'));
export const score = z.number().check(z.gte(0, '分数在 0 到 100 之间'), z.lte(100, '分数在 0 到 100 之间'));
export const fidelity = z.enum(['official', 'secondary', 'recalled', 'tool-default']);

export const provenance = z.strictObject({
  fidelity,
  basis: z.optional(z.array(text)),
  note: z.optional(text),
});

export type ProvenanceSource = z.infer<typeof provenance>;
