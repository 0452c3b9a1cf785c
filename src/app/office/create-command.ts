import { createSignal, type Accessor } from 'solid-js';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problemOf } from './office-api.ts';
import { officeProblemText } from './office-problem-text.ts';

export type DeskCommand = {
  readonly busy: Accessor<boolean>;
  /** Why the last was not carried out, or what is missing for it. */
  readonly fault: Accessor<string | null>;
  readonly say: (fault: string | null) => void;
  /** Carries it out and hands on what the server answered; false when it was not carried out, or while another is under way. */
  readonly run: <T>(command: () => Promise<T>, take?: (answer: T) => void) => Promise<boolean>;
};

/** What the desk asks of the server, one command at a time. */
export function createCommand(): DeskCommand {
  const [busy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string | null>(null);
  return {
    busy,
    fault,
    say: setFault,
    run: async (command, take) => {
      if (busy()) return false;
      setBusy(true);
      setFault(null);
      const outcome = await outcomeOf(command);
      setBusy(false);
      if (outcome.kind === 'refused') setFault(officeProblemText(outcome.problem));
      else take?.(outcome.value);
      return outcome.kind === 'ok';
    },
  };
}

async function outcomeOf<T>(command: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await command());
  } catch (error) {
    return refused(problemOf(error));
  }
}
