/** What the server has set aside, and the command that lets it count. */
import * as z from 'zod/mini';
import { historyKinds } from './office-wire.ts';

const text = z.string();
const nullableText = z.nullable(text);

/** The ops of one tap: set aside, and released, together. */
export const quarantinedStepSchema = z.strictObject({
  device: text,
  step: text,
  author: text,
  /** Server time. */
  receivedAt: text,
  region: nullableText,
  assessment: nullableText,
  enterpriseName: nullableText,
  /** Code of the first problem that is not just “follows another op of its step”. */
  problem: text,
  /** Whether a release can help: it lifts what the author may not do, never what a field cannot hold. */
  releasable: z.boolean(),
  changes: z.array(
    z.strictObject({
      hash: text,
      kind: z.enum(historyKinds),
      entity: text,
      subject: nullableText,
      value: nullableText,
      problem: nullableText,
    }),
  ),
});
/** A phone had shown something else than the server held; it has fetched it anew since. */
export const differenceSchema = z.strictObject({ assessment: text, enterpriseName: text, person: text, at: text });
export const quarantineReplySchema = z.strictObject({
  steps: z.array(quarantinedStepSchema),
  differences: z.array(differenceSchema),
});

export const releaseRequestSchema = z.strictObject({
  device: z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/)),
  step: z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/)),
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
});
/** `problem` is why the step is still set aside; null: it counts. */
export const releaseReplySchema = z.strictObject({ problem: nullableText });

export type QuarantineReply = z.infer<typeof quarantineReplySchema>;
export type QuarantinedStep = z.infer<typeof quarantinedStepSchema>;
