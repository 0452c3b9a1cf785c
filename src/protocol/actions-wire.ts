/** What the desk asks about actions, and what it is told. One codec for the page's address, the list and the export. */
import * as z from 'zod/mini';
import { actionStates, severities } from '#domain/finding.ts';
import { historyKinds } from './office-wire.ts';
import type { ParameterSource } from './office-query.ts';

/** `overdue`: past its day and not done with. `unproven`: closed, and the photos that prove it are not here. */
export const actionViews = ['all', 'open', 'overdue', 'reported', 'unproven', 'closed', 'dropped'] as const;
export type ActionView = (typeof actionViews)[number];

export type ActionsFilter = {
  readonly view: ActionView;
  /** Root of the region subtree; null is everything in scope. */
  readonly region: string | null;
  /** Id of who wrote it down; null is anybody. */
  readonly author: string | null;
  /** Part of the firm's name or credit code, of the title, or of who sees to it. */
  readonly q: string | null;
};
export type ActionsQuery = ActionsFilter & { readonly offset: number };

export const actionsPageSize = 100;

const parts = {
  view: z.enum(actionViews),
  region: z.string().check(z.regex(/^\d{6,12}$/)),
  author: z.string().check(z.regex(/^[0-9a-zA-Z_-]{1,64}$/)),
  q: z.string().check(z.minLength(1), z.maxLength(100)),
  offset: z.string().check(z.regex(/^\d{1,7}$/)),
} as const;

/** Empty parameters count as absent. `bad` names those that do not fit: the server refuses them, the page drops them. */
export function readActionsQuery(parameters: ParameterSource): { readonly query: ActionsQuery; readonly bad: readonly string[] } {
  const bad: string[] = [];
  const one = <T>(name: keyof typeof parts, schema: z.ZodMiniType<T>): T | null => {
    const raw = parameters.get(name)?.trim() ?? '';
    if (raw === '') return null;
    const parsed = z.safeParse(schema, raw);
    if (parsed.success) return parsed.data;
    bad.push(name);
    return null;
  };
  const query: ActionsQuery = {
    view: one('view', parts.view) ?? 'all',
    region: one('region', parts.region),
    author: one('author', parts.author),
    q: one('q', parts.q),
    offset: Number(one('offset', parts.offset) ?? 0),
  };
  return { query, bad };
}

/** Only the parameters that say something, in a fixed order. */
export function writeActionsQuery({ view, region, author, q, offset }: ActionsQuery): [string, string][] {
  const all: [string, string | null][] = [
    ['view', view === 'all' ? null : view],
    ['region', region],
    ['author', author],
    ['q', q],
    ['offset', offset === 0 ? null : String(offset)],
  ];
  return all.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== '');
}

const text = z.string();
const nullableText = z.nullable(text);

export const officeActionSchema = z.strictObject({
  actionId: text,
  enterpriseCode: text,
  enterpriseName: text,
  region: text,
  regionName: text,
  title: text,
  severity: z.enum(severities),
  ownerName: nullableText,
  /** `2026-12-31`. */
  due: nullableText,
  gain: z.nullable(z.number()),
  state: z.enum(actionStates),
  /** Closed, and what proves it is here. */
  proven: z.boolean(),
  overdue: z.boolean(),
  definitionTitle: nullableText,
  author: text,
  updatedAt: text,
  demo: z.boolean(),
});
export type OfficeAction = z.infer<typeof officeActionSchema>;

export const actionsReplySchema = z.strictObject({
  total: z.int(),
  /** By view, with the rest of the filter as it is. */
  counts: z.record(z.enum(actionViews), z.int()),
  authors: z.array(z.strictObject({ id: text, name: text })),
  rows: z.array(officeActionSchema),
});
export type ActionsReply = z.infer<typeof actionsReplySchema>;

const pieceSchema = z.strictObject({
  evidenceId: text,
  caption: nullableText,
  capturedAt: text,
  /** Null: the bytes are still on a phone. */
  committedAt: nullableText,
});

export const actionDetailSchema = z.strictObject({
  ...officeActionSchema.shape,
  /** The assessment it came from, and the one that shows it done. */
  assessment: nullableText,
  proofAssessment: nullableText,
  /** Words of the clause. */
  question: nullableText,
  finding: nullableText,
  reason: nullableText,
  before: z.array(pieceSchema),
  after: z.array(pieceSchema),
  /** Oldest first. */
  history: z.array(
    z.strictObject({
      hash: text,
      kind: z.enum(historyKinds),
      /** The property that was written, null for the whole. */
      field: nullableText,
      /** A state's name, or the value as text. */
      value: nullableText,
      reason: nullableText,
      author: text,
      wallTime: text,
      serverTime: text,
      quarantined: nullableText,
    }),
  ),
});
export type ActionDetail = z.infer<typeof actionDetailSchema>;
