import type { RateChange } from './faults.ts';
import type { Patch } from './patch-source.ts';

export type Mutant = {
  readonly name: string;
  /** What is wrong in it. */
  readonly about: string;
  readonly patches: readonly Patch[];
  /** Within so many schedules it is caught. */
  readonly budget: number;
  /** What is raised of the faults that expose it. */
  readonly rates?: RateChange;
  /** Why it breaks nothing. */
  readonly harmless?: string;
};

export const mutants: readonly Mutant[] = [];
