/**
 * A definition made ready to run: nodes numbered in evaluation order, dependants as integer lists. Made once per definition and
 * shared by all its sessions.
 */
import type { CompiledDefinition, FormNode, Question } from '#definition/compiled.ts';
import { eachReference } from '#definition/expression.ts';
import type { Expression } from '#definition/expression.ts';
import type { Place } from './scope.ts';

export type ProgramNode = Place & {
  /** Position in evaluation order: nothing a node's relevance or value reads has a higher id. */
  readonly id: number;
  readonly name: string;
  readonly kind: FormNode['kind'];
  /** The group or repeat around it, null around sections. */
  readonly parent: ProgramNode | null;
  readonly question: Question | null;
  readonly relevant: Expression | null;
  /** Ids of the nodes whose relevance or value reads this one, ascending. */
  readonly readers: readonly number[];
  /** Ids of the nodes whose problem or offered choices read this one. */
  readonly checkers: readonly number[];
};

export type RepeatProgram = {
  readonly node: ProgramNode;
  /** Its questions, by slot. */
  readonly columns: readonly ProgramNode[];
  /** Nodes outside the repeat that read any of its rows. */
  readonly outsideReaders: readonly number[];
  readonly outsideCheckers: readonly number[];
};

export type Program = {
  readonly nodes: readonly ProgramNode[];
  readonly byName: ReadonlyMap<string, ProgramNode>;
  readonly repeats: readonly RepeatProgram[];
};

const programs = new WeakMap<CompiledDefinition, Program>();

export function programOf(compiled: CompiledDefinition): Program {
  let program = programs.get(compiled);
  if (program === undefined) {
    program = buildProgram(compiled);
    programs.set(compiled, program);
  }
  return program;
}

type Dependants = 'readers' | 'checkers';

/** A node while the program is being made. */
type Draft = Omit<ProgramNode, 'id' | 'parent' | Dependants> & {
  id: number;
  readonly parent: Draft | null;
  readers: number[];
  checkers: number[];
};

type Drafts = {
  readonly byName: Map<string, Draft>;
  readonly repeats: { readonly node: Draft; readonly columns: Draft[] }[];
};

function buildProgram({ order, sections }: CompiledDefinition): Program {
  const drafts: Drafts = { byName: new Map(), repeats: [] };
  for (const section of sections) addDraft(drafts, section, null);
  const { byName, repeats } = drafts;
  const nodes: Draft[] = [];
  for (const name of order) {
    const node = byName.get(name);
    if (node !== undefined) node.id = nodes.push(node) - 1;
  }
  for (const { id, parent, relevant, question } of nodes) {
    if (parent !== null) addLast(parent, 'readers', id);
    connect(drafts, relevant, 'readers', id);
    if (question === null) continue;
    connect(drafts, question.calculation, 'readers', id);
    connect(drafts, question.constraint, 'checkers', id);
    connect(drafts, question.choiceFilter, 'checkers', id);
  }
  return { nodes, byName, repeats: repeats.map(({ node, columns }) => withOutside(node, columns)) };
}

function addDraft(drafts: Drafts, node: FormNode, parent: Draft | null): void {
  const { byName, repeats } = drafts;
  const { kind } = node;
  const { name, relevant } = kind === 'question' ? node.question : node;
  const around = parent?.kind === 'repeat' ? repeats[parent.repeat] : undefined;
  const draft: Draft = {
    id: -1,
    name,
    kind,
    parent,
    repeat: kind === 'repeat' ? repeats.length : around === undefined ? -1 : around.node.repeat,
    slot: around === undefined ? -1 : around.columns.length,
    question: kind === 'question' ? node.question : null,
    relevant,
    readers: none,
    checkers: none,
  };
  byName.set(name, draft);
  around?.columns.push(draft);
  if (kind === 'question') return;
  if (kind === 'repeat') repeats.push({ node: draft, columns: [] });
  for (const child of node.children) addDraft(drafts, child, draft);
}

function connect({ byName, repeats }: Drafts, expression: Expression | null, kind: Dependants, reader: number): void {
  if (expression === null) return;
  eachReference(expression, (name) => {
    const read = byName.get(name);
    if (read === undefined) return;
    addLast(read, kind, reader);
    // Rows of a hidden repeat are not there: who reads a column reads its repeat's relevance too.
    const around = read.slot < 0 ? undefined : repeats[read.repeat];
    if (around !== undefined) addLast(around.node, kind, reader);
  });
}

function withOutside(node: ProgramNode, columns: readonly ProgramNode[]): RepeatProgram {
  const own = new Set(columns.map(({ id }) => id));
  const outside = (kind: Dependants): readonly number[] =>
    [...new Set([node, ...columns].flatMap((each) => each[kind]).filter((reader) => !own.has(reader)))].sort((a, b) => a - b);
  return { node, columns, outsideReaders: outside('readers'), outsideCheckers: outside('checkers') };
}

/** Most nodes are read by none, so they share one empty list. */
const none: number[] = [];

/** Reading nodes come in ascending order, so a list has its reader already when it ends with it. */
function addLast(read: Draft, kind: Dependants, reader: number): void {
  const list = read[kind];
  if (list === none) read[kind] = [reader];
  else if (list[list.length - 1] !== reader) list.push(reader);
}
