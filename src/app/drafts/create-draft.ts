import { createEffect, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js';
import { beforeLock } from '#app/before-lock.ts';
import type { Json } from '#shared/json.ts';
import { dropEndedDisputeTexts, keepFormDraft } from '#store/commands/remember-place.ts';
import { readFormDraft } from '#store/queries/read-place.ts';
import type { DisputeText } from '#store/rows.ts';
import type { Store } from '#store/store.ts';
import type { KeepDisputed, KeepText } from './create-kept-text.ts';

const restMs = 400;
const unchanged = '{}';

export type FormDraft = {
  /** What an earlier try left is on screen. */
  readonly restored: Accessor<boolean>;
  /** Back to how the form began. */
  readonly startOver: () => void;
  /** It was sent: what is typed now needs no keeping any more; what is typed after it does. */
  readonly sent: () => void;
  /** Writes what is typed now; false when it could not. */
  readonly flush: () => Promise<boolean>;
};

/**
 * Keeps what is typed into a form that writes nothing before it is sent, sealed, as it is typed. `form` names it and what it is about;
 * the next time it is opened, after a lock, a page that died or a change of mind, it comes back by `take`. Only what differs from how
 * the form began is kept: what it begins with may be another then.
 */
export function createDraft<T extends Readonly<Record<string, Json>>>(
  store: Store,
  form: string | DisputeText,
  typed: () => T,
  take: (draft: T) => void,
): FormDraft {
  const initial = untrack(typed);
  const [restored, setRestored] = createSignal(false);
  const changes = (): Json => {
    const all = Object.entries(untrack(typed));
    return Object.fromEntries(all.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(initial[name])));
  };
  let kept = unchanged;
  let sent: string | null = null;
  const write = async (): Promise<boolean> => {
    const draft = changes();
    const text = JSON.stringify(draft);
    if (text === sent || text === kept) return true;
    const outcome = await keepFormDraft(store, form, text === unchanged ? null : draft);
    if (outcome.kind === 'ok') kept = text;
    return outcome.kind === 'ok';
  };
  const bring = async (): Promise<void> => {
    const draft = await readFormDraft(store, form);
    // Whoever has typed already goes on with that.
    if (draft === null || JSON.stringify(changes()) !== unchanged) return;
    take({ ...initial, ...(draft as Partial<T>) });
    kept = JSON.stringify(changes());
    setRestored(kept !== unchanged);
  };
  /** One after the other: an older text must not land on a newer one. */
  let turn: Promise<unknown> = bring().catch(() => undefined);
  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    const written = turn.then(write);
    turn = written.catch(() => undefined);
    return written;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const whenHidden = (): void => void flush();

  createEffect(
    on(
      typed,
      () => {
        clearTimeout(timer);
        timer = setTimeout(whenHidden, restMs);
      },
      { defer: true },
    ),
  );
  document.addEventListener('visibilitychange', whenHidden);
  window.addEventListener('pagehide', whenHidden);
  onCleanup(beforeLock(flush));
  onCleanup(() => {
    document.removeEventListener('visibilitychange', whenHidden);
    window.removeEventListener('pagehide', whenHidden);
    void flush();
  });
  return {
    restored,
    startOver: () => {
      take(initial);
      setRestored(false);
    },
    sent: () => {
      sent = JSON.stringify(changes());
      const forget = async (): Promise<void> => {
        if ((await keepFormDraft(store, form, null)).kind === 'ok') kept = unchanged;
      };
      turn = turn.then(forget).catch(() => undefined);
    },
    flush,
  };
}

/** Keeps texts by what they are about. An earlier version kept a reason under its own name. */
export function keepTexts(store: Store): (about: string) => KeepText {
  return (about) => (text, take) =>
    createDraft(
      store,
      about,
      () => ({ text: text(), reason: '' }),
      ({ text: kept, reason }) => take(kept === '' ? reason : kept),
    );
}

/**
 * Keeps what is typed about values that contradict each other for as long as they do. It comes back while one of the values it was typed
 * beside still stands, also when another has joined them; the next contradiction of the same field is another one.
 */
export function keepDisputed(store: Store, of: DisputeText): KeepDisputed {
  return (heads) => (text, take) => {
    const draft = createDraft(
      store,
      of,
      () => ({ text: text(), beside: text() === '' ? [] : heads() }),
      (kept) => {
        if (kept.beside.some((hash) => heads().includes(hash))) take(kept.text);
      },
    );
    // It leaves the screen with the contradiction, or the person goes and it stands.
    onCleanup(() => void draft.flush().then(() => dropEndedDisputeTexts(store)));
    return draft;
  };
}
