import { changed, usualRates } from './faults.ts';
import type { Mutant } from './mutants.ts';
import { runShards } from './run-shards.ts';

export type MutantRow = {
  readonly mutant: string;
  readonly budget: number;
  /** Schedules until the first broken promise, null: none in the budget. */
  readonly after: number | null;
  readonly broken: readonly string[];
  readonly harmless: string | null;
  /** Caught within its budget, or not caught where it is said to be harmless. */
  readonly asStated: boolean;
  readonly ms: number;
};

export async function judgeMutant(mutant: Mutant, seed: number): Promise<MutantRow> {
  const { name, budget, patches, harmless = null } = mutant;
  const rates = changed(usualRates, mutant.rates ?? {});
  const run = await runShards({ seed, schedules: budget, patches, rates });
  const first = run.failures[0];
  const after = first === undefined ? null : first.seed - seed + 1;
  return {
    mutant: name,
    budget,
    after,
    broken: first?.broken ?? [],
    harmless,
    asStated: (after === null) === (harmless !== null),
    ms: run.ms,
  };
}
