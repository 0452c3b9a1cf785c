/** The state of one filled form, in arrays by node id, and the computing of a single node. Used by session and oracle alike. */
import type { Question } from '#definition/compiled.ts';
import type { Answers, AnswerValue, Row } from './answers.ts';
import { rowPath } from './answers.ts';
import { constraintFailed, describeProblem, malformation, normaliseAnswer, rangeProblem, unknownOption } from './check-value.ts';
import { absentState } from './form-view.ts';
import type { NodeState } from './form-view.ts';
import type { Program, ProgramNode } from './program.ts';
import { booleanOf, valueOf } from './run-expression.ts';
import type { RowState, Scope } from './scope.ts';
import { sameAnswer, toAnswer } from './xpath-values.ts';

export type FormStore = {
  readonly program: Program;
  /** Typed or computed. */
  readonly value: AnswerValue[];
  /** 1 while shown. */
  readonly relevant: Uint8Array;
  readonly problem: Uint8Array;
  /** By repeat, rows by id. */
  readonly rowById: readonly Map<string, RowState>[];
  readonly scope: Scope;
};

/** A store that holds the answers, with nothing computed yet. */
export function createStore(program: Program, answers: Answers): FormStore {
  const { nodes, repeats } = program;
  const store: FormStore = {
    program,
    value: nodes.map((node) => (isEntered(node) && node.slot < 0 ? normaliseAnswer(answers.values[node.name] ?? null) : null)),
    relevant: new Uint8Array(nodes.length),
    problem: new Uint8Array(nodes.length),
    rowById: repeats.map(() => new Map<string, RowState>()),
    scope: {
      places: program.byName,
      effective: nodes.map(() => null),
      rows: repeats.map(() => []),
      repeatRelevant: new Uint8Array(repeats.length),
      row: null,
      self: null,
      columns: {},
    },
  };
  repeats.forEach((repeat, index) => {
    for (const row of answers.rows[repeat.node.name] ?? []) insertRow(store, index, row);
  });
  return store;
}

/** Adds a row at the end; null when the id is there already. */
export function insertRow(store: FormStore, repeat: number, { id, values }: Row): RowState | null {
  const columns = store.program.repeats[repeat]?.columns ?? [];
  const byId = store.rowById[repeat];
  if (byId === undefined || byId.has(id)) return null;
  const row: RowState = {
    id,
    value: columns.map((node) => (isEntered(node) ? normaliseAnswer(values[node.name] ?? null) : null)),
    effective: columns.map(() => null),
    relevant: columns.map(() => false),
    problem: columns.map(() => 0),
  };
  byId.set(id, row);
  store.scope.rows[repeat]?.push(row);
  return row;
}

export function isEntered(node: ProgramNode): boolean {
  return node.question !== null && node.question.type !== 'calculate' && node.question.type !== 'note';
}

/** What computing a node did. */
export const unchanged = 0;
/** Its value or relevance is another. */
export const stateChanged = 1;
/** What others read of it is another. */
export const readChanged = 2;

/** Relevance and value of a node outside repeats. */
export function computeNode(store: FormStore, node: ProgramNode): number {
  const { scope } = store;
  const shown = node.parent === null || store.relevant[node.parent.id] === 1;
  const relevant = shown && (node.relevant === null || booleanOf(node.relevant, scope));
  let result = unchanged;
  if (relevant !== (store.relevant[node.id] === 1)) {
    store.relevant[node.id] = relevant ? 1 : 0;
    result = stateChanged;
    if (node.kind === 'repeat') scope.repeatRelevant[node.repeat] = relevant ? 1 : 0;
    if (node.question === null) return stateChanged | readChanged;
  }
  if (node.question === null) return result;
  const { calculation } = node.question;
  if (calculation !== null) {
    const computed = relevant ? toAnswer(valueOf(calculation, scope)) : null;
    if (!sameAnswer(computed, store.value[node.id] ?? null)) {
      store.value[node.id] = computed;
      result |= stateChanged;
    }
  }
  const effective = effectiveValue(node.question, relevant, store.value[node.id] ?? null);
  if (!sameAnswer(effective, scope.effective[node.id] ?? null)) {
    scope.effective[node.id] = effective;
    result |= stateChanged | readChanged;
  }
  return result;
}

/** The same in one row of its repeat. */
export function computeCell(store: FormStore, node: ProgramNode, row: RowState): number {
  const { scope } = store;
  const { slot, parent, question } = node;
  if (parent === null || question === null) return unchanged;
  scope.row = row;
  const relevant = store.relevant[parent.id] === 1 && (node.relevant === null || booleanOf(node.relevant, scope));
  let result = unchanged;
  if (relevant !== row.relevant[slot]) {
    row.relevant[slot] = relevant;
    result = stateChanged;
  }
  if (question.calculation !== null) {
    const computed = relevant ? toAnswer(valueOf(question.calculation, scope)) : null;
    if (!sameAnswer(computed, row.value[slot] ?? null)) {
      row.value[slot] = computed;
      result |= stateChanged;
    }
  }
  scope.row = null;
  const effective = effectiveValue(question, relevant, row.value[slot] ?? null);
  if (!sameAnswer(effective, row.effective[slot] ?? null)) {
    row.effective[slot] = effective;
    result |= stateChanged | readChanged;
  }
  return result;
}

function effectiveValue(question: Question, relevant: boolean, value: AnswerValue): AnswerValue {
  if (!relevant || value === null) return null;
  return malformation(question, value) === 0 ? value : null;
}

/** Recomputes the problem of a question outside repeats; true when it is another. */
export function checkNode(store: FormStore, node: ProgramNode): boolean {
  const { id } = node;
  const found =
    store.relevant[id] === 1 ? findProblem(store, node, store.value[id] ?? null, store.scope.effective[id] ?? null) : 0;
  if (found === store.problem[id]) return false;
  store.problem[id] = found;
  return true;
}

export function checkCell(store: FormStore, node: ProgramNode, row: RowState): boolean {
  const { slot } = node;
  store.scope.row = row;
  const found = row.relevant[slot] === true ? findProblem(store, node, row.value[slot] ?? null, row.effective[slot] ?? null) : 0;
  store.scope.row = null;
  if (found === row.problem[slot]) return false;
  row.problem[slot] = found;
  return true;
}

/** Of a value that is shown. */
function findProblem({ scope }: FormStore, { question }: ProgramNode, value: AnswerValue, effective: AnswerValue): number {
  if (value === null || question === null) return 0;
  // Shown and yet not to be seen by expressions: it was found malformed before.
  const found = effective === null ? malformation(question, value) : rangeProblem(question, value);
  if (found !== 0) return found;
  if (question.choiceFilter !== null) {
    const offered = offeredChoices(scope, question).map((choice) => choice.name);
    const chosen = typeof value === 'object' ? value : [String(value)];
    if (!chosen.every((option) => offered.includes(option))) return unknownOption;
  }
  if (question.constraint === null) return 0;
  scope.self = value;
  const holds = booleanOf(question.constraint, scope);
  scope.self = null;
  return holds ? 0 : constraintFailed;
}

/** The choices that pass the question's filter. */
export function offeredChoices(scope: Scope, { choices, choiceFilter }: Question): Question['choices'] {
  if (choiceFilter === null) return choices;
  const offered = choices.filter((choice) => {
    scope.columns = { ...choice.columns, name: choice.name, label: choice.label };
    return booleanOf(choiceFilter, scope);
  });
  scope.columns = {};
  return offered;
}

/** A node, and its row where it is a question of a repeat. */
export type Located = { readonly node: ProgramNode; readonly row: RowState | null };

export function locatePath(store: FormStore, path: string): Located | null {
  const { byName } = store.program;
  const top = byName.get(path);
  if (top !== undefined) return top.slot >= 0 ? null : { node: top, row: null };
  const [repeatName, rowId, name] = path.split('/');
  const node = byName.get(name ?? '');
  if (node === undefined || node.slot < 0 || node.parent?.name !== repeatName) return null;
  const row = store.rowById[node.repeat]?.get(rowId ?? '');
  return row === undefined ? null : { node, row };
}

export function readState(store: FormStore, path: string): NodeState {
  const located = locatePath(store, path);
  if (located === null) return absentState;
  const { node, row } = located;
  if (row !== null) {
    const { slot } = node;
    const value = row.value[slot] ?? null;
    return stateOf(node, path, row.relevant[slot] === true, value, row.effective[slot] ?? null, row.problem[slot] ?? 0);
  }
  const { id } = node;
  const value = store.value[id] ?? null;
  return stateOf(node, path, store.relevant[id] === 1, value, store.scope.effective[id] ?? null, store.problem[id] ?? 0);
}

function stateOf(
  node: ProgramNode,
  path: string,
  relevant: boolean,
  value: AnswerValue,
  effective: AnswerValue,
  found: number,
): NodeState {
  const { question } = node;
  return {
    relevant,
    required: question?.required ?? false,
    value,
    effective,
    problem: found === 0 || question === null ? null : describeProblem(found, question, path, value),
  };
}

/** Paths of the questions of one row. */
export function rowPaths(program: Program, repeat: number, rowId: string): readonly string[] {
  const found = program.repeats[repeat];
  if (found === undefined) return [];
  return found.columns.map(({ name }) => rowPath(found.node.name, rowId, name));
}
