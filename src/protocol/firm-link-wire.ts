/**
 * The firm's link: staff make it and take it back, the firm fills its self-assessment by it. The token is the permission; it travels in
 * bodies, never in an address that a log would keep.
 */
import * as z from 'zod/mini';

/** Days. */
export const firmLinkLife = { usual: 7, most: 30 } as const;

const text = z.string();
const nullableText = z.nullable(text);
const name = z.string().check(z.regex(/^[\w-]{1,80}$/));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const firmLinkRequestSchema = z.strictObject({ days: z.int().check(z.gte(1), z.lte(firmLinkLife.most)) });

/** Times are the server's, ISO. */
const firmLinkSchema = z.object({
  id: text,
  /** Name of the person. */
  madeBy: text,
  madeAt: text,
  expiresAt: text,
  revokedAt: nullableText,
  lastUsedAt: nullableText,
  handedInAt: nullableText,
});

/** `open`: by the state of the assessment the firm may still fill it. */
export const firmLinksReplySchema = z.object({ links: z.array(firmLinkSchema), open: z.boolean() });

/** The token is told this once. */
export const firmLinkMadeSchema = z.object({ link: firmLinkSchema, token: text });

export const firmLinkRevokedSchema = z.object({ revokedAt: text });

/** 256 random bits, base64url. */
const token = z.string().check(z.regex(/^[\w-]{43}$/));

export const firmFormRequestSchema = z.strictObject({ token });

const value = z.union([z.null(), z.number(), text, z.array(text)]);

/**
 * What the form needs and nothing more. `path` is the engine's: `jc01` or `key_processes/<rowId>/key_process_name`. A disputed answer
 * shows what the firm itself said, or blank.
 */
export const firmFormReplySchema = z.object({
  enterpriseName: text,
  title: text,
  edition: text,
  definitionHash: text,
  /** Paths of the questions that a follow-up asks again; null: all are asked. */
  asks: z.nullable(z.array(text)),
  expiresAt: text,
  handedInAt: nullableText,
  answers: z.array(z.object({ path: text, value, heads: z.array(text), disputed: z.boolean() })),
  /** In order of creation. */
  rows: z.array(z.object({ repeat: text, rowId: text })),
});

const path = z.string().check(z.regex(/^[\w-]{1,80}(?:\/[\w-]{1,80}\/[\w-]{1,80})?$/));
const answer = z.union([
  z.null(),
  z.number(),
  z.string().check(z.maxLength(20_000)),
  z.array(z.string().check(z.maxLength(200))).check(z.maxLength(500)),
]);

/** `heads`: what the page knew of that answer when the person gave this one. */
export const firmChangeRequestSchema = z.strictObject({
  token,
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('answer'), path, value: answer, heads: z.array(hash).check(z.maxLength(20)) }),
    z.strictObject({ kind: z.literal('add-row'), repeat: name }),
    z.strictObject({ kind: z.literal('remove-row'), rowId: name }),
  ]),
});

/** After it is durable. `disputed`: somebody else's value of the answer stands beside this one. */
export const firmChangeReplySchema = z.object({
  savedAt: text,
  heads: z.array(text),
  rowId: nullableText,
  disputed: z.boolean(),
});

export const firmHandInReplySchema = z.object({ handedInAt: text });

export type FirmLink = z.infer<typeof firmLinkSchema>;
export type FirmLinksReply = z.infer<typeof firmLinksReplySchema>;
export type FirmLinkMade = z.infer<typeof firmLinkMadeSchema>;
export type FirmLinkRevoked = z.infer<typeof firmLinkRevokedSchema>;
export type FirmFormReply = z.infer<typeof firmFormReplySchema>;
export type FirmChange = z.infer<typeof firmChangeRequestSchema>['change'];
export type FirmChangeReply = z.infer<typeof firmChangeReplySchema>;
export type FirmHandInReply = z.infer<typeof firmHandInReplySchema>;
