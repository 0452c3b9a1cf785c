import type { Question } from './compiled.ts';

/** What linting a scoring block needs to know of a question. */
export type LintedQuestion = Pick<Question, 'type' | 'choices' | 'max'> & { readonly repeat: string | null };
