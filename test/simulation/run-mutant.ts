import { availableParallelism } from 'node:os';
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

/** As many at once as there are processors, each on one thread: loading the product takes longer than finding most of them out. */
export async function judgeMutants(
  mutants: readonly Mutant[],
  seed: number,
  onRow: (row: MutantRow) => void,
): Promise<readonly MutantRow[]> {
  const rows: MutantRow[] = [];
  const waiting = mutants.entries();
  const work = async (): Promise<void> => {
    for (const [place, mutant] of waiting) {
      const row = await judgeMutant(mutant, seed);
      rows[place] = row;
      onRow(row);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return rows;
}

export async function judgeMutant(mutant: Mutant, seed: number): Promise<MutantRow> {
  const { name, budget, patches, harmless = null } = mutant;
  const rates = changed(usualRates, mutant.rates ?? {});
  const run = await runShards({ seed, schedules: budget, patches, rates, threads: 1 });
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
