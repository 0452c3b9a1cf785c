/** Shapes of what ops carry, checked once where an op arrives. */
import * as z from 'zod/mini';
import { checkCreditCode } from './credit-code.ts';
import { evidenceLimits, evidenceMethods, evidenceTypes } from './evidence.ts';
import { actionStates, severities } from './finding.ts';
import { participantRoles, visitPurposes } from './visit.ts';

const id = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));
const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const region = z.string().check(z.regex(/^\d{6,12}$/));
const isoTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/), z.maxLength(40));
const shortText = z.string().check(z.maxLength(500));
const name = z.string().check(z.regex(/\S/), z.maxLength(200));
const amount = z.number().check(z.minimum(0), z.maximum(1e12));
const count = z.int().check(z.minimum(0), z.maximum(100_000_000));
const side = z.int().check(z.minimum(0), z.maximum(100_000));
const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
const longText = z.string().check(z.regex(/\S/), z.maxLength(5000));
const points = z.number().check(z.minimum(-1000), z.maximum(1000));

/** The properties of a firm that a later `set` may write, each with its own check. */
export const enterpriseFields = {
  name,
  region,
  industry: z.nullable(z.string().check(z.regex(/^[A-T]\d{2,4}$/))),
  headcount: z.nullable(count),
  revenue: z.nullable(amount),
  address: z.nullable(shortText),
  contact: z.nullable(shortText),
  phone: z.nullable(z.string().check(z.maxLength(50))),
} as const;

export const enterpriseRecordSchema = z.strictObject({
  ...enterpriseFields,
  code: z.string().check(z.refine((code) => isCreditCode(code))),
  demo: z.boolean(),
});

export const assessmentRecordSchema = z.strictObject({
  enterprise: id,
  enterpriseName: name,
  region,
  definition: id,
  edition: id,
  definitionHash: hex64,
  visit: z.nullable(id),
  demo: z.boolean(),
  followUp: z.optional(
    z.strictObject({
      of: id,
      actions: z.array(id).check(z.minLength(1), z.maxLength(200)),
      questions: z.array(shortText).check(z.maxLength(500)),
    }),
  ),
});

export const rowRecordSchema = z.strictObject({ assessment: id, repeat: id, side: z.enum(['self', 'verified']) });

const positionSchema = z.strictObject({
  crs: z.literal('WGS-84'),
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
  accuracy: z.number().check(z.minimum(0)),
  at: isoTime,
});

export const captionSchema = z.nullable(shortText);

const milliseconds = z.number().check(z.minimum(-1e13), z.maximum(1e13));

const captureSchema = z.strictObject({
  evidence: id,
  questions: z.array(shortText).check(z.maxLength(50)),
  device: id,
  person: id,
  keyProtection: z.enum(['hard', 'soft']),
  build: z.string().check(z.maxLength(64)),
  beacon: z.nullable(shortText),
  monotonic: milliseconds,
  zoneOffset: z.int().check(z.minimum(-1000), z.maximum(1000)),
  serverOffset: z.nullable(milliseconds),
  positionAge: z.nullable(milliseconds),
});

export const evidenceRecordSchema = z.strictObject({
  assessment: id,
  sha256: hex64,
  size: z.int().check(z.minimum(1), z.maximum(evidenceLimits.fileBytes)),
  mime: z.enum(evidenceTypes),
  width: side,
  height: side,
  method: z.enum(evidenceMethods),
  capturedAt: isoTime,
  position: z.nullable(positionSchema),
  original: z.strictObject({
    sha256: hex64,
    size: z.int().check(z.minimum(1)),
    width: side,
    height: side,
    takenAt: z.nullable(shortText),
    device: z.nullable(shortText),
  }),
  caption: captionSchema,
  derivedFrom: z.optional(id),
  duration: z.optional(z.int().check(z.minimum(0), z.maximum(evidenceLimits.soundMs + 5000))),
  fileName: z.optional(name),
  signs: z.optional(z.strictObject({ root: hex64, side: z.enum(['firm', 'staff']), name })),
  // Absent in records from before captures were signed: they stay valid as they are.
  capture: z.optional(z.nullable(captureSchema)),
  signature: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
});

export const evidenceLinkRecordSchema = z.strictObject({ assessment: id, evidence: id, question: shortText });

export const workflowRecordSchema = z.strictObject({
  root: hex64,
  phoneScore: z.nullable(
    z.strictObject({
      level: z.nullable(shortText),
      measures: z.record(z.string().check(z.maxLength(64)), z.nullable(z.number())),
    }),
  ),
});

const deadline = z.nullable(day);

const decidedBy = z.strictObject({ person: id, name });

export const returnRecordSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        question: shortText,
        comment: z.string().check(z.maxLength(2000)),
        paths: z.array(shortText).check(z.maxLength(100)),
        state: hex64,
      }),
    )
    .check(z.maxLength(500)),
  deadline,
  by: decidedBy,
});

export const decisionRecordSchema = z.strictObject({
  root: hex64,
  version: z.int().check(z.minimum(1)),
  by: decidedBy,
  evidence: z.nullable(z.array(z.strictObject({ id, sha256: hex64 })).check(z.maxLength(5000))),
});

/** What a later `set` may write of a visit. */
export const visitFields = {
  date: day,
  time: z.nullable(z.string().check(z.regex(/^\d\d:\d\d$/))),
  purpose: z.enum(visitPurposes),
  instruments: z.array(id).check(z.maxLength(50)),
  people: z.array(id).check(z.maxLength(50)),
  every: z.nullable(z.int().check(z.minimum(1), z.maximum(60))),
  note: z.nullable(z.string().check(z.maxLength(2000))),
} as const;

/** `checkIn` and `checkOut`. */
export const visitMomentSchema = z.strictObject({
  at: isoTime,
  position: z.nullable(positionSchema),
  reason: z.nullable(shortText),
});

/** `section/<assessment>/<section>`. */
export const visitSectionSchema = z.nullable(id);

export const visitRecordSchema = z.strictObject({
  ...visitFields,
  enterprise: id,
  enterpriseName: name,
  region,
  followUpOf: z.nullable(id),
  unplanned: z.boolean(),
  demo: z.boolean(),
  assignedBy: z.optional(z.strictObject({ person: id, name })),
});

export const participantFields = { name, role: z.enum(participantRoles), post: z.nullable(shortText) } as const;
export const participantRecordSchema = z.strictObject({ ...participantFields, visit: id });

export const findingFields = { severity: z.enum(severities), text: longText } as const;
export const findingRecordSchema = z.strictObject({
  ...findingFields,
  assessment: id,
  question: z.nullable(shortText),
  action: z.nullable(id),
});

/** What a later `set` may write of an action. */
export const actionFields = {
  title: longText,
  ownerName: z.nullable(shortText),
  due: deadline,
  gain: z.nullable(points),
} as const;

export const actionStepSchema = z
  .strictObject({
    state: z.enum(actionStates),
    proof: z.nullable(z.strictObject({ assessment: id, evidence: z.array(id).check(z.minLength(1), z.maxLength(50)) })),
    reason: z.nullable(z.string().check(z.maxLength(2000))),
  })
  .check(z.refine(({ state, proof }) => state !== 'closed' || proof !== null, { path: ['proof'] }));

export const actionRecordSchema = z.strictObject({
  ...actionFields,
  enterprise: id,
  enterpriseName: name,
  region,
  assessment: z.nullable(id),
  definition: z.nullable(id),
  question: z.nullable(shortText),
  finding: z.nullable(id),
  severity: z.enum(severities),
  before: z.array(id).check(z.maxLength(50)),
  demo: z.boolean(),
});

function isCreditCode(code: string): boolean {
  const checked = checkCreditCode(code);
  return checked.kind === 'ok' && checked.value === code;
}
