import { createSignal, type Accessor } from 'solid-js';
import { refused, type Outcome } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';

export type Write = {
  readonly busy: Accessor<boolean>;
  /** Why the last one was not done, until the next begins. */
  readonly problem: Accessor<Problem | null>;
  /** Does it and hands on what came of it; false when nothing was done, as `problem` says, or while another is under way. */
  readonly run: <T>(write: () => Promise<Outcome<T>>, take?: (value: T) => void) => Promise<boolean>;
};

/** What a screen asks of the store, one thing at a time. */
export function createWrite(): Write {
  const [busy, setBusy] = createSignal(false);
  const [failed, setFailed] = createSignal<Problem | null>(null);
  return {
    busy,
    problem: failed,
    run: async (write, take) => {
      if (busy()) return false;
      setBusy(true);
      setFailed(null);
      const outcome = await outcomeOf(write);
      setBusy(false);
      if (outcome.kind === 'refused') setFailed(outcome.problem);
      else take?.(outcome.value);
      return outcome.kind === 'ok';
    },
  };
}

/** A handle that is lost while reading throws, and so does a chunk that is not here: the person must learn that nothing was done. */
async function outcomeOf<T>(write: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await write();
  } catch {
    return refused(problem('storage.unavailable'));
  }
}
