import type { Edits } from '../forms/edits.ts';
import type { Expected } from '../forms/expected.ts';
import type { AnswerOf, Filled, Form, InputType, RowOf } from '../forms/form.ts';

/** What a page shows of a filled form, read from the system under test. Unknown numbers are NaN. */
export type Shown = { readonly total: number; readonly level: string; readonly value: number; readonly relevantCount: number };

/** Plugs one system into the harness. `Session` is a living form of that system. */
export type Adapter<Session> = {
  readonly name: string;
  /** The form as the system gets it over the network; not timed. */
  readonly definition: (form: Form) => string | Promise<string>;
  /** A draft as the system stores it; not timed. */
  readonly draft: (form: Form, filled: Filled, expected: Expected) => string;
  /** Text → living form with every calculation settled; `draft` null opens a blank one. Timed. */
  readonly open: (form: Form, definition: string, draft: string | null) => Session | Promise<Session>;
  /** Lookup tables that the reads and writes below need; not timed. */
  readonly index: (session: Session, form: Form) => void;
  /** One answer. Timed, together with `total`. */
  readonly set: (session: Session, question: string, value: AnswerOf, type: InputType) => void;
  readonly setRow: (session: Session, row: number, field: keyof RowOf, value: string | number) => void;
  /** Adds a blank row at the end. Timed, together with `total`. */
  readonly addRow: (session: Session) => void;
  /** Lookup of the row just added; not timed. */
  readonly indexRow: (session: Session, row: number) => void;
  readonly total: (session: Session) => number;
  readonly shown: (session: Session, form: Form) => Shown;
  /** Puts back what hiding destroyed, where the system destroys hidden answers; not timed. */
  readonly restoreHidden?: (session: Session, form: Form, filled: Filled) => void;
  readonly ui?: UserInterface<Session>;
};

/** The system's own screens. */
export type UserInterface<Session> = {
  /** Where engine and screens cannot be told apart, opens both; else `open` and `mount` are used. */
  readonly openMounted?: (form: Form, definition: string, draft: string | null, host: HTMLElement) => Session | Promise<Session>;
  /** Puts the first section on screen. */
  readonly mount?: (session: Session, host: HTMLElement, form: Form) => void | Promise<void>;
  /** The text field of a question of the first section. */
  readonly textField: (question: string, host: HTMLElement) => HTMLInputElement | HTMLTextAreaElement | null;
  /** What the engine holds for that question now. */
  readonly textValue: (session: Session, question: string) => string;
};

export type OpenResult = {
  /** Text in memory → living form. */
  readonly open: number;
  /** Text in memory → first question painted; null without user interface. */
  readonly firstQuestion: number | null;
  /** What the page showed that it should not, or the other way round. */
  readonly wrong: readonly string[];
  /** A fixed loop, timed just before: how busy the machine was. */
  readonly calibration: number;
};

export type EditResult = {
  readonly samples: Readonly<Record<'leaf' | 'text' | 'toggle' | 'row' | 'add-row', readonly number[]>>;
  readonly wrong: readonly string[];
};

/** What a page offers to the driver. */
export type BenchPage = {
  readonly prepare: (options: { readonly form: Form; readonly edits: number }) => Promise<void>;
  readonly open: (options: { readonly restore: boolean; readonly ui: boolean }) => Promise<OpenResult>;
  readonly edit: (options: { readonly budget: number }) => Promise<EditResult>;
  type(options: {
    readonly strokes: number;
  }): Promise<{ readonly samples: readonly number[]; readonly wrong: readonly string[] }>;
};

declare global {
  // eslint-disable-next-line no-var
  var bench: BenchPage | undefined;
}

export type Prepared = {
  readonly form: Form;
  readonly filled: Filled;
  readonly edits: Edits;
  readonly definition: string;
  readonly draft: string;
};
