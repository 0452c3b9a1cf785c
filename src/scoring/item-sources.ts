import type { CompiledDefinition } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { ScoredItem } from '#definition/scoring.ts';

const cache = new WeakMap<ScoredItem, readonly string[]>();

/** Entered questions behind an item's computed inputs, through any number of computations. Rows of repeats are left out. */
export function itemSources(compiled: CompiledDefinition, item: ScoredItem): readonly string[] {
  let sources = cache.get(item);
  if (sources === undefined) {
    sources = findSources(compiled, item);
    cache.set(item, sources);
  }
  return sources;
}

const none: readonly string[] = [];

function findSources(compiled: CompiledDefinition, item: ScoredItem): readonly string[] {
  const { questions } = indexDefinition(compiled);
  if (item.inputs.every((input) => (questions.get(input)?.question.calculation ?? null) === null)) return none;
  const sources = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    const place = questions.get(name);
    if (place === undefined || place.repeat !== null || visited.has(name)) return;
    visited.add(name);
    if (place.question.calculation === null) sources.add(name);
    else referencesOf(place.question.calculation).forEach(visit);
  };
  item.inputs.forEach(visit);
  return [...sources].filter((name) => !item.inputs.includes(name));
}
