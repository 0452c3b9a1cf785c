/**
 * `npm run check`: everything that must hold before a commit. `--no-tests` leaves out the unit tests (CI runs all tests after).
 */
import { run } from './command.ts';

const steps: readonly (readonly [string, string, readonly string[]])[] = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'tsc', ['-b']],
  ['import law', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src']],
  ['definitions', 'node', ['src/cli/main.ts', 'definitions', 'check']],
];
const unit = ['unit tests', 'vitest', ['run', '--project', 'node']] as const;
const chosen = process.argv.includes('--no-tests') ? steps : [...steps, unit];

const failed = chosen.filter(([name, program, args]) => {
  console.log(`\n— ${name}`);
  return run(program, args) !== 0;
});
if (failed.length > 0) console.error(`\ncheck failed: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
