/**
 * `npm test`: unit, property and contract tests, tests in a real browser, and the main job end to end. Installs Chromium and a
 * Chinese font when they are missing and it may; starts a PostgreSQL of its own when the machine has one.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './command.ts';
import { prepareMachine } from './prepare-machine.ts';
import { startPostgres } from '../test/server/start-postgres.ts';

prepareMachine();
rmSync('test-results', { recursive: true, force: true });
mkdirSync('test-results', { recursive: true });

const postgres = await startPostgres();
console.log(
  postgres === null
    ? 'PostgreSQL is not installed: the database contract runs on SQLite alone (Debian: apt-get install postgresql).'
    : 'The database contract runs on SQLite and on PostgreSQL.',
);
const env = {
  // The server and the command line are started hundreds of times: what was stripped of types and compiled once is kept.
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/compiled'),
  ...(postgres === null ? {} : { XUNZHEN_TEST_POSTGRES: postgres.url }),
};

let passed = 0;
let failed = 0;
try {
  for (const project of ['node', 'long', 'browser']) {
    const file = `test-results/${project}.json`;
    const code = run(
      'vitest',
      ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      {
        env,
      },
    );
    count(readReport(file), code, (report) => [report['numPassedTests'], report['numFailedTests']]);
  }
  const built = run('vite', ['build']);
  if (built === 0) {
    const code = run('playwright', ['test'], { env });
    count(readReport('test-results/e2e.json'), code, (report) => {
      const stats = report['stats'] as Record<string, unknown>;
      return [stats['expected'], stats['unexpected']];
    });
  } else {
    failed += 1;
  }
} finally {
  await postgres?.stop();
}
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

type Report = Readonly<Record<string, unknown>>;

function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return null;
  }
}

/** Adds a run's numbers; a run that failed without a failing test (or without a report) counts as one failure. */
function count(report: Report | null, code: number, numbers: (report: Report) => readonly [unknown, unknown]): void {
  const [good, bad] = report === null ? [0, 0] : numbers(report).map(Number);
  passed += good ?? 0;
  failed += code !== 0 && (bad ?? 0) === 0 ? 1 : (bad ?? 0);
}
