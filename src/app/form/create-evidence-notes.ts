import { createSignal } from 'solid-js';
import type { Problem } from '#shared/problems.ts';

/** What stands at a question about its photos: one that did not arrive, or was refused; `retry` tries the same picture again. */
export type EvidenceTrouble =
  | { readonly kind: 'lost' }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retry: (() => void) | null };

export type EvidenceNotes = {
  /** Photos of a question that are being scaled or saved. */
  readonly working: (question: string) => number;
  readonly count: (question: string, by: number) => void;
  readonly trouble: (question: string) => EvidenceTrouble | null;
  readonly setTrouble: (question: string, trouble: EvidenceTrouble | null) => void;
  readonly refuse: (question: string, why: Problem, retry?: (() => void) | null) => void;
};

/** What is going on at each question. */
export function createEvidenceNotes(): EvidenceNotes {
  const [working, setWorking] = createSignal<Readonly<Record<string, number>>>({});
  const [troubles, setTroubles] = createSignal<Readonly<Record<string, EvidenceTrouble | null>>>({});
  const setTrouble = (question: string, trouble: EvidenceTrouble | null): void => {
    setTroubles((before) => ({ ...before, [question]: trouble }));
  };
  return {
    working: (question) => working()[question] ?? 0,
    count: (question, by) => {
      setWorking((before) => ({ ...before, [question]: (before[question] ?? 0) + by }));
    },
    trouble: (question) => troubles()[question] ?? null,
    setTrouble,
    refuse: (question, why, retry = null) => setTrouble(question, { kind: 'problem', problem: why, retry }),
  };
}
