/** The dictionary of firm-level quantities: public, small, fetched whole when the definitions changed. */
import * as z from 'zod/mini';
import type { FactDictionary } from '#definition/fact-dictionary.ts';

const text = z.string();
const nullableText = z.nullable(text);

const fact = z.object({
  id: text,
  title: text,
  type: z.enum(['number', 'text', 'choice', 'choices']),
  unit: nullableText,
  period: z.enum(['year', 'now']),
  shelfLifeMonths: z.int().check(z.gt(0)),
  levelOf: z.nullable(z.string()),
  formula: text,
  options: z.array(text),
  provenance: z.object({
    fidelity: z.enum(['official', 'secondary', 'recalled', 'tool-default']),
    basis: z.array(text),
    note: nullableText,
  }),
});

export const factsReplySchema = z.object({ facts: z.record(text, fact) });

/** Answers of one assessment that stand as taken over from a fact, each with the op that says so. */
export const adoptedReplySchema = z.object({ adopted: z.array(z.object({ path: text, hash: text })) });

export type AdoptedReply = z.infer<typeof adoptedReplySchema>;

export type FactsReply = { readonly facts: FactDictionary };
