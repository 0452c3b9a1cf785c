import type { Choice, CompiledDefinition } from '#definition/compiled.ts';
import type { Answers, AnswerValue, Row } from './answers.ts';
import { rowPath } from './answers.ts';
import { normaliseAnswer } from './check-value.ts';
import { DirtyNumbers } from './dirty-numbers.ts';
import {
  checkCell,
  checkNode,
  computeCell,
  computeNode,
  createStore,
  insertRow,
  isEntered,
  locatePath,
  offeredChoices,
  readChanged,
  readState,
  rowPaths,
  stateChanged,
} from './form-store.ts';
import type { FormStore } from './form-store.ts';
import type { Change, FormView } from './form-view.ts';
import { programOf } from './program.ts';
import type { ProgramNode } from './program.ts';
import type { RowState } from './scope.ts';
import { sameAnswer } from './xpath-values.ts';

/** A living form. Edits to paths that do not exist, or to computed questions, change nothing. */
export type Session = FormView & {
  set(path: string, value: AnswerValue): Change;
  addRow(repeat: string, rowId: string): Change;
  removeRow(repeat: string, rowId: string): Change;
  /** What was entered, hidden values included: what is saved. */
  answers(): Answers;
  /** The choices a question offers now, after its `choice_filter`. */
  choices(path: string): readonly Choice[];
  /** Nodes computed or checked since the session opened; complexity tests read it. */
  readonly recomputedCount: number;
};

export function openSession(compiled: CompiledDefinition, answers: Answers): Session {
  const program = programOf(compiled);
  const store = createStore(program, answers);
  const updater = new Updater(store);
  updater.computeEverything();
  const repeatNumber = (name: string): number => program.repeats.findIndex(({ node }) => node.name === name);

  return {
    state: (path) => readState(store, path),
    rows: (repeat) => (store.scope.rows[repeatNumber(repeat)] ?? []).map((row) => row.id),
    answers: () => readAnswers(store),
    choices(path) {
      const located = locatePath(store, path);
      const question = located?.node.question ?? null;
      if (located === null || question === null) return [];
      store.scope.row = located.row;
      const choices = offeredChoices(store.scope, question);
      store.scope.row = null;
      return choices;
    },
    get recomputedCount() {
      return updater.recomputed;
    },

    set(path, value) {
      const located = locatePath(store, path);
      if (located === null || !isEntered(located.node)) return nothing;
      const { node, row } = located;
      const next = normaliseAnswer(value);
      const values = row === null ? store.value : row.value;
      const place = row === null ? node.id : node.slot;
      if (sameAnswer(next, values[place] ?? null)) return nothing;
      values[place] = next;
      updater.note(node, row);
      updater.touch(node.id, row);
      return updater.settle();
    },

    addRow(repeat, rowId) {
      const number = repeatNumber(repeat);
      const row = number < 0 ? null : insertRow(store, number, { id: rowId, values: {} });
      if (row === null) return nothing;
      updater.rowsChanged(number, rowId);
      for (const column of program.repeats[number]?.columns ?? []) updater.touch(column.id, row);
      return updater.settle();
    },

    removeRow(repeat, rowId) {
      const number = repeatNumber(repeat);
      const rows = store.scope.rows[number];
      const row = store.rowById[number]?.get(rowId);
      if (rows === undefined || row === undefined) return nothing;
      rows.splice(rows.indexOf(row), 1);
      store.rowById[number]?.delete(rowId);
      updater.rowsChanged(number, rowId);
      return updater.settle();
    },
  };
}

const nothing: Change = { changed: [] };

/** Recomputes what an edit reaches, in evaluation order: first relevance and values, then problems. */
class Updater {
  recomputed = 0;
  private readonly store: FormStore;
  private readonly nodes: readonly ProgramNode[];
  private readonly toCompute: DirtyNumbers;
  private readonly toCheck: DirtyNumbers;
  private readonly rowsToCompute: WaitingRows = new Map();
  private readonly rowsToCheck: WaitingRows = new Map();
  private changed = new Set<string>();

  constructor(store: FormStore) {
    this.store = store;
    this.nodes = store.program.nodes;
    this.toCompute = new DirtyNumbers(this.nodes.length);
    this.toCheck = new DirtyNumbers(this.nodes.length);
  }

  /** One pass in evaluation order, as a session opens. */
  computeEverything(): void {
    const { store } = this;
    const { rows } = store.scope;
    for (const node of this.nodes) {
      if (node.slot < 0) computeNode(store, node);
      else for (const row of rows[node.repeat] ?? []) computeCell(store, node, row);
    }
    for (const node of this.nodes) {
      if (node.slot < 0) checkNode(store, node);
      else for (const row of rows[node.repeat] ?? []) checkCell(store, node, row);
    }
  }

  /** Marks a node, in one row or, for null, in all rows where it has them. */
  touch(id: number, row: RowState | null): void {
    this.toCompute.add(id);
    this.toCheck.add(id);
    if (this.nodes[id]?.slot === -1) return;
    widen(this.rowsToCompute, id, row);
    widen(this.rowsToCheck, id, row);
  }

  rowsChanged(repeat: number, rowId: string): void {
    const program = this.store.program.repeats[repeat];
    if (program === undefined) return;
    this.changed.add(program.node.name);
    for (const path of rowPaths(this.store.program, repeat, rowId)) this.changed.add(path);
    for (const reader of program.outsideReaders) this.touch(reader, null);
    for (const checker of program.outsideCheckers) this.touchCheck(checker, null);
  }

  note(node: ProgramNode, row: RowState | null): void {
    if (row === null) this.changed.add(node.name);
    else this.changed.add(rowPath(node.parent?.name ?? '', row.id, node.name));
  }

  settle(): Change {
    for (let id = this.toCompute.take(); id >= 0; id = this.toCompute.take()) this.compute(id);
    for (let id = this.toCheck.take(); id >= 0; id = this.toCheck.take()) this.check(id);
    const changed = [...this.changed];
    this.changed = new Set();
    return { changed };
  }

  private compute(id: number): void {
    const node = this.nodes[id];
    if (node === undefined) return;
    if (node.slot < 0) {
      this.recomputed += 1;
      this.spread(node, null, computeNode(this.store, node));
      return;
    }
    for (const row of this.takeRows(this.rowsToCompute, node)) {
      this.recomputed += 1;
      this.spread(node, row, computeCell(this.store, node, row));
    }
  }

  private spread(node: ProgramNode, row: RowState | null, result: number): void {
    if ((result & stateChanged) !== 0) {
      this.note(node, row);
      this.touchCheck(node.id, row);
    }
    if ((result & readChanged) === 0) return;
    for (const reader of node.readers) this.touch(reader, this.sameRow(node, row, reader));
    for (const checker of node.checkers) this.touchCheck(checker, this.sameRow(node, row, checker));
  }

  private check(id: number): void {
    const node = this.nodes[id];
    if (node === undefined) return;
    if (node.slot < 0) {
      this.recomputed += 1;
      if (checkNode(this.store, node)) this.note(node, null);
      return;
    }
    for (const row of this.takeRows(this.rowsToCheck, node)) {
      this.recomputed += 1;
      if (checkCell(this.store, node, row)) this.note(node, row);
    }
  }

  private touchCheck(id: number, row: RowState | null): void {
    const node = this.nodes[id];
    if (node === undefined) return;
    this.toCheck.add(id);
    if (node.slot >= 0) widen(this.rowsToCheck, id, row);
    if ((node.question?.choiceFilter ?? null) === null) return;
    // What a filter reads changes what is offered, even where the value's own problem stays as it was.
    if (node.slot < 0) this.note(node, null);
    else for (const each of this.rowsOf(node, row ?? 'all')) this.note(node, each);
  }

  private takeRows(waiting: WaitingRows, node: ProgramNode): readonly RowState[] {
    const rows = waiting.get(node.id);
    waiting.delete(node.id);
    return rows === undefined ? [] : this.rowsOf(node, rows);
  }

  private rowsOf(node: ProgramNode, rows: RowState | 'all'): readonly RowState[] {
    return rows === 'all' ? (this.store.scope.rows[node.repeat] ?? []) : [rows];
  }

  /** Within its repeat a question reads its own row; from outside, everything. */
  private sameRow(node: ProgramNode, row: RowState | null, reader: number): RowState | null {
    const other = this.nodes[reader];
    return row !== null && other !== undefined && other.slot >= 0 && other.repeat === node.repeat ? row : null;
  }
}

/** By id of a question in a repeat: the one row of it that waits, or all. */
type WaitingRows = Map<number, RowState | 'all'>;

function widen(waiting: WaitingRows, id: number, row: RowState | null): void {
  const before = waiting.get(id) ?? row;
  waiting.set(id, row === null || before !== row ? 'all' : row);
}

function readAnswers(store: FormStore): Answers {
  const values: Record<string, AnswerValue> = {};
  for (const node of store.program.nodes) {
    const value = store.value[node.id] ?? null;
    if (node.slot < 0 && value !== null && isEntered(node)) values[node.name] = value;
  }
  const rows: Record<string, readonly Row[]> = {};
  store.program.repeats.forEach((repeat, number) => {
    rows[repeat.node.name] = (store.scope.rows[number] ?? []).map((row) => {
      const own: Record<string, AnswerValue> = {};
      for (const node of repeat.columns) {
        const value = row.value[node.slot] ?? null;
        if (value !== null && isEntered(node)) own[node.name] = value;
      }
      return { id: row.id, values: own };
    });
  });
  return { values, rows };
}
