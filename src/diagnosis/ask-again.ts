import type { CompiledDefinition, FormNode, Question, RepeatNode } from '#definition/compiled.ts';
import { referencesOf } from '#definition/expression.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { itemSources } from '#scoring/item-sources.ts';

/** What a follow-up asks: paths of the questions whose actions it looks at. */
export type AskedAgain = { readonly questions: readonly string[] };

/**
 * The definition as a follow-up asks it: the clauses of its questions, with all that they are scored from and depend on, and nothing else.
 * A few clauses make no stage: it has items and no measures, so it never stands in for the score of the assessment it follows.
 * Without a follow-up it is the definition itself. The same object comes back for the same questions.
 */
export function askAgain(compiled: CompiledDefinition, followUp: AskedAgain | undefined): CompiledDefinition {
  if (followUp === undefined) return compiled;
  const key = [...new Set(followUp.questions.map(nameOf))].sort().join(' ');
  const made = cache.get(compiled) ?? new Map<string, CompiledDefinition>();
  cache.set(compiled, made);
  const known = made.get(key) ?? reduce(compiled, followUp.questions.map(nameOf));
  made.set(key, known);
  return known;
}

const cache = new WeakMap<CompiledDefinition, Map<string, CompiledDefinition>>();

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function reduce(compiled: CompiledDefinition, asked: readonly string[]): CompiledDefinition {
  const kept = keptNames(compiled, asked);
  const sections = compiled.sections.flatMap((section) => {
    const children = keepNodes(section.children, kept);
    return children.length === 0 ? [] : [{ ...section, children }];
  });
  const items = compiled.scoring.items.filter(({ inputs }) => inputs.every((input) => kept.has(input)));
  const names = new Set<string>();
  const note = (node: FormNode): void => {
    names.add(node.kind === 'question' ? node.question.name : node.name);
    if (node.kind !== 'question') node.children.forEach(note);
  };
  sections.forEach(note);
  return {
    ...compiled,
    sections,
    order: compiled.order.filter((name) => names.has(name)),
    scoring: { items, measures: [], groups: [], level: null, checklist: null },
  };
}

/** Questions and repeats that stay: those asked, the other inputs of their items, and whatever any of them reads. */
function keptNames(compiled: CompiledDefinition, asked: readonly string[]): ReadonlySet<string> {
  const { questions, groups, repeats } = indexDefinition(compiled);
  const kept = new Set<string>();
  const keep = (name: string): void => {
    const place = questions.get(name);
    const repeat = place?.repeat ?? (repeats.has(name) ? name : null);
    if (repeat !== null) keepRepeat(repeat);
    else if (place !== undefined && !kept.has(name)) {
      kept.add(name);
      readBy(place.question).forEach(keep);
      keepAround(place.parent);
    }
  };
  const keepRepeat = (name: string): void => {
    const found = repeats.get(name);
    if (found === undefined || kept.has(name)) return;
    kept.add(name);
    referencesOf(found.repeat.relevant).forEach(keep);
    for (const { question } of found.repeat.children) {
      kept.add(question.name);
      readBy(question).forEach(keep);
    }
    keepAround(found.parent);
  };
  const keepAround = (group: string): void => {
    const found = groups.get(group);
    if (found === undefined) return;
    referencesOf(found.group.relevant).forEach(keep);
    if (found.parent !== null) keepAround(found.parent);
  };
  for (const name of asked) {
    keep(name);
    for (const item of compiled.scoring.items) {
      const sources = itemSources(compiled, item);
      if (item.inputs.includes(name) || sources.includes(name)) [...item.inputs, ...sources].forEach(keep);
    }
  }
  return kept;
}

function readBy(question: Question): readonly string[] {
  const { relevant, constraint, calculation, choiceFilter } = question;
  return [relevant, constraint, calculation, choiceFilter].flatMap(referencesOf);
}

function keepNodes(nodes: readonly FormNode[], kept: ReadonlySet<string>): readonly FormNode[] {
  return nodes.flatMap((node): readonly FormNode[] => {
    if (node.kind === 'question') return kept.has(node.question.name) ? [node] : [];
    if (node.kind === 'repeat') return kept.has(node.name) ? [node satisfies RepeatNode] : [];
    const children = keepNodes(node.children, kept);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}
