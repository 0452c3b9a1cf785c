/** What the reviewer's desk asks and is told: the queue, one assessment under review, decisions, second grades. */
import * as z from 'zod/mini';
import { officeEvidenceSchema, officeRowSchema, officeSectionSchema } from './office-wire.ts';
import { quarantinedStepSchema } from './quarantine-wire.ts';

const text = z.string();
const nullableText = z.nullable(text);
const count = z.int().check(z.minimum(0));
const id = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));
const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const path = z.string().check(z.regex(/^[0-9a-zA-Z_/-]{1,200}$/));
const day = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));
const reason = z.string().check(z.regex(/\S/), z.maxLength(2000));
const person = z.strictObject({ person: text, name: text });

/** Waiting for a decision; waiting for the firm’s side; decided; drawn for a second grading. */
export const queueTabs = ['submitted', 'returned', 'approved', 'sealed', 'second'] as const;
export type QueueTab = (typeof queueTabs)[number];

export const queueQuerySchema = z.strictObject({
  tab: z.enum(queueTabs),
  region: z.nullable(z.string().check(z.regex(/^\d{6,12}$/))),
  definition: z.nullable(id),
  /** `me`, `none`, or the id of a person; null: whoever it was given to, or nobody. */
  assigned: z.nullable(id),
  /** Days at least that it has waited since it was handed in. */
  age: z.nullable(count),
  /** Returned, and past its deadline. */
  overdue: z.boolean(),
});
export type QueueQuery = Readonly<z.infer<typeof queueQuerySchema>>;

export const emptyQueue: QueueQuery = {
  tab: 'submitted',
  region: null,
  definition: null,
  assigned: null,
  age: null,
  overdue: false,
};

/** From address or request; null where a parameter does not fit. */
export function readQueue(parameters: { get(name: string): string | null }): QueueQuery | null {
  const age = parameters.get('age');
  const given = (name: string): string | null => parameters.get(name) || null;
  const parsed = queueQuerySchema.safeParse({
    tab: given('tab') ?? emptyQueue.tab,
    region: given('region'),
    definition: given('definition'),
    assigned: given('assigned'),
    age: age === null || age === '' ? null : Number(age),
    overdue: parameters.get('overdue') === '1',
  });
  return parsed.success ? parsed.data : null;
}

export function writeQueue(query: QueueQuery): [string, string][] {
  const all: [string, string | null][] = [
    ['tab', query.tab],
    ['region', query.region],
    ['definition', query.definition],
    ['assigned', query.assigned],
    ['age', query.age === null ? null : String(query.age)],
    ['overdue', query.overdue ? '1' : null],
  ];
  return all.filter((entry): entry is [string, string] => entry[1] !== null);
}

export const queueRowSchema = z.extend(officeRowSchema, {
  /** Hashes of the workflow's heads, which a decision names. */
  heads: text,
  reviewer: z.nullable(person),
  second: z.nullable(person),
  deadline: nullableText,
  overdue: z.boolean(),
  /** Whole days since it was handed in. */
  age: z.nullable(count),
  remarks: count,
  /** Clauses that the second reviewer has graded. */
  graded: count,
});
export const queueReplySchema = z.strictObject({
  rows: z.array(queueRowSchema),
  total: count,
  /** Who may be given a review. */
  reviewers: z.array(z.strictObject({ person: text, name: text, regionName: text })),
});

export const uncleanReasons = ['state', 'evidence', 'files', 'conflict', 'phone', 'remarks', 'proposals'] as const;
export type UncleanReason = (typeof uncleanReasons)[number];

export const reviewReplySchema = z.strictObject({
  assessmentId: text,
  heads: text,
  root: hex64,
  /** The version that would be sealed next, or is. */
  version: count,
  /** What may be decided in this state. */
  may: z.array(z.enum(['return', 'approve', 'seal', 'amend'])),
  decision: z.nullable(
    z.strictObject({
      kind: z.enum(['return', 'approve', 'seal', 'amend']),
      by: text,
      person: text,
      at: text,
      reason: nullableText,
      deadline: nullableText,
      items: z.array(z.strictObject({ question: text, comment: text, handled: z.boolean() })),
    }),
  ),
  remarks: z.array(z.strictObject({ path: text, text, by: text })),
  /** What was found on site, where somebody looked. */
  verified: z.array(z.strictObject({ path: text, text: nullableText, reason: nullableText, author: text, at: text })),
  signatures: z.array(z.strictObject({ side: z.enum(['firm', 'staff']), name: text, at: text, holds: z.boolean() })),
  obstacles: z.array(
    z.strictObject({ kind: z.enum(['missing', 'hash', 'conflict']), /** Question, or caption of a photo. */ label: text }),
  ),
  unclean: z.array(z.enum(uncleanReasons)),
  /** Changes that came after approval, or that may not count for another reason. */
  proposals: z.array(quarantinedStepSchema),
  /** Oldest first. */
  versions: z.array(z.strictObject({ version: count, at: text, by: text, root: hex64, evidence: count })),
  reviewer: z.nullable(person),
  second: z.nullable(person),
  drawn: z.boolean(),
  graded: count,
});

/** What its author looked at: the workflow's heads, and where it was looked at closely, the root. */
const seen = { heads: text.check(z.maxLength(2000)), root: hex64 };

export const returnRequestSchema = z.strictObject({
  ...seen,
  reason,
  deadline: z.nullable(day),
  items: z.array(z.strictObject({ question: path, comment: z.string().check(z.maxLength(2000)) })).check(z.maxLength(500)),
});
export const decideRequestSchema = z.strictObject(seen);
export const amendRequestSchema = z.strictObject({ ...seen, reason });
export const remarksRequestSchema = z.strictObject({
  /** An empty text takes a comment back. */
  remarks: z.array(z.strictObject({ path, text: z.string().check(z.maxLength(2000)) })).check(z.minLength(1), z.maxLength(200)),
});
export const assignRequestSchema = z.strictObject({ slot: z.enum(['first', 'second']), person: z.nullable(id) });
export const approveCleanRequestSchema = z.strictObject({
  items: z.array(z.strictObject({ assessmentId: id, heads: seen.heads })).check(z.minLength(1), z.maxLength(200)),
});
export const approveCleanReplySchema = z.strictObject({
  approved: z.array(z.strictObject({ assessmentId: text, enterpriseName: text })),
  left: z.array(
    z.strictObject({ assessmentId: text, enterpriseName: text, reasons: z.array(z.enum([...uncleanReasons, 'moved'])) }),
  ),
});

/** A sealed version as it was, whatever came after. */
export const versionReplySchema = z.strictObject({
  version: count,
  at: text,
  by: text,
  root: hex64,
  /** The ops up to the seal still come to the root that was sealed. */
  holds: z.boolean(),
  level: nullableText,
  sections: z.array(officeSectionSchema),
  evidence: z.array(z.strictObject({ id: text, sha256: hex64 })),
});

/** Without what was answered: the second reviewer grades from clause and evidence alone. */
export const secondReplySchema = z.strictObject({
  assessmentId: text,
  enterpriseName: text,
  regionName: text,
  definitionTitle: text,
  /** Whether the reader is the one who may grade. */
  mine: z.boolean(),
  clauses: z.array(
    z.strictObject({
      path: text,
      section: text,
      label: text,
      guidance: nullableText,
      choices: z.array(text),
      evidence: z.array(text),
      grade: z.nullable(count),
    }),
  ),
  evidence: z.array(officeEvidenceSchema),
});
export const gradesRequestSchema = z.strictObject({
  grades: z
    .array(z.strictObject({ path, grade: z.nullable(count.check(z.maximum(100))) }))
    .check(z.minLength(1), z.maxLength(500)),
});

export const agreementReplySchema = z.strictObject({
  drawn: count,
  graded: count,
  share: z.number(),
  clauses: z.array(
    z.strictObject({
      definition: text,
      definitionTitle: text,
      question: text,
      label: text,
      grades: count,
      pairs: count,
      same: z.nullable(z.number()),
      kappa: z.nullable(z.number()),
      /** Why there is none. */
      why: z.nullable(z.enum(['no-pairs', 'no-variation'])),
    }),
  ),
});

export type QueueRow = z.infer<typeof queueRowSchema>;
export type QueueReply = z.infer<typeof queueReplySchema>;
export type ReviewReply = z.infer<typeof reviewReplySchema>;
export type ApproveCleanReply = z.infer<typeof approveCleanReplySchema>;
export type VersionReply = z.infer<typeof versionReplySchema>;
export type SecondReply = z.infer<typeof secondReplySchema>;
export type AgreementReply = z.infer<typeof agreementReplySchema>;
