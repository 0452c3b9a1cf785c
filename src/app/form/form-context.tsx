import { createContext, useContext, type Accessor } from 'solid-js';
import type { DisputedValue } from '#store/views.ts';
import type { KeepDisputed, KeepText } from '#app/drafts/create-kept-text.ts';
import type { FactDesk } from './create-fact-desk.ts';
import type { EvidenceDesk } from './create-evidence-desk.ts';
import type { Form } from './create-form.ts';
import type { VerifyDesk } from './create-verify-desk.ts';

/** Whether this person may decide between contradicting values here, else why not: it is not theirs to do, or nobody may write now. */
export type Settling = 'allowed' | 'role' | 'closed';

/** What every question widget stands on. */
export type FormWork = {
  /**
   * Who reads the screen. The `firm` sees question, options and what is computed from them: no weights, no evidence, no remarks and no
   * values of other people.
   */
  readonly audience: 'staff' | 'firm';
  readonly form: Form;
  readonly evidence: EvidenceDesk;
  readonly facts: FactDesk;
  /** Values in conflict at a path; empty where there is none. */
  readonly disputed: (path: string) => readonly DisputedValue[];
  readonly settling: Accessor<Settling>;
  readonly editable: Accessor<boolean>;
  /** Where a text that is no answer is kept until it is written; null where there is no such place. */
  readonly keep: ((about: string) => KeepText) | null;
  /** The same for why one of several values is right: of the answer at a path, or of a caption, by its evidence. */
  readonly keepReason: ((of: { readonly path: string } | { readonly caption: string }) => KeepDisputed) | null;
  /** The form asks what was found on site, and writes beside the firm's answers; null while it asks the firm. */
  readonly verify: VerifyDesk | null;
};

export const FormContext = createContext<FormWork>();

/** The open form. */
export function useForm(): FormWork {
  const work = useContext(FormContext);
  if (work === undefined) throw new Error('useForm: no form is open here. Wrap the widget in FormContext.Provider.');
  return work;
}
