import { batch, createSignal, type Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition, type DefinitionIndex } from '#definition/index-definition.ts';
import type { Answers, AnswerValue } from '#engine/answers.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { FactBasis } from '#store/commands/set-answer.ts';
import { createRowRemoval } from './create-row-removal.ts';
import { createUndo, type Undo } from './create-undo.ts';
import { createLivingForm, type LivingForm } from './living-form.ts';
import { sameValue, storedChanges, type StoredChange } from './merge-stored.ts';
import { createSaveQueue, type SaveState } from './save-queue.ts';

type Saved = { readonly savedAt: string };

/** Where answers go: the store's commands for one assessment. */
export type AnswerPort = {
  readonly setAnswer: (
    path: string,
    value: AnswerValue,
    basis: FactBasis | null,
    reason: string | null,
  ) => Promise<Outcome<Saved>>;
  readonly addRow: (repeat: string) => Promise<Outcome<Saved & { readonly rowId: string }>>;
  readonly removeRow: (rowId: string) => Promise<Outcome<Saved>>;
};

/** `version` grows shortly after each burst of edits: read it before walking `view` in a computation. */
export type Form = Pick<LivingForm, 'node' | 'rows' | 'choices' | 'view' | 'version' | 'score' | 'completeness'> & {
  readonly compiled: CompiledDefinition;
  readonly index: DefinitionIndex;
  readonly saveState: Accessor<SaveState>;
  readonly undo: Accessor<Undo | null>;
  /** Takes a value. `typing` waits up to 300 ms for more; a tap is written at once. */
  readonly set: (path: string, value: AnswerValue, how: 'tap' | 'typing') => void;
  /**
   * Decides between answers that contradict each other: written even when it is what the form shows, a blank. `shown` where another value
   * than the written one stands there then. True once it is on the disk; what could not be written yet is tried again all the same.
   */
  readonly settle: (path: string, value: AnswerValue, shown?: AnswerValue) => Promise<boolean>;
  /** Shows one value and has another written: what was found equals what is shown, or was taken back. */
  readonly write: (path: string, shown: AnswerValue, written: AnswerValue, how: 'tap' | 'typing') => void;
  /** Offers to take back what was just done. */
  readonly undoable: (kind: Undo['kind'], run: () => void) => void;
  /** Why the next answer here, which settles a conflict, is the right one. */
  readonly explain: (path: string, reason: string) => void;
  readonly clear: (path: string) => void;
  /** Takes over a known fact as the answer, with its source; can be undone. */
  readonly adopt: (path: string, value: AnswerValue, basis: FactBasis) => void;
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

/** A stored assessment as a living form: one engine session, one score session, one queue of writes. */
export function createForm(compiled: CompiledDefinition, stored: Answers, port: AnswerPort): Form {
  const living = createLivingForm(compiled, stored);
  const [saveState, setSaveState] = createSignal<SaveState>({ kind: 'idle' });
  const typing = new Set<string>();
  /** Stored values that wait until their field is left. */
  const held = new Map<string, AnswerValue>();
  /** Sources of answers that were taken over and not changed since. */
  const bases = new Map<string, FactBasis>();
  const reasons = new Map<string, string>();
  const queue = createSaveQueue({
    save: async (path, value) => {
      const outcome = await port.setAnswer(path, value, bases.get(path) ?? null, reasons.get(path) ?? null);
      // What waited is older than this answer, which was written after having seen it.
      if (outcome.kind === 'ok') {
        held.delete(path);
        reasons.delete(path);
      }
      return outcome;
    },
    onState: setSaveState,
  });
  const undo = createUndo();
  const removal = createRowRemoval(living, undo, (rowId) => queue.run(() => port.removeRow(rowId)));
  let baseline = stored;

  const write = (path: string, value: AnswerValue, how: 'tap' | 'typing'): void => {
    if (how === 'typing') typing.add(path);
    if (sameValue(living.view.state(path).value, value)) return;
    living.edit((session) => session.set(path, value));
    queue.put(path, value, how === 'tap' ? 'now' : 'soon');
  };

  const set = (path: string, value: AnswerValue, how: 'tap' | 'typing'): void => {
    bases.delete(path);
    write(path, value, how);
  };

  const takeIn = (change: StoredChange): void => {
    if (change.kind === 'value' && (typing.has(change.path) || queue.pending(change.path))) {
      held.set(change.path, change.value);
      return;
    }
    if (change.kind === 'value') held.delete(change.path);
    followStored(living, change);
  };

  return {
    ...living,
    compiled,
    index: indexDefinition(compiled),
    saveState,
    undo: undo.current,
    set,
    settle: async (path, value, shown = value) => {
      bases.delete(path);
      typing.delete(path);
      living.edit((session) => session.set(path, shown));
      queue.put(path, value, 'now');
      return (await queue.flush()) || !queue.pending(path);
    },
    write: (path, shown, written, how) => {
      living.edit((session) => session.set(path, shown));
      queue.put(path, written, how === 'tap' ? 'now' : 'soon');
    },
    explain: (path, reason) => void (reason.trim() === '' ? reasons.delete(path) : reasons.set(path, reason.trim())),
    ...undoableWrites(living, undo, set, (path, value, basis) => {
      bases.set(path, basis);
      write(path, value, 'tap');
    }),
    leave: (path) => {
      typing.delete(path);
      const waited = held.get(path);
      held.delete(path);
      // Own typing wins over what arrived meanwhile: it is written after having seen it.
      if (queue.pending(path)) void queue.flush();
      else if (waited !== undefined) takeIn({ kind: 'value', path, value: waited });
    },
    addRow: async (repeat) => {
      const outcome = await queue.run(() => port.addRow(repeat));
      if (outcome.kind === 'refused') return null;
      const { rowId } = outcome.value;
      takeIn({ kind: 'row-added', repeat, rowId });
      return rowId;
    },
    removeRow: removal.remove,
    takeStored: (next) => {
      const changes = storedChanges(baseline, next);
      baseline = next;
      if (changes.length > 0) batch(() => changes.forEach(takeIn));
    },
    flush: async () => {
      const saved = await queue.flush();
      const removed = await removal.commit();
      return saved && removed;
    },
    busy: () => queue.busy() || removal.waiting(),
  };
}

/** What one tap writes and one tap takes back. */
function undoableWrites(
  { view }: LivingForm,
  undo: ReturnType<typeof createUndo>,
  set: Form['set'],
  take: Form['adopt'],
): Pick<Form, 'adopt' | 'clear' | 'undoable'> {
  const backTo = (path: string, value: AnswerValue) => (): void => {
    undo.end();
    set(path, value, 'tap');
  };
  return {
    undoable: (kind, run) => {
      undo.offer({
        kind,
        run: () => {
          undo.end();
          run();
        },
      });
    },
    adopt: (path, value, basis) => {
      take(path, value, basis);
      undo.offer({ kind: 'adopted', run: backTo(path, null) });
    },
    clear: (path) => {
      const before = view.state(path).value;
      if (before === null) return;
      set(path, null, 'tap');
      undo.offer({ kind: 'cleared', run: backTo(path, before) });
    },
  };
}

/** Brings the form on screen up to what the store says. */
export function followStored({ view, edit }: Pick<LivingForm, 'view' | 'edit'>, change: StoredChange): void {
  switch (change.kind) {
    case 'value':
      if (!sameValue(view.state(change.path).value, change.value)) edit((session) => session.set(change.path, change.value));
      return;
    case 'row-added':
      if (!view.rows(change.repeat).includes(change.rowId)) edit((session) => session.addRow(change.repeat, change.rowId));
      return;
    case 'row-removed':
      if (view.rows(change.repeat).includes(change.rowId)) edit((session) => session.removeRow(change.repeat, change.rowId));
  }
}
