/** One neutral form, from which every system's own format is written, so that all compute the same scores and the same relevance. */

export type Option = { readonly name: string; readonly label: string; readonly score: number };

/** Shown while the question it names has one of the values. */
export type Condition = { readonly question: string; readonly anyOf: readonly string[] };

type Labelled = {
  readonly id: string;
  readonly section: string;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
  readonly relevant: Condition | null;
};

export type InputQuestion =
  | (Labelled & { readonly type: 'select_one'; readonly options: readonly Option[] })
  | (Labelled & { readonly type: 'select_multiple'; readonly options: readonly Option[] })
  | (Labelled & { readonly type: 'integer' | 'decimal'; readonly min: number; readonly max: number })
  | (Labelled & { readonly type: 'text' });

/** The sum of the scores of a section's single choices. */
export type ScoreQuestion = Labelled & { readonly type: 'score'; readonly scoreOf: readonly string[] };

export type FormQuestion = InputQuestion | ScoreQuestion;

export type FormSection = { readonly id: string; readonly label: string; readonly questions: readonly FormQuestion[] };

export type RepeatField =
  | { readonly id: 'kind' | 'works'; readonly type: 'select_one'; readonly label: string; readonly options: readonly string[] }
  | { readonly id: 'serial'; readonly type: 'text'; readonly label: string }
  | {
      readonly id: 'qty' | 'price';
      readonly type: 'integer' | 'decimal';
      readonly label: string;
      readonly min: number;
      readonly max: number;
    }
  | { readonly id: 'value'; readonly type: 'product'; readonly label: string; readonly of: readonly ['qty', 'price'] };

export type Form = {
  readonly id: string;
  readonly title: string;
  /** Questions of the sections, scores included. */
  readonly questions: number;
  readonly seed: number;
  readonly sections: readonly FormSection[];
  /** `total` sums the section scores; `level` is the first step that the total reaches. */
  readonly level: { readonly steps: readonly (readonly [number, string])[]; readonly otherwise: string };
  readonly repeat: {
    readonly id: 'equip';
    readonly label: string;
    readonly count: number;
    readonly fields: readonly RepeatField[];
  };
};

export type AnswerOf = string | number | readonly string[];

export type RowOf = {
  readonly kind: string;
  readonly serial: string;
  readonly qty: number;
  readonly price: number;
  readonly works: string;
};

/** A filled form. `null` stands for a blank row. */
export type Filled = { readonly values: Readonly<Record<string, AnswerOf>>; readonly rows: readonly (RowOf | null)[] };

export type InputType = InputQuestion['type'];

export function questionsById(form: Form): ReadonlyMap<string, FormQuestion> {
  return new Map(form.sections.flatMap((section) => section.questions.map((question) => [question.id, question] as const)));
}

export function inputsOf(form: Form): readonly InputQuestion[] {
  return form.sections.flatMap((section) => section.questions.filter((question) => question.type !== 'score'));
}

export function scoresOf(form: Form): readonly ScoreQuestion[] {
  return form.sections.flatMap((section) => section.questions.filter((question) => question.type === 'score'));
}

/** Of a single choice: the options with which everything shows that it is a condition of. */
export function showingOptions(form: Form): (question: InputQuestion & { readonly type: 'select_one' }) => readonly string[] {
  const conditions = inputsOf(form).flatMap(({ relevant }) => (relevant === null ? [] : [relevant]));
  return ({ id, options }) => {
    const own = conditions.filter((condition) => condition.question === id);
    return options.map(({ name }) => name).filter((name) => own.every(({ anyOf }) => anyOf.includes(name)));
  };
}
