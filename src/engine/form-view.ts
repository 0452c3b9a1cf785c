import type { Problem } from '#shared/problems.ts';
import type { AnswerValue } from './answers.ts';

/** What is known of one question, group or repeat. Groups and repeats have no value. */
export type NodeState = {
  /** Shown: its own `relevant` and that of every group around it hold. */
  readonly relevant: boolean;
  readonly required: boolean;
  /** What was typed or computed; kept while hidden. */
  readonly value: AnswerValue;
  /** What expressions and scoring see: null while hidden or blank. */
  readonly effective: AnswerValue;
  /** What is wrong with the value that is there, null while hidden. A required question left blank has no problem: it is missing. */
  readonly problem: Problem | null;
};

/** A filled form to read: a live session or the result of `evaluateAll`. */
export type FormView = {
  /** Of a path; an unknown path reads as hidden and blank. */
  state(path: string): NodeState;
  /** Row ids of a repeat, in order of creation. */
  rows(repeat: string): readonly string[];
};

export type FormState = FormView & {
  /** Every path there is: groups, repeats, questions, and questions of rows. */
  readonly paths: readonly string[];
};

/** What one edit did: paths whose state changed (value, relevance, problem, offered choices), each once. */
export type Change = { readonly changed: readonly string[] };

export const absentState: NodeState = { relevant: false, required: false, value: null, effective: null, problem: null };
