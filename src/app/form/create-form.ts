import { batch, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Choice, CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition, type DefinitionIndex } from '#definition/index-definition.ts';
import type { Answers, AnswerValue, Row } from '#engine/answers.ts';
import type { Change, FormView, NodeState } from '#engine/form-view.ts';
import { openSession, type Session } from '#engine/session.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { openScoreSession, type ScoreSession } from '#scoring/score-session.ts';
import type { Outcome } from '#shared/outcome.ts';
import { sameValue, storedChanges, type StoredChange } from './merge-stored.ts';
import { createPathSignals } from './path-signals.ts';
import { createSaveQueue, type SaveState } from './save-queue.ts';

type Saved = { readonly savedAt: string };

/** Where answers go: the store's commands for one assessment. */
export type AnswerPort = {
  readonly setAnswer: (path: string, value: AnswerValue) => Promise<Outcome<Saved>>;
  readonly addRow: (repeat: string) => Promise<Outcome<Saved & { readonly rowId: string }>>;
  readonly removeRow: (rowId: string) => Promise<Outcome<Saved>>;
};

/** The last thing taken away, as long as it can be brought back. */
export type Undo = { readonly kind: 'cleared' | 'row-removed'; readonly path: string; readonly run: () => void };

export type Form = {
  readonly compiled: CompiledDefinition;
  readonly index: DefinitionIndex;
  readonly node: (path: string) => NodeState;
  readonly rows: (repeat: string) => readonly string[];
  readonly choices: (path: string) => readonly Choice[];
  /** The form as it stands, without tracking: for walks such as completeness. */
  readonly view: FormView;
  /** Grows shortly after each burst of edits; read it before walking `view` in a computation. */
  readonly version: Accessor<number>;
  readonly score: () => ScoreResult;
  readonly saveState: Accessor<SaveState>;
  readonly undo: Accessor<Undo | null>;
  /** Takes a value. `typing` waits up to 300 ms for more; a tap is written at once. */
  readonly set: (path: string, value: AnswerValue, how: 'tap' | 'typing') => void;
  readonly clear: (path: string) => void;
  /** The field has been left: what was typed is written, and a newer stored value that waited is taken in. */
  readonly leave: (path: string) => void;
  readonly addRow: (repeat: string) => Promise<string | null>;
  readonly removeRow: (repeat: string, rowId: string) => void;
  /** Takes in what other tabs, other phones and the server changed since the last call. */
  readonly takeStored: (stored: Answers) => void;
  /** Writes everything that waits, removals within their undo time included; false when something is not saved. */
  readonly flush: () => Promise<boolean>;
  /** True while closing now would lose something. */
  readonly busy: () => boolean;
};

const undoMs = 6_000;
const restMs = 120;

/** A stored assessment as a living form: one engine session, one score session, one queue of writes. */
export function createForm(compiled: CompiledDefinition, stored: Answers, port: AnswerPort): Form {
  let session: Session = openSession(compiled, stored);
  let scores: ScoreSession = openScoreSession(compiled, session);
  let baseline = stored;
  const held = new Map<string, AnswerValue>();
  const typing = new Set<string>();
  const leaving = new Map<string, () => Promise<unknown>>();

  const nodes = createPathSignals<NodeState>((path) => session.state(path), sameNode);
  const rows = createPathSignals((repeat) => session.rows(repeat), sameList);
  const choices = createPathSignals((path) => session.choices(path), sameList);
  const [saveState, setSaveState] = createSignal<SaveState>({ kind: 'idle' });
  const [undo, setUndo] = createSignal<Undo | null>(null);
  const [version, setVersion] = createSignal(0);
  const queue = createSaveQueue({ save: port.setAnswer, onState: setSaveState });

  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let undoTimer: ReturnType<typeof setTimeout> | undefined;

  const took = ({ changed }: Change): void => {
    scores.apply({ changed });
    batch(() => {
      nodes.refresh(changed);
      rows.refresh(changed);
      choices.refresh(changed);
    });
    clearTimeout(restTimer);
    restTimer = setTimeout(() => setVersion((before) => before + 1), restMs);
  };

  const reopen = (answers: Answers): void => {
    session = openSession(compiled, answers);
    scores = openScoreSession(compiled, session);
    batch(() => {
      nodes.refreshAll();
      rows.refreshAll();
      choices.refreshAll();
      setVersion((before) => before + 1);
    });
  };

  const set = (path: string, value: AnswerValue, how: 'tap' | 'typing'): void => {
    if (how === 'typing') typing.add(path);
    if (sameValue(session.state(path).value, value)) return;
    took(session.set(path, value));
    queue.put(path, value, how === 'tap' ? 'now' : 'soon');
  };

  const offerUndo = (next: Undo): void => {
    clearTimeout(undoTimer);
    setUndo(next);
    undoTimer = setTimeout(() => setUndo(null), undoMs);
  };
  const endUndo = (): void => {
    clearTimeout(undoTimer);
    setUndo(null);
  };

  const apply = (change: StoredChange): void => {
    switch (change.kind) {
      case 'value':
        if (typing.has(change.path) || queue.pending(change.path)) held.set(change.path, change.value);
        else if (!sameValue(session.state(change.path).value, change.value)) took(session.set(change.path, change.value));
        return;
      case 'row-added':
        if (!session.rows(change.repeat).includes(change.rowId)) took(session.addRow(change.repeat, change.rowId));
        return;
      case 'row-removed':
        if (session.rows(change.repeat).includes(change.rowId)) took(session.removeRow(change.repeat, change.rowId));
    }
  };

  const commitRemovals = async (): Promise<void> => {
    for (const commit of [...leaving.values()]) await commit();
  };

  onCleanup(() => {
    clearTimeout(restTimer);
    clearTimeout(undoTimer);
  });

  return {
    compiled,
    index: indexDefinition(compiled),
    node: (path) => nodes.at(path)(),
    rows: (repeat) => rows.at(repeat)(),
    choices: (path) => choices.at(path)(),
    view: { state: (path) => session.state(path), rows: (repeat) => session.rows(repeat) },
    version,
    score: () => scores.result(),
    saveState,
    undo,
    set,
    clear: (path) => {
      const before = session.state(path).value;
      if (before === null) return;
      set(path, null, 'tap');
      offerUndo({
        kind: 'cleared',
        path,
        run: () => {
          endUndo();
          set(path, before, 'tap');
        },
      });
    },
    leave: (path) => {
      typing.delete(path);
      const waited = held.get(path);
      held.delete(path);
      // Own typing wins over what arrived meanwhile: it is written after having seen it.
      if (queue.pending(path)) void queue.flush();
      else if (waited !== undefined) apply({ kind: 'value', path, value: waited });
    },
    addRow: async (repeat) => {
      const outcome = await queue.run(() => port.addRow(repeat));
      if (outcome.kind === 'refused') return null;
      const { rowId } = outcome.value;
      if (!session.rows(repeat).includes(rowId)) took(session.addRow(repeat, rowId));
      return rowId;
    },
    removeRow: (repeat, rowId) => {
      const before = session.answers().rows[repeat] ?? [];
      const at = before.findIndex((row) => row.id === rowId);
      const row = before[at];
      if (row === undefined) return;
      void commitRemovals();
      took(session.removeRow(repeat, rowId));
      const timer = setTimeout(() => void commit(), undoMs);
      const settle = (): void => {
        clearTimeout(timer);
        leaving.delete(rowId);
        endUndo();
      };
      const bringBack = (): void => {
        settle();
        reopen(withRow(session.answers(), repeat, row, at));
      };
      // Written only when the undo time is over: until then the row is still whole on disk.
      const commit = async (): Promise<void> => {
        settle();
        const outcome = await queue.run(() => port.removeRow(rowId));
        if (outcome.kind === 'refused') bringBack();
      };
      leaving.set(rowId, commit);
      offerUndo({ kind: 'row-removed', path: repeat, run: bringBack });
    },
    takeStored: (next) => {
      const changes = storedChanges(baseline, next);
      baseline = next;
      if (changes.length > 0) batch(() => changes.forEach(apply));
    },
    flush: async () => {
      await commitRemovals();
      typing.clear();
      return queue.flush();
    },
    busy: () => queue.busy() || leaving.size > 0,
  };
}

function withRow(answers: Answers, repeat: string, row: Row, at: number): Answers {
  const rows = answers.rows[repeat] ?? [];
  return { values: answers.values, rows: { ...answers.rows, [repeat]: [...rows.slice(0, at), row, ...rows.slice(at)] } };
}

function sameNode(a: NodeState, b: NodeState): boolean {
  return (
    a.relevant === b.relevant && a.required === b.required && a.problem?.code === b.problem?.code && sameValue(a.value, b.value)
  );
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}
