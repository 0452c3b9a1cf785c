/**
 * `npm run simulate -- --schedules 10000 --seed 1 [--mutant NAME|all] [--json] [--trace]`
 *
 * A failing seed is played again with `--seed S --schedules 1 --trace`. Exit code 1: a promise was broken, a fault never happened in a
 * run of 1,000 or more, a mutant was caught, or (all mutants) one was not found out as its entry says.
 */
import { parseArgs } from 'node:util';
import { changed, usualRates } from './faults.ts';
import { mutants } from './mutants.ts';
import { judgeMutants } from './run-mutant.ts';
import { absentFaults, runShards } from './run-shards.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string' },
    seed: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const { json, trace } = values;
process.exitCode =
  values.mutant === undefined ? await simulate() : values.mutant === 'all' ? await allMutants() : await oneMutant(values.mutant);

async function simulate(): Promise<number> {
  const schedules = Number(values.schedules ?? '10000');
  const run = await runShards({ seed, schedules, traced: trace && schedules === 1 });
  const { fork: forks, ...faults } = run.faults;
  const { ops, conflicts, ms, failures } = run;
  const absent = schedules < 1000 ? [] : absentFaults(run);
  if (run.trace.length > 0) print(run.trace.join('\n'));
  if (json) {
    const first = failures[0]?.seed ?? null;
    print(JSON.stringify({ schedules, failing: failures.length, firstFailingSeed: first, ops, conflicts, forks, faults, ms }));
  } else {
    print(`${schedules} schedules in ${ms} ms: ${failures.length} failing; ${ops} ops, ${conflicts} conflicts, ${forks} forks`);
    print(
      Object.entries(faults)
        .map(([fault, count]) => `${fault} ${count}`)
        .join(', '),
    );
  }
  for (const failure of failures.slice(0, 20)) complain(`seed ${failure.seed}: ${failure.broken.join('; ')}`);
  if (absent.length > 0) complain(`never happened: ${absent.join(', ')}`);
  return failures.length + absent.length > 0 ? 1 : 0;
}

async function oneMutant(name: string): Promise<number> {
  const mutant = mutants.find((entry) => entry.name === name);
  if (mutant === undefined) {
    complain(`no such mutant: ${name}. There are: ${mutants.map((entry) => entry.name).join(', ')}`);
    return 2;
  }
  const schedules = Number(values.schedules ?? String(mutant.budget));
  const rates = changed(usualRates, mutant.rates ?? {});
  const run = await runShards({ seed, schedules, patches: mutant.patches, rates, traced: trace });
  const first = run.failures[0];
  if (first !== undefined && trace) print(first.trace.join('\n'));
  const after = first === undefined ? null : first.seed - seed + 1;
  if (json)
    print(
      JSON.stringify({
        mutant: name,
        caught: after !== null,
        after,
        seed: first?.seed ?? null,
        broken: first?.broken ?? [],
        ms: run.ms,
      }),
    );
  else
    print(
      after === null
        ? `${name}: not caught in ${schedules} schedules`
        : `${name}: caught after ${after} schedules: ${first?.broken.join('; ')}`,
    );
  return after === null ? 0 : 1;
}

async function allMutants(): Promise<number> {
  const rows = await judgeMutants(mutants, seed, (row) => {
    if (!json)
      print(
        `${row.asStated ? ' ' : '!'} ${row.mutant.padEnd(28)} ${row.after === null ? 'never' : String(row.after).padStart(5)} of ${row.budget}  ${row.harmless ?? row.broken.join('; ')}`,
      );
  });
  if (json) print(JSON.stringify(rows));
  return rows.every(({ asStated }) => asStated) ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
