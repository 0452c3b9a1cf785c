/**
 * What the reviewer's desk asks and what it is told. The same filter travels in three places: the page's address, the list
 * request and the export request, so it is text keys and values with one codec.
 */
import * as z from 'zod/mini';
import type { AssessmentState } from '#domain/assessment.ts';

export const officeStates = ['draft', 'finished', 'submitted', 'returned', 'approved', 'sealed', 'voided'] as const satisfies readonly AssessmentState[];

/** Pseudo stage of assessments whose level cannot be told yet. */
export const noLevel = 'none';

export const officeSortKeys = ['submitted', 'updated', 'name', 'region', 'state', 'level', 'B', 'L', 'completeness', 'photos'] as const;
export type OfficeSortKey = (typeof officeSortKeys)[number];
export type OfficeSort = { readonly key: OfficeSortKey; readonly descending: boolean };

/** Newest arrivals first. */
export const defaultSort: OfficeSort = { key: 'submitted', descending: true };
export const defaultPageSize = 100;
export const largestPageSize = 500;

export type OfficeFilter = {
  /** Root of the region subtree; null is everything in scope. */
  readonly region: string | null;
  /** Level ids, or `none`; empty is all. */
  readonly stages: readonly string[];
  /** Empty is all but voided ones. */
  readonly states: readonly AssessmentState[];
  /** Definition id; null is all. */
  readonly definition: string | null;
  /** Part of the firm's name or credit code. */
  readonly q: string | null;
  /** First and last day of submission, `2026-11-21` in China's time. Drafts have no such day and fall out. */
  readonly from: string | null;
  readonly to: string | null;
};

export type OfficeQuery = OfficeFilter & { readonly sort: OfficeSort; readonly offset: number; readonly limit: number };

export const emptyFilter: OfficeFilter = { region: null, stages: [], states: [], definition: null, q: null, from: null, to: null };

/** `URLSearchParams`, or anything that reads like it. */
export type ParameterSource = { get(name: string): string | null };

const text = z.string();
const nullableText = z.nullable(text);
const nullableNumber = z.nullable(z.number());
const count = z.int().check(z.minimum(0));
const isoDay = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/));
const word = z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/));

const filterParts = {
  region: z.string().check(z.regex(/^\d{6,12}$/)),
  stage: z.array(word).check(z.maxLength(20)),
  state: z.array(z.enum(officeStates)),
  definition: word,
  q: z.string().check(z.minLength(1), z.maxLength(100)),
  from: isoDay,
  to: isoDay,
};
const sortSchema = z.enum(officeSortKeys);
const offsetSchema = z.int().check(z.minimum(0), z.maximum(1_000_000));
const limitSchema = z.int().check(z.minimum(1), z.maximum(largestPageSize));

/**
 * Reads a filter from address or request parameters. Empty parameters count as absent. `bad` names the parameters that do not
 * fit: the server refuses them, the page drops them.
 */
export function readFilter(parameters: ParameterSource): { readonly filter: OfficeFilter; readonly bad: readonly string[] } {
  const bad: string[] = [];
  const one = <T>(name: string, schema: z.ZodMiniType<T>): T | null => {
    const raw = parameters.get(name)?.trim() ?? '';
    return raw === '' ? null : take(name, schema, raw);
  };
  const many = <T>(name: string, schema: z.ZodMiniType<T[]>): readonly T[] => {
    const raw = parameters.get(name)?.trim() ?? '';
    return raw === '' ? [] : (take(name, schema, raw.split(',')) ?? []);
  };
  const take = <T>(name: string, schema: z.ZodMiniType<T>, raw: unknown): T | null => {
    const parsed = z.safeParse(schema, raw);
    if (parsed.success) return parsed.data;
    bad.push(name);
    return null;
  };
  const filter: OfficeFilter = {
    region: one('region', filterParts.region),
    stages: many('stage', filterParts.stage),
    states: many('state', filterParts.state),
    definition: one('definition', filterParts.definition),
    q: one('q', filterParts.q),
    from: one('from', filterParts.from),
    to: one('to', filterParts.to),
  };
  return { filter, bad };
}

/** Reads filter, order and page. `sort` is a key, with `-` before it for descending. */
export function readQuery(parameters: ParameterSource): { readonly query: OfficeQuery; readonly bad: readonly string[] } {
  const { filter, bad: badFilter } = readFilter(parameters);
  const bad = [...badFilter];
  const number = (name: string, schema: z.ZodMiniType<number>, fallback: number): number => {
    const raw = parameters.get(name) ?? '';
    if (raw === '') return fallback;
    const parsed = z.safeParse(schema, /^\d{1,9}$/.test(raw) ? Number(raw) : null);
    if (parsed.success) return parsed.data;
    bad.push(name);
    return fallback;
  };
  const rawSort = parameters.get('sort') ?? '';
  const sort = readSort(rawSort);
  if (sort === null && rawSort !== '') bad.push('sort');
  return {
    query: {
      ...filter,
      sort: sort ?? defaultSort,
      offset: number('offset', offsetSchema, 0),
      limit: number('limit', limitSchema, defaultPageSize),
    },
    bad,
  };
}

/** `-L` → descending by L; null where the key is unknown. */
export function readSort(raw: string): OfficeSort | null {
  const descending = raw.startsWith('-');
  const parsed = z.safeParse(sortSchema, descending ? raw.slice(1) : raw);
  return parsed.success ? { key: parsed.data, descending } : null;
}

export function writeSort(sort: OfficeSort): string {
  return `${sort.descending ? '-' : ''}${sort.key}`;
}

/** The parameters of a filter, only those that say something, in a fixed order: fit for `new URLSearchParams(…)`. */
export function writeFilter(filter: OfficeFilter): [string, string][] {
  const parameters: [string, string | null][] = [
    ['region', filter.region],
    ['stage', filter.stages.join(',')],
    ['state', filter.states.join(',')],
    ['definition', filter.definition],
    ['q', filter.q === null ? null : filter.q.trim()],
    ['from', filter.from],
    ['to', filter.to],
  ];
  return parameters.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '');
}

export function writeQuery(query: OfficeQuery): [string, string][] {
  return [
    ...writeFilter(query),
    ['sort', writeSort(query.sort)],
    ['offset', String(query.offset)],
    ['limit', String(query.limit)],
  ];
}

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
  /** Steps of the level ladder reached (1 is the lowest) and there are; `reached` is null while the level cannot be told. */
  ladder: z.strictObject({ reached: z.nullable(count), of: count }),
  /** The server's scores by measure id, unrounded. */
  measures: z.record(text, nullableNumber),
  L: nullableNumber,
  B: nullableNumber,
  /** Answered share of the relevant questions, 0–1. */
  completeness: z.number(),
  answered: count,
  questions: count,
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
  value: z.json(),
  text: nullableText,
  problem: z.nullable(z.strictObject({ code: text, detail: z.record(text, z.union([text, z.number()])) })),
  /** Current values that contradict each other; empty when there is one. */
  conflict: z.array(z.strictObject({ value: z.json(), text: nullableText, author: text, wallTime: text, device: text })),
  items: z.array(answerItemSchema),
  evidenceNeed: z.nullable(z.enum(['required', 'optional'])),
  evidence: z.array(text),
});

const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), label: text, depth: count }),
  z.strictObject({ kind: z.literal('row'), label: text, index: count, depth: count }),
  z.strictObject({ kind: z.literal('answer'), answer: answerSchema }),
]);

const sectionSchema = z.strictObject({
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
  score: nullableNumber,
  grade: nullableText,
  answeredWeight: nullableNumber,
  /** The phone's preview; null where it sent none. */
  phone: nullableNumber,
  differs: z.boolean(),
  fidelity: text,
});

const scoreSchema = z.strictObject({
  measures: z.array(measureSchema),
  levels: z.array(
    z.strictObject({ id: text, name: text, gates: z.array(z.strictObject({ measure: text, measureName: text, min: z.number() })) }),
  ),
  level: nullableText,
  nextLevel: z.nullable(z.strictObject({ id: text, name: text })),
  blocking: z.array(z.strictObject({ measure: text, measureName: text, required: z.number(), actual: z.number() })),
  /** Level the phone had found; `phoneSent` tells a null level from no preview at all. */
  phoneLevel: nullableText,
  phoneLevelName: nullableText,
  phoneSent: z.boolean(),
  scoredAt: nullableText,
  groups: z.array(z.strictObject({ group: text, name: text, measureName: text, score: z.number(), standing: z.enum(['strong', 'weak', 'middle']) })),
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
  method: z.enum(['inapp', 'file']),
  position: z.nullable(positionSchema),
  original: z.strictObject({ sha256: text, size: count, width: count, height: count, takenAt: nullableText, device: nullableText }),
  author: text,
  /** Server time at which the announcement arrived. */
  announcedAt: nullableText,
  /** Server time at which the bytes were hashed and stored; null while they are still on the phone. */
  committedAt: nullableText,
});

export const historyKinds = ['create', 'set', 'resolve', 'void', 'finalise', 'submit', 'return', 'approve', 'seal', 'amend'] as const;

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
    revenue: nullableNumber,
    address: nullableText,
    contact: nullableText,
    phone: nullableText,
  }),
  score: scoreSchema,
  sections: z.array(sectionSchema),
  evidence: z.array(officeEvidenceSchema),
  /** Newest first by arrival. */
  history: z.array(officeHistorySchema),
  voidReason: nullableText,
});

export type OfficeRow = z.infer<typeof officeRowSchema>;
export type OfficeListReply = z.infer<typeof officeListReplySchema>;
export type OfficeFacets = z.infer<typeof officeFacetsSchema>;
export type OfficeDetail = z.infer<typeof officeDetailSchema>;
export type OfficeSection = z.infer<typeof sectionSchema>;
export type OfficePart = z.infer<typeof partSchema>;
export type OfficeAnswer = z.infer<typeof answerSchema>;
export type OfficeAnswerItem = z.infer<typeof answerItemSchema>;
export type OfficeMeasure = z.infer<typeof measureSchema>;
export type OfficeScore = z.infer<typeof scoreSchema>;
export type OfficeEvidence = z.infer<typeof officeEvidenceSchema>;
export type OfficeHistory = z.infer<typeof officeHistorySchema>;
