import type { CompiledDefinition } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import type { ScoredItem } from '#definition/scoring.ts';
import { programOf } from '#engine/program.ts';
import type { Program } from '#engine/program.ts';

/** Of items with computed inputs; most have none. */
const cache = new WeakMap<ScoredItem, readonly string[]>();

/** Entered questions behind an item's computed inputs, through any number of computations. Rows of repeats are left out. */
export function itemSources(compiled: CompiledDefinition, item: ScoredItem): readonly string[] {
  const { byName } = programOf(compiled);
  if (!item.inputs.some((input) => (byName.get(input)?.question?.calculation ?? null) !== null)) return none;
  let sources = cache.get(item);
  if (sources === undefined) {
    sources = findSources(byName, item);
    cache.set(item, sources);
  }
  return sources;
}

const none: readonly string[] = [];

function findSources(byName: Program['byName'], item: ScoredItem): readonly string[] {
  const sources = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    const { question = null, slot } = byName.get(name) ?? {};
    if (question === null || slot !== -1 || visited.has(name)) return;
    visited.add(name);
    if (question.calculation === null) sources.add(name);
    else referencesOf(question.calculation).forEach(visit);
  };
  item.inputs.forEach(visit);
  return [...sources].filter((name) => !item.inputs.includes(name));
}
