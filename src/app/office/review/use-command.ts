import { createSignal, type Accessor } from 'solid-js';
import { problem, type Problem } from '#shared/problems.ts';
import { OfficeFailure } from '../office-api.ts';

/** One command at a time, and why the last one was refused. */
export function useCommand(): {
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  /** True when it was done. */
  readonly run: (command: () => Promise<void>) => Promise<boolean>;
} {
  const [busy, setBusy] = createSignal(false);
  const [found, setFound] = createSignal<Problem | null>(null);
  const run = async (command: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setFound(null);
    try {
      await command();
      return true;
    } catch (error) {
      setFound(error instanceof OfficeFailure ? error.problem : problem('server.failed'));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem: found, run };
}
