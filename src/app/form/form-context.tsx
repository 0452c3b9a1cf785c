import { createContext, useContext, type Accessor } from 'solid-js';
import type { AnswerValue } from '#engine/answers.ts';
import type { FactDesk } from './create-fact-desk.ts';
import type { EvidenceDesk } from './create-evidence-desk.ts';
import type { Form } from './create-form.ts';

/** One of several current answers to a question that people must choose between. */
export type DisputedValue = { readonly value: AnswerValue; readonly author: string; readonly wallTime: string };

/** What every question widget stands on. */
export type FormWork = {
  readonly form: Form;
  readonly evidence: EvidenceDesk;
  readonly facts: FactDesk;
  /** Values in conflict at a path; empty where there is none. */
  readonly disputed: (path: string) => readonly DisputedValue[];
  readonly editable: Accessor<boolean>;
};

export const FormContext = createContext<FormWork>();

/** The open form. */
export function useForm(): FormWork {
  const work = useContext(FormContext);
  if (work === undefined) throw new Error('useForm: no form is open here. Wrap the widget in FormContext.Provider.');
  return work;
}
