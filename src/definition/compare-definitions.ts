import { canonicalJson } from '#shared/canonical-json.ts';
import type { Json } from '#shared/json.ts';
import type { CompiledDefinition } from './compiled.ts';
import { describeDefinition } from './describe-definition.ts';

export type Difference = {
  readonly kind: 'question' | 'item' | 'measure' | 'condition' | 'level' | 'about';
  readonly name: string;
  readonly label: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Keys whose value differs, for changed ones. */
  readonly fields: readonly string[];
};

type Described = { readonly [key: string]: Json };

/** What differs between two editions, questions first, each list in the order of the newer edition, what is gone last. */
export function compareDefinitions(older: CompiledDefinition, newer: CompiledDefinition): readonly Difference[] {
  const before = describeDefinition(older, '') as Described;
  const after = describeDefinition(newer, '') as Described;
  const conditions = (of: Described): readonly Described[] => listOf((of['checklist'] as Described | null)?.['conditions']);
  return [
    ...compareLists('question', 'name', listOf(before['questions']), listOf(after['questions'])),
    ...compareLists('item', 'name', listOf(before['items']), listOf(after['items'])),
    ...compareLists('measure', 'id', listOf(before['measures']), listOf(after['measures'])),
    ...compareLists('condition', 'name', conditions(before), conditions(after)),
    ...compareWhole('level', 'level', before, after),
    ...['title', 'purpose', 'audience', 'minutes', 'validity', 'method', 'caution', 'notes', 'sources'].flatMap((key) =>
      compareWhole('about', key, before, after),
    ),
  ];
}

function listOf(value: Json | undefined): readonly Described[] {
  return Array.isArray(value) ? (value as readonly Described[]) : [];
}

function compareLists(
  kind: Difference['kind'],
  key: 'name' | 'id',
  before: readonly Described[],
  after: readonly Described[],
): readonly Difference[] {
  const old = new Map(before.map((each) => [each[key], each]));
  const names = new Set(after.map((each) => each[key]));
  const difference = (each: Described, change: Difference['change'], fields: readonly string[]): Difference => ({
    kind,
    name: textOf(each[key]),
    label: textOf(each['label'] ?? each['name']),
    change,
    fields,
  });
  return [
    ...after.flatMap((each) => {
      const was = old.get(each[key]);
      if (was === undefined) return [difference(each, 'added', [])];
      // What scores a question is told with its item.
      const fields = Object.keys(each).filter((field) => field !== 'score' && !same(each[field], was[field]));
      return fields.length === 0 ? [] : [difference(each, 'changed', fields)];
    }),
    ...before.filter((each) => !names.has(each[key])).map((each) => difference(each, 'removed', [])),
  ];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function compareWhole(kind: 'level' | 'about', key: string, before: Described, after: Described): readonly Difference[] {
  return same(before[key], after[key]) ? [] : [{ kind, name: key, label: '', change: 'changed', fields: [key] }];
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
