import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import { ok } from '#shared/outcome.ts';
import { joined, setNote } from '#store/commands/set-note.ts';
import { readInterview, type InterviewView, type SectionNote } from '#store/queries/read-notes.ts';
import type { Store } from '#store/store.ts';
import { beforeLock } from '#app/before-lock.ts';
import { createSaveQueue, type SaveState } from '#app/form/save-queue.ts';
import { fromLive } from '#app/ui/from-live.ts';

const retryMs = 5_000;
const followMs = 1_000;

export type NotesWork = {
  /** What is stored, or what was typed on top of it. */
  readonly text: (section: string) => string;
  readonly disputed: (section: string) => SectionNote['disputed'];
  /** Sections that have a note. */
  readonly written: Accessor<ReadonlySet<string>>;
  readonly saveState: Accessor<SaveState>;
  /** Makes one text of notes that contradict each other. */
  readonly join: (section: string) => void;
  readonly type: (section: string, text: string) => void;
  /** The field was left: what was typed is written now, and shown as it is stored from then on. */
  readonly leave: (section: string) => void;
  readonly flush: () => Promise<boolean>;
};

/** Notes of one assessment, saved as they are typed. */
export function createNotes(store: Store, assessmentId: string, sections: readonly string[]): NotesWork {
  const empty: InterviewView = { notes: [], handIn: null };
  const stored = fromLive(() => readInterview(store, assessmentId, sections), empty);
  const [typed, setTyped] = createSignal<ReadonlyMap<string, string>>(new Map());
  /** What the writer of a section had before them. */
  const bases = new Map<string, string>();
  const [saveState, setSaveState] = createSignal<SaveState>({ kind: 'idle' });
  const noteOf = (section: string): SectionNote | undefined => stored().notes.find((note) => note.section === section);
  const queue = createSaveQueue({
    save: async (section, value) => {
      const text = typeof value === 'string' ? value : '';
      const outcome = await setNote(store, assessmentId, section, { text, base: bases.get(section) ?? '' });
      if (outcome.kind === 'refused') return outcome;
      bases.set(section, outcome.value.text);
      // Somebody else's words have joined: they are shown, unless more was typed meanwhile.
      if (outcome.value.text !== text && typed().get(section) === text) put(section, outcome.value.text);
      return ok({ savedAt: outcome.value.savedAt });
    },
    onState: setSaveState,
  });
  /** Of notes that contradict each other, all. */
  const textBefore = (section: string): string => {
    const note = noteOf(section);
    if (note === undefined) return '';
    return note.disputed.length > 0
      ? joined(note.disputed.map(({ value }) => (typeof value === 'string' ? value : '')))
      : note.text;
  };
  const put = (section: string, text: string): void => {
    setTyped((before) => new Map(before).set(section, text));
  };
  const flush = (): Promise<boolean> => queue.flush();
  const whenHidden = (): void => void flush();
  document.addEventListener('visibilitychange', whenHidden);
  window.addEventListener('pagehide', whenHidden);
  const release = beforeLock(flush);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', whenHidden);
    window.removeEventListener('pagehide', whenHidden);
    release();
    void flush();
  });
  createEffect(() => {
    if (saveState().kind !== 'failed') return;
    const timer = setTimeout(() => void flush(), retryMs);
    onCleanup(() => clearTimeout(timer));
  });
  const type = (section: string, text: string): void => {
    if (!typed().has(section)) bases.set(section, textBefore(section));
    put(section, text);
    queue.put(section, text, 'soon');
  };
  return {
    text: (section) => typed().get(section) ?? noteOf(section)?.text ?? '',
    disputed: (section) => noteOf(section)?.disputed ?? [],
    written: () =>
      new Set(stored().notes.flatMap(({ section, text, disputed }) => (text === '' && disputed.length === 0 ? [] : [section]))),
    saveState,
    join: (section) => {
      type(section, textBefore(section));
      void flush();
    },
    type,
    leave: (section) => {
      const left = typed().get(section);
      if (left === undefined) return;
      void flush();
      // The store's own answer comes a moment after the write; what was typed stays on screen until then.
      setTimeout(() => {
        if (queue.pending(section) || typed().get(section) !== left) return;
        setTyped((before) => new Map([...before].filter(([each]) => each !== section)));
      }, followMs);
    },
    flush,
  };
}
