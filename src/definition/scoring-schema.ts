/** The shape of a definition file's `scoring` block. */
import * as z from 'zod/mini';
import { fidelity, name, provenance, score, text } from './schema-parts.ts';

const curve = z.array(z.tuple([z.number(), score]));
/** The name of a shared table or curve, or one written in place. */
const curveOrName = z.union([name, curve]);
const ladder = z.array(z.strictObject({ choice: z.string(), grade: z.nullable(z.int()), score: z.nullable(score) }));
const satisfaction = z.literal([1, 0.8, 0.5, 0]);
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
    steps: z.union([name, ladder]),
  }),
  z.strictObject({
    ...itemBase,
    kind: z.literal('satisfaction'),
    shares: z.record(z.string(), z.nullable(satisfaction)),
  }),
]);

const measureBase = {
  id: name,
  name: text,
  grades: z.optional(name),
  axis: z.optional(z.boolean()),
  detail: z.optional(z.boolean()),
  full: z.optional(z.number().check(z.gt(0))),
  decimals: z.optional(z.int().check(z.gte(0))),
  applies: z.optional(text),
  provenance: z.optional(provenance),
};
const share = z.number().check(z.gte(0), z.lte(1));

const measure = z.discriminatedUnion('kind', [
  z.strictObject({ ...measureBase, kind: z.literal('weighted-mean'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('mean'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('sum'), min_answered: share }),
  z.strictObject({ ...measureBase, kind: z.literal('unscored') }),
  z.strictObject({ ...measureBase, kind: z.literal('weighted-sum'), terms: z.record(name, z.number()) }),
  z.strictObject({ ...measureBase, kind: z.literal('total'), of: z.array(name).check(z.minLength(1)) }),
  z.strictObject({
    ...measureBase,
    kind: z.literal('nested-mean'),
    min_answered: share,
    terms: z
      .array(
        z.strictObject({
          measure: name,
          weight: z.number().check(z.gt(0)),
          when: z.optional(text),
          fidelity: z.optional(fidelity),
        }),
      )
      .check(z.minLength(1)),
  }),
]);

const firstLevel = { id: name, name: text };
const count = z.int().check(z.gte(0));

const sceneNumbers = {
  score: z.optional(score),
  grade: z.optional(count),
  count: z.optional(count),
  constraining: z.optional(count),
};

const maturityNode = z.strictObject({
  id: name,
  name: text,
  /** One weight, or one by the option of `kind_question`; in percent of its siblings. */
  weight: z.union([z.number(), z.record(z.string(), z.number())]),
  weight_fidelity: z.optional(z.union([fidelity, z.record(z.string(), fidelity)])),
  applies: z.optional(text),
  provenance: z.optional(provenance),
  /** Nodes without children have questions `<id>_<level>_<n>`. */
  get children(): z.ZodMiniOptional<z.ZodMiniArray<typeof maturityNode>> {
    return z.optional(z.array(maturityNode));
  },
});

const level = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('gates'),
    /** All must have a score before a level is told. */
    measures: z.array(name).check(z.minLength(1)),
    levels: z.array(z.strictObject({ ...firstLevel, gates: z.record(name, score) })).check(z.minLength(1, '至少一个等级')),
    provenance: z.optional(provenance),
  }),
  z.strictObject({
    kind: z.literal('thresholds'),
    measure: name,
    levels: z.array(z.strictObject({ ...firstLevel, score: z.optional(z.number()) })).check(z.minLength(2, '至少两个等级')),
    provenance: z.optional(provenance),
  }),
  z.strictObject({
    kind: z.literal('score-and-scenes'),
    measure: name,
    scenes: name,
    constraining: z.array(name),
    levels: z.array(z.strictObject({ ...firstLevel, ...sceneNumbers })).check(z.minLength(2, '至少两个等级')),
    /** Ways to read the source; the first is `levels` as they stand and decides, others change some numbers. */
    readings: z.optional(
      z.array(
        z.strictObject({
          id: name,
          name: text,
          note: z.optional(text),
          levels: z.optional(z.record(name, z.strictObject(sceneNumbers))),
        }),
      ),
    ),
    provenance: z.optional(provenance),
  }),
  z.strictObject({
    kind: z.literal('satisfied-levels'),
    /** Id of the total, the sum over levels. */
    total: z.strictObject({ id: name, name: text }),
    levels: z.array(z.strictObject({ ...firstLevel, score: z.optional(z.number()) })).check(z.minLength(2, '至少两个等级')),
    satisfied_at: share,
    decides: z.enum(['score', 'satisfied']),
    /** Least answered share of every node. */
    min_answered: share,
    shares: z.record(z.string(), z.nullable(satisfaction)),
    /** The question whose option picks among weights. */
    kind_question: z.optional(name),
    /** Of the clauses: how many there are at each level weighs in every mean. */
    clauses: provenance,
    tree: z.array(maturityNode).check(z.minLength(1)),
    provenance: z.optional(provenance),
  }),
  z.strictObject({
    kind: z.literal('checklist'),
    levels: z.array(z.strictObject(firstLevel)).check(z.minLength(2, '至少两个等级')),
    provenance: z.optional(provenance),
  }),
]);

const conditionBase = {
  name,
  part: name,
  label: z.optional(text),
  needs: z.optional(text),
  level: z.optional(name),
  applies: z.optional(text),
  prerequisite: z.optional(z.boolean()),
  provenance: z.optional(provenance),
};
const condition = z.discriminatedUnion('kind', [
  z.strictObject({ ...conditionBase, kind: z.literal('at-least'), question: name, value: z.number() }),
  z.strictObject({ ...conditionBase, kind: z.literal('at-most'), question: name, value: z.number() }),
  z.strictObject({ ...conditionBase, kind: z.literal('chosen'), question: name, met: z.array(z.string()).check(z.minLength(1)) }),
  z.strictObject({
    ...conditionBase,
    kind: z.literal('ticked'),
    question: name,
    value: z.int().check(z.gte(1)),
    of: z.optional(z.array(z.string())),
  }),
  z.strictObject({ ...conditionBase, kind: z.literal('expression'), met: text }),
  z.strictObject({
    ...conditionBase,
    kind: z.literal('judged'),
    question: name,
    met: z.optional(z.array(z.string())),
    /** All other options when left out; with it, options in neither list leave the judgement open. */
    not_met: z.optional(z.array(z.string())),
  }),
]);

const checklist = z.strictObject({
  parts: z.array(z.strictObject({ id: name, name: text, applies: z.optional(text) })).check(z.minLength(1)),
  conditions: z.array(condition).check(z.minLength(1)),
});

export const scoring = z.strictObject({
  /** Of every weight, curve, grade, gate and condition that has none of its own. */
  provenance,
  curves: z.optional(z.record(name, curve)),
  tables: z.optional(z.record(name, z.record(z.string(), z.nullable(score)))),
  ladders: z.optional(z.record(name, ladder)),
  grades: z.optional(z.record(name, z.array(z.strictObject({ lt: z.nullable(z.number()), name: text })).check(z.minLength(1)))),
  /** The weights of each measure's items add up to `sum` (or to its own) in each of the cases (answers by question). */
  weights: z.optional(
    z.strictObject({
      sum: z.union([z.number(), z.record(name, z.number())]),
      cases: z.array(z.record(name, z.string())).check(z.minLength(1)),
    }),
  ),
  measures: z.array(measure),
  items: z.array(item),
  checklist: z.optional(checklist),
  level: z.optional(level),
});

export type ScoringSource = z.infer<typeof scoring>;
export type ItemSource = z.infer<typeof item>;
export type MeasureSource = z.infer<typeof measure>;
export type LevelSource = z.infer<typeof level>;
export type MaturityNodeSource = z.infer<typeof maturityNode>;
export type MaturitySource = Extract<LevelSource, { readonly kind: 'satisfied-levels' }>;
export type ChecklistSource = z.infer<typeof checklist>;
export type ConditionSource = z.infer<typeof condition>;
