import type { AnswerValue } from '#engine/answers.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';

/**
 * What may be said about saving. Only `saved` may be shown as 已保存, and only after the store answered ok with nothing newer waiting.
 *
 *   idle ──put──▶ unsaved ──300 ms / blur / hidden──▶ saving ──ok, nothing newer──▶ saved
 *                    ▲                                  │  ╰──ok, newer text──▶ saving
 *                    ╰───────────────put────────────────╯──refused──▶ failed ──retry, put, flush──▶ saving
 */
export type SaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly waiting: number };

type Saved = Outcome<{ readonly savedAt: string }>;

export type SaveQueue = {
  /** Takes a value to be written; `soon` waits for more typing, at most `maxWaitMs`. A newer value of a path replaces an unwritten one. */
  readonly put: (path: string, value: AnswerValue, when: 'now' | 'soon') => void;
  /** Runs another write in order with the answers, so that the stamp covers it too. */
  readonly run: <T extends { readonly savedAt: string }>(write: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;
  /** Writes all that waits; false when something could not be saved. Also what 'try again' does. */
  readonly flush: () => Promise<boolean>;
  /** A value of this path is not on disk yet. */
  readonly pending: (path: string) => boolean;
  /** Anything at all is not on disk yet. */
  readonly busy: () => boolean;
};

type Ports = {
  readonly save: (path: string, value: AnswerValue) => Promise<Saved>;
  readonly onState: (state: SaveState) => void;
};

const delayMs = 300;
const maxWaitMs = 1_500;

export function createSaveQueue({ save, onState }: Ports): SaveQueue {
  const waiting = new Map<string, AnswerValue>();
  let flying: string | null = null;
  let others = 0;
  /** A refused row or the like: nothing of it waits, only its message stands. */
  let otherFailed = false;
  let draining: Promise<boolean> | null = null;
  let chain: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince: number | null = null;

  const attempt = async <T extends Saved>(write: () => Promise<T>): Promise<T | Outcome<never>> => {
    try {
      return await write();
    } catch {
      // A dead database connection throws; to the person it is the same as a refusal: not saved, value kept.
      return { kind: 'refused', problem: problem('storage.unavailable') };
    }
  };

  /** One thing at a time: answers and other writes never wait for each other, only for their turn. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = chain.then(work);
    chain = turn;
    return turn;
  };

  const drain = async (): Promise<boolean> => {
    for (;;) {
      const next = waiting.entries().next();
      if (next.done === true) return true;
      const [path, value] = next.value;
      waiting.delete(path);
      flying = path;
      onState({ kind: 'saving' });
      const outcome = await attempt(() => save(path, value));
      flying = null;
      if (outcome.kind === 'refused') {
        if (!waiting.has(path)) waiting.set(path, value);
        onState({ kind: 'failed', problem: outcome.problem, waiting: waiting.size });
        return false;
      }
      if (waiting.size === 0 && others === 0) onState({ kind: 'saved', at: outcome.value.savedAt });
    }
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    waitingSince = null;
    if (otherFailed && waiting.size === 0 && others === 0 && flying === null) {
      otherFailed = false;
      onState({ kind: 'idle' });
    }
    draining ??= inTurn(drain).finally(() => {
      draining = null;
    });
    const done = await draining;
    return done && waiting.size > 0 ? flush() : done;
  };

  return {
    put: (path, value, when) => {
      waiting.set(path, value);
      clearTimeout(timer);
      onState({ kind: when === 'now' ? 'saving' : 'unsaved' });
      if (when === 'now') {
        void flush();
        return;
      }
      waitingSince ??= performance.now();
      timer = setTimeout(() => void flush(), Math.max(0, Math.min(delayMs, waitingSince + maxWaitMs - performance.now())));
    },
    run: async (write) => {
      others += 1;
      onState({ kind: 'saving' });
      const outcome = await inTurn(() => attempt(write));
      others -= 1;
      otherFailed = outcome.kind === 'refused';
      if (outcome.kind === 'refused') onState({ kind: 'failed', problem: outcome.problem, waiting: waiting.size });
      else if (waiting.size === 0 && flying === null && others === 0) onState({ kind: 'saved', at: outcome.value.savedAt });
      return outcome;
    },
    flush,
    pending: (path) => waiting.has(path) || flying === path,
    busy: () => waiting.size > 0 || flying !== null || others > 0,
  };
}
