import { createRoot } from 'solid-js';
import { createForm, type AnswerPort, type Form } from '#app/form/create-form.ts';
import { compileDefinition } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { emptyAnswers, type Answers, type AnswerValue } from '#engine/answers.ts';
import { ok, type Outcome } from '#shared/outcome.ts';
import twoIntegration from '../../../survey-definitions/two-integration/2013-1.yaml?raw';

/** The real definition, compiled in the browser. */
export const compiled: CompiledDefinition = compileText(twoIntegration);

export function compileText(yaml: string): CompiledDefinition {
  const outcome = compileDefinition(yaml, 'test.yaml');
  if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
  return outcome.compiled;
}

export type Write = { readonly kind: 'answer' | 'add-row' | 'remove-row'; readonly path: string; readonly value: AnswerValue };

/** A store port that notes each write and answers at once, or when told to. */
export function recordingPort() {
  const writes: Write[] = [];
  let rows = 0;
  let gate: Promise<Outcome<{ savedAt: string }>> | null = null;
  const answer = async (write: Write): Promise<Outcome<{ savedAt: string }>> => {
    writes.push(write);
    return gate === null ? ok({ savedAt: '2026-01-02T03:04:05.000Z' }) : gate;
  };
  const port: AnswerPort = {
    setAnswer: (path, value) => answer({ kind: 'answer', path, value }),
    addRow: async (repeat) => {
      rows += 1;
      const outcome = await answer({ kind: 'add-row', path: repeat, value: null });
      return outcome.kind === 'ok' ? ok({ ...outcome.value, rowId: `new${String(rows)}` }) : outcome;
    },
    removeRow: (rowId) => answer({ kind: 'remove-row', path: rowId, value: null }),
  };
  return {
    port,
    writes,
    /** Holds every write until `release` says what became of it. */
    hold: (): { readonly release: (outcome: Outcome<{ savedAt: string }>) => void } => {
      let settle: ((outcome: Outcome<{ savedAt: string }>) => void) | undefined;
      gate = new Promise((resolve) => {
        settle = resolve;
      });
      return {
        release: (outcome) => {
          settle?.(outcome);
          gate = null;
        },
      };
    },
  };
}

/** A form over the real definition with a life of its own. */
export function openForm(answers: Answers, port: AnswerPort): { readonly form: Form; readonly dispose: () => void } {
  return createRoot((dispose) => ({ form: createForm(compiled, answers, port), dispose }));
}

export function withValues(values: Answers['values']): Answers {
  return { ...emptyAnswers, values };
}
