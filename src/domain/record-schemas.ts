/** Shapes of what ops carry, checked once where an op arrives. */
import * as z from 'zod/mini';
import { checkCreditCode } from './credit-code.ts';
import { evidenceLimits, evidenceTypes } from './evidence.ts';

const id = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));
const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const region = z.string().check(z.regex(/^\d{6,12}$/));
const isoTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/), z.maxLength(40));
const shortText = z.string().check(z.maxLength(500));
const name = z.string().check(z.regex(/\S/), z.maxLength(200));
const amount = z.number().check(z.minimum(0), z.maximum(1e12));
const count = z.int().check(z.minimum(0), z.maximum(100_000_000));
const side = z.int().check(z.minimum(1), z.maximum(100_000));

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
  questions: z.array(shortText).check(z.minLength(1), z.maxLength(50)),
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
  method: z.enum(['inapp', 'file']),
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

function isCreditCode(code: string): boolean {
  const checked = checkCreditCode(code);
  return checked.kind === 'ok' && checked.value === code;
}
