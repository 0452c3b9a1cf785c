/** Visits as the desk plans and lists them, and the names of those who go. */
import * as z from 'zod/mini';
import { roles } from '#domain/person.ts';
import { visitFields } from '#domain/record-schemas.ts';
import { visitPurposes, visitStates } from '#domain/visit.ts';

const text = z.string();
const nullableText = z.nullable(text);
const id = text.check(z.regex(/^[0-9A-Za-z_-]{1,64}$/));

export const visitRowSchema = z.strictObject({
  visitId: text,
  enterprise: text,
  enterpriseName: text,
  regionName: text,
  date: text,
  time: nullableText,
  purpose: z.enum(visitPurposes),
  state: z.enum(visitStates),
  people: z.array(z.strictObject({ person: text, name: text })),
  /** Definition ids. */
  instruments: z.array(text),
  /** ISO times of phones. */
  checkedInAt: nullableText,
  checkedOutAt: nullableText,
  demo: z.boolean(),
});
/** Visits of one page, in order. */
export const visitsPageSize = 100;
export const visitsReplySchema = z.strictObject({
  visits: z.array(visitRowSchema),
  /** Of all pages. */
  total: z.int(),
  /** What the next page is asked for with, null on the last. */
  next: nullableText,
});

const someone = z.array(id).check(z.minLength(1), z.maxLength(50));
/** What the desk plans for others. */
export const visitRequestSchema = z.strictObject({
  ...visitFields,
  enterprise: text.check(z.regex(/^[0-9A-Z]{18}$/)),
  people: someone,
});
/** A visit's plan as it stands. */
export const visitPlanSchema = z.strictObject(visitFields);
/** What the desk was shown, and what it made of it. */
export const visitChangeSchema = z.strictObject({
  seen: visitPlanSchema,
  plan: z.strictObject({ ...visitFields, people: someone }),
});
export const visitPlannedSchema = z.strictObject({ visitId: text });
export const cancelRequestSchema = z.strictObject({ reason: text.check(z.regex(/\S/), z.maxLength(500)) });

/** Who may be sent to firms. */
export const colleagueSchema = z.strictObject({ person: text, name: text, role: z.enum(roles), regionName: text });
export const colleaguesReplySchema = z.strictObject({ colleagues: z.array(colleagueSchema) });

export type VisitRow = z.infer<typeof visitRowSchema>;
export type VisitsReply = z.infer<typeof visitsReplySchema>;
export type VisitChange = z.infer<typeof visitChangeSchema>;
export type VisitRequest = z.infer<typeof visitRequestSchema>;
export type Colleague = z.infer<typeof colleagueSchema>;
