/** Faults planted into the core, each with the number of schedules within which a broken promise gives it away. */
import type { RateChange } from './faults.ts';
import { phoneMutants } from './mutants-phone.ts';
import { portMutants } from './mutants-ports.ts';
import { serverMutants } from './mutants-server.ts';
import type { Patch } from './patch-source.ts';

export type Mutant = {
  readonly name: string;
  /** What is wrong in it. */
  readonly about: string;
  readonly patches: readonly Patch[];
  /** Within so many schedules it is caught; where it is harmless, so many are played. */
  readonly budget: number;
  /** What is raised of the faults that expose it. */
  readonly rates?: RateChange;
  /** Why it breaks no promise. */
  readonly harmless?: string;
};

export const mutants: readonly Mutant[] = [...serverMutants, ...phoneMutants, ...portMutants];
