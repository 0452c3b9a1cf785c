/** Who goes with which firm, as the office keeps it. */
import * as z from 'zod/mini';

const text = z.string();

export const assignmentRequestSchema = z.strictObject({
  person: z.string().check(z.regex(/^[0-9A-Za-z_-]{1,64}$/)),
  enterprise: z.string().check(z.regex(/^[0-9A-Z]{18}$/)),
});

export const assignmentRowSchema = z.object({
  person: text,
  account: text,
  name: text,
  role: text,
  enterprise: text,
  enterpriseName: text,
  since: text,
  /** Names of who made it and who ended it. */
  madeBy: text,
  /** Null while it stands. */
  until: z.nullable(text),
  endedBy: z.nullable(text),
});
/** Those that stand first, then those that ended, the latest of each first. */
export const assignmentsReplySchema = z.object({ assignments: z.array(assignmentRowSchema) });

export type AssignmentRow = z.infer<typeof assignmentRowSchema>;

/** Whom and what an assignment can be made of: those that fit what was searched for, the first twenty. */
export const assignmentChoicesSchema = z.object({
  people: z.array(z.object({ id: text, account: text, name: text, role: text, region: text, regionName: text })),
  firms: z.array(z.object({ code: text, name: text, region: text, regionName: text })),
});
export type AssignmentChoices = z.infer<typeof assignmentChoicesSchema>;
