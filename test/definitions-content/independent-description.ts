/** What an independent program reads of `definitions describe ID --json`, and the answers it gives. */
export type Answer = string | number | readonly string[] | null;
export type Row = { readonly [question: string]: Answer };
export type Answers = { readonly [name: string]: Answer | readonly Row[] };

export type Question = {
  name: string;
  type: string;
  range: readonly [number | null, number | null] | null;
  options: readonly { name: string; exclusive: boolean; not_applicable: boolean; columns: Readonly<Record<string, string>> }[];
  required: boolean;
  constraint: string | null;
  calculation: string | null;
  choice_filter: string | null;
  repeat: string | null;
  group: string;
  relevant_all: readonly string[];
};
export type Rule =
  | { kind: 'options'; question: string; scores: Readonly<Record<string, number | null>> }
  | { kind: 'ticks'; question: string; scores: Readonly<Record<string, number>> }
  | { kind: 'count'; question: string; scores: readonly number[] }
  | { kind: 'bands'; question: string; bands: readonly { le: number; s: number }[] }
  | { kind: 'curve'; question: string; points: readonly Point[] }
  | { kind: 'ladder'; question: string; steps: readonly { choice: string; grade: number; s: number | null }[] }
  | { kind: 'satisfaction'; question: string; shares: Readonly<Record<string, number | null>> }
  | { kind: 'change'; last: string; previous: string; rule: string; better: string; points: readonly Point[] };
export type Point = { x: number; s: number };
export type Item = { name: string; measure: string; inputs: readonly string[]; rule: Rule };
export type Measure = {
  id: string;
  kind: string;
  full: number;
  applies: string | null;
  min_answered: number | null;
  hidden_counts_zero: boolean | null;
  satisfied_at: number | null;
  items: readonly { item: string; weight: number }[];
  terms: readonly { measure: string; weight: number; when?: string | null }[];
  grades: readonly { lt: number | null; name: string }[];
};
export type Levels = readonly { id: string; gates: readonly { measure: string; min: number }[] }[];
export type SceneGates = readonly { level: string; grade: number; count: number; constraining: number }[];
type Level = {
  kind: string;
  measures: readonly string[];
  levels: Levels;
  scenes: string;
  constraining: readonly string[];
  sceneGates: SceneGates;
  readings: readonly { id: string; levels: Levels; sceneGates: SceneGates }[];
  levelMeasures: readonly string[];
  satisfiedAt: number;
  decides: 'score' | 'satisfied';
};
type Test =
  | { kind: 'expression'; met: string }
  | { kind: 'at-least'; question: string; value: number }
  | { kind: 'at-most'; question: string; value: number }
  | { kind: 'chosen'; question: string; met: readonly string[] }
  | { kind: 'judged'; question: string; met: readonly string[] }
  | { kind: 'ticked'; question: string; value: number; of: readonly string[] };
export type Condition = {
  name: string;
  part: string;
  level: string | null;
  prerequisite: boolean;
  applies: string | null;
  test: Test;
  inputs: readonly string[];
};
export type Description = {
  definition: string;
  questions: readonly Question[];
  repeats: readonly { name: string; questions: readonly string[] }[];
  items: readonly Item[];
  measures: readonly Measure[];
  level: Level | null;
  checklist: { parts: readonly { id: string; applies: string | null }[]; conditions: readonly Condition[] } | null;
};
