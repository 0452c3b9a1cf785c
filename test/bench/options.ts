import { parseArgs } from 'node:util';
import type { FormChoice, Size, SystemName } from './systems.ts';
import { formName, systemNames } from './systems.ts';

export type Options = {
  readonly sizes: readonly FormChoice[];
  readonly rounds: number;
  readonly json: boolean;
  readonly only: readonly SystemName[];
  /** Factors by which Chromium slows the page down. */
  readonly cpu: number;
  /** Answers of each kind in one page, and the milliseconds after which a kind stops early. */
  readonly edits: number;
  readonly budget: number;
};

export const usage = `npm run bench -- [client options]      engines and screens, ours and the peers
npm run bench -- server [options]      the server and its floors
npm run bench -- app [options]         the built app

client options
  --sizes 1000x50,100x0   questions x rows, or two-integration; "all" for all of docs/performance.md
  --rounds 5              rounds; the systems take turns within each
  --only ours,enketo      of ${systemNames.join(', ')}
  --cpu 4                 throttle the page
  --edits 120 --budget 4000  answers of each kind in a page; ms after which a kind stops early
  --json                  print {"rows": […]} and nothing else

app options
  --firms 20000 --assessments 500   the county
  --rounds 5 --cpu 4 --json         as above
  --build DIR             another checkout of this repository, built and served as it is, taking turns; as often as wanted`;

const allSizes: readonly Size[] = [100, 500, 1000, 3000].flatMap((questions) =>
  [0, 50, 200, 500].map((rows) => ({ questions, rows })),
);
const usualSizes = 'two-integration,100x50,1000x0,1000x50,1000x500,3000x50';

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: usualSizes },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: systemNames.join(',') },
      cpu: { type: 'string', default: '1' },
      edits: { type: 'string', default: '120' },
      budget: { type: 'string', default: '4000' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    sizes: values.sizes === 'all' ? allSizes : values.sizes.split(',').map(readSize),
    rounds: readCount('rounds', values.rounds),
    json: values.json,
    only: values.only.split(',').map(readSystem),
    cpu: readCount('cpu', values.cpu),
    edits: readCount('edits', values.edits),
    budget: readCount('budget', values.budget),
  };
}

function readSize(text: string): FormChoice {
  if (text === 'two-integration') return text;
  const [questions, rows] = text.split('x').map(Number);
  const size: Size = { questions: questions ?? Number.NaN, rows: rows ?? Number.NaN };
  if (formName(size) !== text || size.questions < 10) throw new Error(`--sizes: “${text}” is no size; write 1000x50`);
  return size;
}

function readSystem(text: string): SystemName {
  const found = systemNames.find((name) => name === text);
  if (found === undefined) throw new Error(`--only: no system “${text}”; there are ${systemNames.join(', ')}`);
  return found;
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name}: “${text}” is no whole number above 0`);
  return count;
}
