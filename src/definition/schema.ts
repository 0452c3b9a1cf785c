/**
 * The shape of a definition file. Question vocabulary is XLSForm's; `scoring` is ours. What a schema can say is said here and is
 * published for editors as `survey-definitions/definition.schema.json`; what needs names, expressions or sums is in `lint.ts`.
 */
import * as z from 'zod/mini';

const name = z.string().check(z.regex(/^[a-z][a-z0-9_]*$/i, '名称只用字母、数字、下划线，以字母开头'));
const text = z.string().check(z.minLength(1, '不能为空'));
const score = z.number().check(z.gte(0, '分数在 0 到 100 之间'), z.lte(100, '分数在 0 到 100 之间'));
const fidelity = z.enum(['official', 'secondary', 'recalled', 'tool-default']);

const provenance = z.strictObject({
  fidelity,
  basis: z.optional(z.array(text)),
  note: z.optional(text),
});

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
  fact: z.optional(name),
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

const curve = z.array(z.tuple([z.number(), score]));
/** The name of a shared table or curve, or one written in place. */
const curveOrName = z.union([name, curve]);
const scores = z.union([name, z.record(z.string(), z.nullable(score))]);

const itemBase = {
  name,
  label: z.optional(text),
  measure: name,
  group: text,
  weight: z.number().check(z.gte(0, '权重不能为负')),
  /** The question scored; the item's own name when left out. */
  question: z.optional(name),
  provenance: z.optional(provenance),
};

const item = z.discriminatedUnion('kind', [
  z.strictObject({ ...itemBase, kind: z.literal('options'), scores }),
  z.strictObject({ ...itemBase, kind: z.literal('ticks'), scores }),
  z.strictObject({ ...itemBase, kind: z.literal('count'), scores: z.array(score) }),
  z.strictObject({ ...itemBase, kind: z.literal('bands'), bands: curveOrName }),
  z.strictObject({ ...itemBase, kind: z.literal('curve'), points: curveOrName }),
  z.strictObject({
    ...itemBase,
    kind: z.literal('change'),
    last: name,
    previous: name,
    rule: z.enum(['relative', 'gap-closed', 'points']),
    better: z.enum(['higher', 'lower']),
    points: curveOrName,
  }),
  z.strictObject({
    ...itemBase,
    kind: z.literal('ladder'),
    steps: z.array(z.strictObject({ choice: z.string(), grade: z.nullable(z.int()), score: z.nullable(score) })),
  }),
  z.strictObject({
    ...itemBase,
    kind: z.literal('satisfaction'),
    shares: z.record(z.string(), z.nullable(z.literal([1, 0.8, 0.5, 0]))),
  }),
]);

const measureBase = {
  id: name,
  name: text,
  grades: z.optional(name),
  axis: z.optional(z.boolean()),
  provenance: z.optional(provenance),
};
const share = z.number().check(z.gte(0), z.lte(1));

const measure = z.discriminatedUnion('kind', [
  z.strictObject({ ...measureBase, kind: z.literal('weighted-mean'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('mean'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('sum'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('weighted-sum'), terms: z.record(name, z.number()) }),
]);

const level = z.strictObject({
  kind: z.literal('gates'),
  /** All must have a score before a level is told. */
  measures: z.array(name).check(z.minLength(1)),
  levels: z.array(z.strictObject({ id: name, name: text, gates: z.record(name, score) })).check(z.minLength(1, '至少一个等级')),
  provenance: z.optional(provenance),
});

const scoring = z.strictObject({
  /** Of every weight, curve, grade and gate that has none of its own. */
  provenance,
  curves: z.optional(z.record(name, curve)),
  tables: z.optional(z.record(name, z.record(z.string(), z.nullable(score)))),
  grades: z.optional(z.record(name, z.array(z.strictObject({ lt: z.nullable(z.number()), name: text })).check(z.minLength(1)))),
  /** The weights of each measure's items add up to `sum` in each of the cases (answers by question). */
  weights: z.optional(z.strictObject({ sum: z.number(), cases: z.array(z.record(name, z.string())).check(z.minLength(1)) })),
  measures: z.array(measure),
  items: z.array(item),
  level: z.optional(level),
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
export type ItemSource = z.infer<typeof item>;
export type MeasureSource = z.infer<typeof measure>;
export type ProvenanceSource = z.infer<typeof provenance>;
export type NodeSource = QuestionSource | RepeatSource | GroupSource;
