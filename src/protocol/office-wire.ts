/** What the reviewer's desk is told. */
import * as z from 'zod/mini';
import { evidenceMethods, evidenceTypes } from '#domain/evidence.ts';
import type { Json } from '#shared/json.ts';
import { officeStates } from './office-query.ts';
import { verificationSheetSchema } from './verification-wire.ts';

const text = z.string();
const nullableText = z.nullable(text);
const nullableNumber = z.nullable(z.number());
const count = z.int().check(z.minimum(0));
const json: z.ZodMiniType<Json> = z.json();

const photosSchema = z.strictObject({
  /** Pieces whose bytes the server holds and has hashed. */
  committed: count,
  /** Pieces that the phone has announced. */
  expected: count,
});

const rowShape = {
  assessmentId: text,
  enterpriseCode: text,
  enterpriseName: text,
  region: text,
  regionName: text,
  definition: text,
  definitionTitle: text,
  edition: text,
  state: z.enum(officeStates),
  level: nullableText,
  levelName: nullableText,
  /** Steps of the level ladder reached (0: below the first) and there are; `reached` is null while the level cannot be told. */
  ladder: z.strictObject({ reached: z.nullable(count), of: count }),
  /** The server's scores by measure id, unrounded. */
  measures: z.record(text, nullableNumber),
  L: nullableNumber,
  B: nullableNumber,
  /** What stands after a visit; null where nobody has verified anything. */
  verified: z.nullable(
    z.strictObject({
      level: nullableText,
      levelName: nullableText,
      measures: z.record(text, nullableNumber),
      L: nullableNumber,
      B: nullableNumber,
      looked: count,
      of: count,
      differing: count,
    }),
  ),
  /** Answered share of the relevant questions, 0–1. */
  completeness: z.number(),
  photos: photosSchema,
  /** Questions with several current values. */
  conflicts: count,
  phoneDiffers: z.boolean(),
  /** Name of the person who began it. */
  author: text,
  /** Server time at which the submission arrived. */
  submittedAt: nullableText,
  /** Server time of the newest arrival that belongs to it. */
  updatedAt: text,
  demo: z.boolean(),
  /** Asks the clauses of some actions again: it has no level and no total. */
  followUp: z.boolean(),
};

export const officeRowSchema = z.strictObject(rowShape);
export const officeListReplySchema = z.strictObject({ total: count, rows: z.array(officeRowSchema) });

/** What the filters can offer to this person. */
export const officeFacetsSchema = z.strictObject({
  regions: z.array(z.strictObject({ code: text, name: text, parent: nullableText, depth: count })),
  definitions: z.array(z.strictObject({ id: text, title: text, levels: z.array(z.strictObject({ id: text, name: text })) })),
});

const itemStates = ['answered', 'unanswered', 'not-applicable', 'not-relevant'] as const;

const answerItemSchema = z.strictObject({
  name: text,
  label: text,
  measure: text,
  group: text,
  weight: z.number(),
  score: nullableNumber,
  state: z.enum(itemStates),
});

/** Values as a person reads them; `text` is null for a blank. */
const answerSchema = z.strictObject({
  /** `jc01`, or `key_processes/<rowId>/key_process_name`. */
  path: text,
  question: text,
  label: text,
  unit: nullableText,
  guidance: nullableText,
  relevant: z.boolean(),
  required: z.boolean(),
  computed: z.boolean(),
  value: json,
  text: nullableText,
  problem: z.nullable(z.strictObject({ code: text, detail: z.record(text, z.union([text, z.number()])) })),
  /** Current values that contradict each other; empty when there is one. */
  conflict: z.array(
    z.strictObject({ value: json, text: nullableText, author: text, person: text, wallTime: text, device: text }),
  ),
  items: z.array(answerItemSchema),
  evidenceNeed: z.nullable(z.enum(['required', 'optional'])),
  evidence: z.array(text),
});

const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), label: text, depth: count }),
  z.strictObject({ kind: z.literal('row'), label: text, index: count, depth: count }),
  z.strictObject({ kind: z.literal('answer'), answer: answerSchema }),
]);

export const officeSectionSchema = z.strictObject({
  name: text,
  label: text,
  relevant: z.boolean(),
  answered: count,
  total: count,
  parts: z.array(partSchema),
});

const measureSchema = z.strictObject({
  id: text,
  name: text,
  axis: z.boolean(),
  /** The full mark. */
  full: z.number(),
  /** Decimals to show; null is the display's own choice. */
  decimals: nullableNumber,
  score: nullableNumber,
  grade: nullableText,
  answeredWeight: nullableNumber,
  /** The phone's preview; null where it sent none. */
  phone: nullableNumber,
  differs: z.boolean(),
  fidelity: text,
});

const tallySchema = z.strictObject({ met: count, notMet: count, judged: count, unanswered: count, notApplicable: count });

const conditionSchema = z.strictObject({
  name: text,
  label: text,
  needs: nullableText,
  levelName: nullableText,
  prerequisite: z.boolean(),
  state: z.enum(['met', 'not-met', 'judged', 'unanswered', 'not-applicable']),
  opinion: z.nullable(z.enum(['met', 'not-met', 'noted'])),
  required: nullableNumber,
  actual: nullableNumber,
});

/** What a result says besides scores; each part is null where the definition has no such thing. */
const standingSchema = z.strictObject({
  readings: z.nullable(
    z.strictObject({
      mismatch: z.boolean(),
      ways: z.array(z.strictObject({ id: text, name: text, note: nullableText, level: nullableText, levelName: nullableText })),
    }),
  ),
  scenes: z.nullable(
    z.strictObject({
      levels: z.array(
        z.strictObject({ name: text, reached: count, required: count, constraining: count, constrainingRequired: count }),
      ),
      grades: z.array(z.strictObject({ label: text, grade: nullableNumber, constraining: z.boolean() })),
    }),
  ),
  tree: z.nullable(
    z.strictObject({
      levels: z.array(text),
      satisfiedAt: z.number(),
      rows: z.array(
        z.strictObject({
          id: text,
          name: text,
          depth: count,
          total: nullableNumber,
          levels: z.array(z.nullable(z.strictObject({ score: nullableNumber }))),
        }),
      ),
    }),
  ),
  parts: z.nullable(z.array(z.strictObject({ name: text, tally: tallySchema, conditions: z.array(conditionSchema) }))),
  attention: z.nullable(
    z.strictObject({
      missing: z.array(conditionSchema),
      open: z.array(conditionSchema),
      doubted: z.array(conditionSchema),
      prerequisites: z.array(conditionSchema),
    }),
  ),
});

const scoreSchema = z.strictObject({
  measures: z.array(measureSchema),
  levels: z.array(
    z.strictObject({
      id: text,
      name: text,
      gates: z.array(z.strictObject({ measure: text, measureName: text, min: z.number() })),
    }),
  ),
  level: nullableText,
  nextLevel: z.nullable(z.strictObject({ id: text, name: text })),
  blocking: z.array(
    z.strictObject({
      measure: text,
      measureName: text,
      required: z.number(),
      actual: z.number(),
      unit: z.enum(['points', 'scenes']),
    }),
  ),
  /** Null before the server has scored it. */
  standing: z.nullable(standingSchema),
  /** Level the phone had found; `phoneSent` tells a null level from no preview at all. */
  phoneLevel: nullableText,
  phoneLevelName: nullableText,
  phoneSent: z.boolean(),
  scoredAt: nullableText,
  groups: z.array(
    z.strictObject({
      group: text,
      name: text,
      measureName: text,
      score: z.number(),
      standing: z.enum(['strong', 'weak', 'middle']),
    }),
  ),
});

const positionSchema = z.strictObject({
  latitude: z.number(),
  longitude: z.number(),
  accuracy: z.number(),
  at: text,
});

export const officeEvidenceSchema = z.strictObject({
  evidenceId: text,
  questions: z.array(z.strictObject({ path: text, label: text })),
  caption: nullableText,
  sha256: text,
  size: count,
  width: count,
  height: count,
  /** Phone's clock. */
  capturedAt: text,
  method: z.enum(evidenceMethods),
  position: z.nullable(positionSchema),
  original: z.strictObject({
    sha256: text,
    size: count,
    width: count,
    height: count,
    takenAt: nullableText,
    device: nullableText,
  }),
  author: text,
  /** Id of the author: which of several contradicting answers it stands beside. */
  person: text,
  /** Server time at which the announcement arrived. */
  announcedAt: nullableText,
  /** Server time at which the bytes were hashed and stored; null while they are still on the phone. */
  committedAt: nullableText,
  /** Made (a file: chosen) between these server times; `clockOff` is by how many milliseconds the phone's clock lies outside. */
  bracket: z.strictObject({ after: nullableText, before: nullableText, clockOff: z.number() }),
  /** The device's signature over the capture; `unknown`: its device is not known here. */
  signed: z.enum(['hard', 'soft', 'no', 'bad', 'unknown']),
  mime: z.enum(evidenceTypes),
  /** Name of the file as the firm has it. */
  fileName: nullableText,
  /** Of a sound, milliseconds. */
  duration: z.nullable(count),
  /** The piece of this assessment that it was drawn from. */
  derivedFrom: nullableText,
  /** The same file as a piece of another assessment of the visit. */
  takenOver: z.boolean(),
  /** What a handwritten signature was put under; `holds`: nothing was changed since. */
  signs: z.nullable(z.strictObject({ side: z.enum(['firm', 'staff']), name: text, holds: z.boolean() })),
});

export const historyKinds = [
  'create',
  'set',
  'resolve',
  'void',
  'finalise',
  'submit',
  'return',
  'approve',
  'seal',
  'amend',
] as const;

export const officeHistorySchema = z.strictObject({
  hash: text,
  kind: z.enum(historyKinds),
  entity: text,
  register: text,
  /** The question or thing it is about, in the definition's words; null for the assessment itself. */
  subject: nullableText,
  value: nullableText,
  author: text,
  device: text,
  /** Phone's clock, which may be wrong. */
  wallTime: text,
  serverTime: text,
  reason: nullableText,
  /** Code of the problem for which it was set aside; null when it counts. */
  quarantined: nullableText,
});

export const officeDetailSchema = z.strictObject({
  ...rowShape,
  definitionHash: text,
  caution: text,
  method: z.array(text),
  enterprise: z.strictObject({
    industry: nullableText,
    headcount: nullableNumber,
    /** Absent for who need not see it. */
    revenue: z.optional(nullableNumber),
    address: nullableText,
    contact: nullableText,
    phone: nullableText,
  }),
  score: scoreSchema,
  sections: z.array(officeSectionSchema),
  evidence: z.array(officeEvidenceSchema),
  /** Newest first by arrival. */
  history: z.array(officeHistorySchema),
  voidReason: nullableText,
  /** Self against verified; null where nobody has verified anything. */
  verification: z.nullable(verificationSheetSchema),
});

export type OfficeRow = z.infer<typeof officeRowSchema>;
export type OfficeListReply = z.infer<typeof officeListReplySchema>;
export type OfficeFacets = z.infer<typeof officeFacetsSchema>;
export type OfficeDetail = z.infer<typeof officeDetailSchema>;
export type OfficeSection = z.infer<typeof officeSectionSchema>;
export type OfficePart = z.infer<typeof partSchema>;
export type OfficeAnswer = z.infer<typeof answerSchema>;
export type OfficeAnswerItem = z.infer<typeof answerItemSchema>;
export type OfficeMeasure = z.infer<typeof measureSchema>;
export type OfficeScore = z.infer<typeof scoreSchema>;
export type OfficeEvidence = z.infer<typeof officeEvidenceSchema>;
export type OfficeHistory = z.infer<typeof officeHistorySchema>;
