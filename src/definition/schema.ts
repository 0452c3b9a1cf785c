/**
 * The shape of a definition file. Question vocabulary is XLSForm's; `scoring` is ours. What a schema can say is said here and is
 * published for editors as `survey-definitions/definition.schema.json`; what needs names, expressions or sums is in `lint.ts`.
 */
import * as z from 'zod/mini';
import { fidelity, name, text } from './schema-parts.ts';
import { scoring } from './scoring-schema.ts';

const choice = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z0-9_]+$/, '选项名只用字母、数字、下划线')),
  label: text,
  exclusive: z.optional(z.boolean()),
  not_applicable: z.optional(z.boolean()),
  columns: z.optional(z.record(name, z.string())),
});

const evidence = z.strictObject({
  need: z.enum(['required', 'optional']),
  kinds: z.array(z.enum(['photo', 'screen', 'document', 'statistics'])).check(z.minLength(1, '写明要哪种取证')),
});

const question = z.strictObject({
  type: z.enum(['select_one', 'select_multiple', 'integer', 'decimal', 'text', 'date', 'geopoint', 'image', 'note', 'calculate']),
  name,
  label: text,
  hint: z.optional(text),
  guidance: z.optional(text),
  unit: z.optional(text),
  range: z.optional(z.tuple([z.nullable(z.number()), z.nullable(z.number())])),
  choices: z.optional(z.union([name, z.array(choice)])),
  required: z.optional(z.boolean()),
  relevant: z.optional(text),
  constraint: z.optional(text),
  constraint_message: z.optional(text),
  calculation: z.optional(text),
  choice_filter: z.optional(text),
  evidence: z.optional(evidence),
  /** A fact of `facts.yaml`; a name alone means its present value. */
  fact: z.optional(z.union([name, z.strictObject({ id: name, period: z.enum(['now', 'last-year', 'year-before']) })])),
  appearance: z.optional(text),
  basis: z.optional(z.array(text)),
  fidelity: z.optional(fidelity),
  note: z.optional(text),
});

const repeat = z.strictObject({
  type: z.literal('repeat'),
  name,
  label: text,
  hint: z.optional(text),
  relevant: z.optional(text),
  children: z.array(question).check(z.minLength(1, '重复组里至少一道题')),
});

const group = z.strictObject({
  type: z.literal('group'),
  name,
  label: text,
  hint: z.optional(text),
  relevant: z.optional(text),
  get children() {
    return z.array(z.discriminatedUnion('type', [question, repeat, group])).check(z.minLength(1, '分组里至少一道题'));
  },
});

const isoDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, '日期写成 2026-01-31'));

export const definitionSchema = z.strictObject({
  definition: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, '只用小写字母、数字、连字符')),
  edition: z.string().check(z.regex(/^[0-9a-z][0-9a-z.-]*$/, '例如 2013-1')),
  title: text,
  purpose: text,
  audience: text,
  minutes: z.int().check(z.gt(0)),
  status: z.enum(['draft', 'published', 'retired']),
  validity: z.optional(z.strictObject({ from: z.optional(isoDate), until: z.optional(isoDate) })),
  method: z.array(text).check(z.minLength(1, '写明怎么打分')),
  caution: text,
  /** What was left out, not found, or read differently by different sources. */
  notes: z.optional(z.array(text)),
  sources: z.record(
    text,
    z.strictObject({ title: text, issuer: z.optional(text), year: z.optional(text), fidelity, note: z.optional(text) }),
  ),
  choices: z.optional(z.record(name, z.array(choice).check(z.minLength(1)))),
  survey: z.array(group).check(z.minLength(1, '至少一个分节')),
  scoring,
});

export type DefinitionSource = z.infer<typeof definitionSchema>;
export type GroupSource = z.infer<typeof group>;
export type RepeatSource = z.infer<typeof repeat>;
export type QuestionSource = z.infer<typeof question>;
export type ChoiceSource = z.infer<typeof choice>;
export type NodeSource = QuestionSource | RepeatSource | GroupSource;
