/**
 * A definition made ready to run: nodes numbered in evaluation order, expressions as closures, dependants as integer lists.
 * Made once per definition and shared by all its sessions.
 */
import type { CompiledDefinition, FormNode, Question } from '#definition/compiled.ts';
import { eachReference } from '#definition/expression.ts';
import type { Expression } from '#definition/expression.ts';
import type { BooleanCode, Locate, ValueCode } from './code.ts';
import { compilerFor } from './compile-expression.ts';

export type ProgramNode = {
  /** Position in evaluation order: nothing a node's relevance or value reads has a higher id. */
  readonly id: number;
  readonly name: string;
  readonly kind: 'group' | 'repeat' | 'question';
  /** Id of the group or repeat around it, -1 for sections. */
  readonly parent: number;
  /** Of a repeat: its number. Of a question in a repeat: that repeat's number. Else -1. */
  readonly repeat: number;
  /** Place among the questions of its repeat, -1 outside. */
  readonly slot: number;
  readonly question: Question | null;
  readonly relevant: BooleanCode | null;
  readonly calculation: ValueCode | null;
  readonly constraint: BooleanCode | null;
  readonly choiceFilter: BooleanCode | null;
  /** Nodes whose relevance or value reads this one, ascending. */
  readonly readers: readonly number[];
  /** Nodes whose problem or offered choices read this one. */
  readonly checkers: readonly number[];
};

export type RepeatProgram = {
  readonly id: number;
  readonly name: string;
  /** Node ids of its questions, by slot. */
  readonly columns: readonly number[];
  /** Nodes outside the repeat that read any of its rows. */
  readonly outsideReaders: readonly number[];
  readonly outsideCheckers: readonly number[];
};

export type Program = {
  readonly nodes: readonly ProgramNode[];
  readonly ids: ReadonlyMap<string, number>;
  readonly repeats: readonly RepeatProgram[];
};

const programs = new WeakMap<CompiledDefinition, Program>();

export function programOf(compiled: CompiledDefinition): Program {
  const known = programs.get(compiled);
  if (known !== undefined) return known;
  const program = buildProgram(compiled);
  programs.set(compiled, program);
  return program;
}

type Draft = {
  readonly node: FormNode;
  readonly parent: string | null;
  readonly repeat: number;
  readonly slot: number;
};

function buildProgram(compiled: CompiledDefinition): Program {
  const drafts = new Map<string, Draft>();
  const repeatNames: string[] = [];
  collectDrafts(compiled, drafts, repeatNames);
  const { order } = compiled;
  const ids = new Map<string, number>();
  order.forEach((name, id) => ids.set(name, id));
  const id = (name: string | null): number => (name === null ? -1 : (ids.get(name) ?? -1));

  const locate: Locate = (name) => {
    const draft = drafts.get(name);
    if (draft === undefined) return { kind: 'top', id: -1 };
    if (draft.node.kind === 'repeat') return { kind: 'repeat', repeat: draft.repeat };
    return draft.slot >= 0 ? { kind: 'row', repeat: draft.repeat, slot: draft.slot } : { kind: 'top', id: id(name) };
  };
  const compiler = compilerFor(locate);
  const test = (expression: Expression | null): BooleanCode | null => (expression === null ? null : compiler.boolean(expression));
  /** What only some answers need is compiled when one first does. */
  const late = (expression: Expression | null): BooleanCode | null => {
    if (expression === null) return null;
    let code: BooleanCode | null = null;
    return (scope) => (code ??= compiler.boolean(expression))(scope);
  };

  const readers = new Map<number, number[]>();
  const checkers = new Map<number, number[]>();
  const connect = (into: Map<number, number[]>, expression: Expression | null, reader: number): void => {
    if (expression === null) return;
    eachReference(expression, (name) => {
      addLast(into, id(name), reader);
      // Rows of a hidden repeat are not there: who reads a column reads its repeat's relevance too.
      const draft = drafts.get(name);
      if (draft !== undefined && draft.slot >= 0) addLast(into, id(repeatNames[draft.repeat] ?? null), reader);
    });
  };
  order.forEach((name, own) => {
    const draft = drafts.get(name);
    if (draft === undefined) return;
    const { node, parent } = draft;
    if (parent !== null) addLast(readers, id(parent), own);
    connect(readers, relevantOf(node), own);
    if (node.kind !== 'question') return;
    connect(readers, node.question.calculation, own);
    connect(checkers, node.question.constraint, own);
    connect(checkers, node.question.choiceFilter, own);
  });

  const nodes = order.map((name, own): ProgramNode => {
    const draft = drafts.get(name);
    const question = draft?.node.kind === 'question' ? draft.node.question : null;
    return {
      id: own,
      name,
      kind: draft?.node.kind ?? 'group',
      parent: id(draft?.parent ?? null),
      repeat: draft?.repeat ?? -1,
      slot: draft?.slot ?? -1,
      question,
      relevant: test(draft === undefined ? null : relevantOf(draft.node)),
      calculation: question === null || question.calculation === null ? null : compiler.value(question.calculation),
      constraint: late(question?.constraint ?? null),
      choiceFilter: late(question?.choiceFilter ?? null),
      readers: readers.get(own) ?? none,
      checkers: checkers.get(own) ?? none,
    };
  });

  const columnsOf = repeatNames.map((): ProgramNode[] => []);
  for (const node of nodes) if (node.slot >= 0) columnsOf[node.repeat]?.push(node);
  const repeats = repeatNames.map((name, number): RepeatProgram => {
    const columns = (columnsOf[number] ?? []).sort((a, b) => a.slot - b.slot);
    const own = new Set(columns.map((column) => column.id));
    const around = [nodes[id(name)], ...columns].filter((node) => node !== undefined);
    const outside = (list: (node: ProgramNode) => readonly number[]): readonly number[] =>
      [...new Set(around.flatMap(list).filter((reader) => !own.has(reader)))].sort((a, b) => a - b);
    return {
      id: id(name),
      name,
      columns: columns.map((column) => column.id),
      outsideReaders: outside((node) => node.readers),
      outsideCheckers: outside((node) => node.checkers),
    };
  });
  return { nodes, ids, repeats };
}

const none: readonly number[] = [];

function relevantOf(node: FormNode): Expression | null {
  return node.kind === 'question' ? node.question.relevant : node.relevant;
}

/** Reading nodes come in ascending order, so a list has its reader already when it ends with it. */
function addLast(lists: Map<number, number[]>, key: number, reader: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [reader]);
  else if (list.at(-1) !== reader) list.push(reader);
}

function collectDrafts(compiled: CompiledDefinition, drafts: Map<string, Draft>, repeatNames: string[]): void {
  const walk = (nodes: readonly FormNode[], parent: string | null): void => {
    for (const node of nodes) {
      if (node.kind === 'question') {
        drafts.set(node.question.name, { node, parent, repeat: -1, slot: -1 });
        continue;
      }
      const repeat = node.kind === 'repeat' ? repeatNames.push(node.name) - 1 : -1;
      drafts.set(node.name, { node, parent, repeat, slot: -1 });
      if (node.kind === 'group') walk(node.children, node.name);
      else {
        node.children.forEach((child, slot) => {
          drafts.set(child.question.name, { node: child, parent: node.name, repeat, slot });
        });
      }
    }
  };
  walk(compiled.sections, null);
}
