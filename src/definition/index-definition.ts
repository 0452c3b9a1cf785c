import type { CompiledDefinition, FormNode, GroupNode, Question, RepeatNode } from './compiled.ts';
import type { ScoredItem } from './scoring.ts';

export type QuestionPlace = {
  readonly question: Question;
  /** Name of the top-level group that shows it. */
  readonly section: string;
  /** Name of the group or repeat right around it. */
  readonly parent: string;
  /** Name of the repeat whose rows hold it, null at the top level. */
  readonly repeat: string | null;
};

export type DefinitionIndex = {
  /** Questions by name, in document order. */
  readonly questions: ReadonlyMap<string, QuestionPlace>;
  readonly groups: ReadonlyMap<string, { readonly group: GroupNode; readonly section: string; readonly parent: string | null }>;
  readonly repeats: ReadonlyMap<string, { readonly repeat: RepeatNode; readonly section: string; readonly parent: string }>;
  /** Scored items that a question feeds. */
  readonly itemsOf: ReadonlyMap<string, readonly ScoredItem[]>;
};

const cache = new WeakMap<CompiledDefinition, DefinitionIndex>();

/** Look-up tables of a definition, made on first use and kept with it. */
export function indexDefinition(compiled: CompiledDefinition): DefinitionIndex {
  const known = cache.get(compiled);
  if (known !== undefined) return known;
  const questions = new Map<string, QuestionPlace>();
  const groups = new Map<string, { group: GroupNode; section: string; parent: string | null }>();
  const repeats = new Map<string, { repeat: RepeatNode; section: string; parent: string }>();
  const walk = (nodes: readonly FormNode[], section: string, parent: string): void => {
    for (const node of nodes) {
      if (node.kind === 'question') {
        questions.set(node.question.name, { question: node.question, section, parent, repeat: null });
      } else if (node.kind === 'group') {
        groups.set(node.name, { group: node, section, parent });
        walk(node.children, section, node.name);
      } else {
        repeats.set(node.name, { repeat: node, section, parent });
        for (const { question } of node.children)
          questions.set(question.name, { question, section, parent: node.name, repeat: node.name });
      }
    }
  };
  for (const section of compiled.sections) {
    groups.set(section.name, { group: section, section: section.name, parent: null });
    walk(section.children, section.name, section.name);
  }
  const itemsOf = new Map<string, ScoredItem[]>();
  for (const item of compiled.scoring.items) {
    for (const input of item.inputs) {
      const items = itemsOf.get(input);
      if (items === undefined) itemsOf.set(input, [item]);
      else items.push(item);
    }
  }
  const index: DefinitionIndex = { questions, groups, repeats, itemsOf };
  cache.set(compiled, index);
  return index;
}
