/** Rounds: in each, every system opens the same form in fresh pages, one system after the other, first another one each time. */
import type { Options } from '../options.ts';
import type { FormChoice, Metric, System, SystemName } from '../systems.ts';
import { formName } from '../systems.ts';
import type { Driver } from './driver.ts';
import { formOf } from './prepare-forms.ts';

export type Sample = {
  readonly form: string;
  readonly system: SystemName;
  readonly metric: Metric;
  readonly values: readonly number[];
};

export type Rounds = {
  readonly samples: readonly Sample[];
  /** Answers that a system got wrong, pages that failed; their rows are not reported. */
  readonly refused: readonly { readonly form: string; readonly system: SystemName; readonly reason: string }[];
  readonly calibrations: readonly number[];
};

const strokes = 20;
const megabyte = 1_048_576;
/** A page that takes longer is given up. */
const patience = 300_000;

export async function runRounds(
  driver: Driver,
  chosen: readonly System[],
  options: Options,
  note: (line: string) => void,
): Promise<Rounds> {
  const samples: Sample[] = [];
  const refused: { form: string; system: SystemName; reason: string }[] = [];
  const calibrations: number[] = [];
  for (const size of options.sizes) {
    for (let round = 0; round < options.rounds; round++) {
      for (let turn = 0; turn < chosen.length; turn++) {
        const system = chosen[(turn + round) % chosen.length];
        const form = formName(size);
        if (system === undefined || refused.some((other) => other.form === form && other.system === system.name)) continue;
        const began = Date.now();
        try {
          for (const found of await measure(driver, system, size, options, calibrations)) {
            samples.push({ form, system: system.name, ...found });
          }
          note(`${form} round ${String(round + 1)} ${system.name} ${String(Math.round((Date.now() - began) / 100) / 10)} s`);
        } catch (error) {
          refused.push({ form, system: system.name, reason: String(error).slice(0, 500) });
          note(`${form} ${system.name} refused: ${String(error).slice(0, 300)}`);
        }
      }
    }
  }
  const kept = samples.filter(({ form, system }) => !refused.some((other) => other.form === form && other.system === system));
  return { samples: kept, refused, calibrations };
}

type Found = { readonly metric: Metric; readonly values: readonly number[] };

async function measure(
  driver: Driver,
  system: System,
  size: FormChoice,
  options: Options,
  calibrations: number[],
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const real = size === 'two-integration';
  const setup = { form: formOf(size), edits: options.edits };
  const engine = real && system.name === 'ours' ? 'ours-real' : system.engine;
  const screens = real ? null : system.screens;
  const inPage = async (name: string, act: (open: Awaited<ReturnType<Driver['open']>>) => Promise<void>): Promise<void> => {
    const open = await driver.open(name, system.query, options.cpu);
    try {
      await limit(
        open.page.evaluate((given) => globalThis.bench?.prepare(given), setup).then(() => act(open)),
        `${system.name} ${formName(size)}`,
      );
    } finally {
      await open.close();
    }
  };
  const checked = (what: string, wrong: readonly string[] | undefined): void => {
    if (wrong === undefined || wrong.length > 0)
      throw new Error(`${what}: ${String(wrong?.length)} wrong, first: ${wrong?.[0] ?? ''}`);
  };

  await inPage(engine, async ({ page }) => {
    const blank = await page.evaluate(() => globalThis.bench?.open({ restore: false, ui: false }));
    checked('blank form', blank?.wrong);
    if (blank === undefined) return;
    calibrations.push(blank.calibration);
    found.push({ metric: 'instantiate', values: [blank.open] });
  });

  await inPage(engine, async ({ page, heap }) => {
    const before = await heap();
    const full = await page.evaluate(() => globalThis.bench?.open({ restore: true, ui: false }));
    checked('restored draft', full?.wrong);
    const after = await heap();
    if (full === undefined) return;
    calibrations.push(full.calibration);
    found.push({ metric: 'restore', values: [full.open] }, { metric: 'heap', values: [(after - before) / megabyte] });
    const edits = await page.evaluate((budget) => globalThis.bench?.edit({ budget }), options.budget);
    checked('answers', edits?.wrong);
    for (const metric of ['leaf', 'text', 'toggle', 'row', 'add-row'] as const) {
      const values = edits?.samples[metric] ?? [];
      // The neutral form's repeat is not the definition's own.
      const foreign = real && metric === 'add-row' && system.name !== 'ours';
      if (values.length > 0 && !foreign) found.push({ metric, values });
    }
  });

  if (screens === null) return found;
  await inPage(screens, async ({ page }) => {
    const shown = await page.evaluate(() => globalThis.bench?.open({ restore: true, ui: true }));
    checked('screens', shown?.wrong);
    if (shown === undefined || shown.firstQuestion === null) return;
    calibrations.push(shown.calibration);
    found.push({ metric: 'first-question', values: [shown.firstQuestion] });
    const typed = await page.evaluate((count) => globalThis.bench?.type({ strokes: count }), strokes);
    checked('typing', typed?.wrong);
    found.push({ metric: 'keystroke', values: typed?.samples ?? [] });
  });
  return found;
}

async function limit(work: Promise<void>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer after ${String(patience / 1000)} s`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
