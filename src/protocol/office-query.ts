/**
 * What the reviewer's desk asks. The same filter travels in three places, the page's address, the list request and the export
 * request, so it has one codec to and from text.
 */
import * as z from 'zod/mini';
import type { AssessmentState } from '#domain/assessment.ts';

export const officeStates = [
  'draft',
  'finished',
  'submitted',
  'returned',
  'approved',
  'sealed',
  'voided',
] as const satisfies readonly AssessmentState[];

/** Pseudo stage of assessments whose level cannot be told yet. */
export const noLevel = 'none';

export const officeSortKeys = [
  'submitted',
  'updated',
  'name',
  'region',
  'state',
  'level',
  'B',
  'L',
  'completeness',
  'photos',
] as const;
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
  /** Only those with answers that contradict each other. */
  readonly conflicts: boolean;
};

export type OfficeQuery = OfficeFilter & { readonly sort: OfficeSort; readonly offset: number; readonly limit: number };

export const emptyFilter: OfficeFilter = {
  region: null,
  stages: [],
  states: [],
  definition: null,
  q: null,
  from: null,
  to: null,
  conflicts: false,
};

/** `URLSearchParams`, or anything that reads like it. */
export type ParameterSource = { get(name: string): string | null };

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
  conflicts: z.literal('1'),
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
    conflicts: one('conflicts', filterParts.conflicts) !== null,
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
    ['conflicts', filter.conflicts ? '1' : null],
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
