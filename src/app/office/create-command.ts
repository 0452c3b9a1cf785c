import { createSignal, type Accessor } from 'solid-js';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { problemOf } from './office-api.ts';
import { officeProblemText } from './office-problem-text.ts';

/** A refusal of the server, or the sentence that says what is missing. */
export type Fault = Problem | string;

export type DeskCommand = {
  readonly busy: Accessor<boolean>;
  /** Why the last was not carried out, or what is missing for it. */
  readonly fault: Accessor<Fault | null>;
  readonly say: (fault: Fault | null) => void;
  /** Carries it out and hands on what the server answered; false when it was not carried out, or while another is under way. */
  readonly run: <T>(command: () => Promise<T>, take?: (answer: T) => void) => Promise<boolean>;
};

/** What the desk asks of the server, one command at a time. */
export function createCommand(): DeskCommand {
  const [busy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<Fault | null>(null);
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
      if (outcome.kind === 'refused') setFault(outcome.problem);
      else take?.(outcome.value);
      return outcome.kind === 'ok';
    },
  };
}

/** The session has ended: nothing can be read either until one has signed in. */
export function isSignedOut(fault: Fault | null): boolean {
  return fault !== null && typeof fault !== 'string' && fault.code === 'auth.signed-out';
}

export function faultText(fault: Fault | null): string | null {
  return fault === null || typeof fault === 'string' ? fault : officeProblemText(fault);
}

async function outcomeOf<T>(command: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await command());
  } catch (error) {
    return refused(problemOf(error));
  }
}
