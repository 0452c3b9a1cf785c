import type { Options } from '../options.ts';
import { systems } from '../systems.ts';
import type { System } from '../systems.ts';
import { formName } from '../systems.ts';
import { median } from '../statistics.ts';
import { bundlePage, pagesFolder, weighEngine } from './bundle-pages.ts';
import { startDriver } from './driver.ts';
import { installPeers } from './install-peers.ts';
import { formOf, writeCompiled, writeEnketo, writeReal } from './prepare-forms.ts';
import { rowsOf, tableOf } from './report.ts';
import { runRounds } from './run-rounds.ts';
import type { Sample } from './run-rounds.ts';
import { servePages } from './serve-pages.ts';

/** Measures, then prints: progress on standard error, the result on standard output. Exits with 1 when a row was refused. */
export async function runClient(options: Options): Promise<number> {
  const note = (line: string): void => console.error(line);
  const chosen = systems.filter((system) => options.only.includes(system.name));
  if (chosen.some((system) => system.peer)) installPeers(note);
  note('building the pages');
  for (const page of pagesOf(chosen, options)) await bundlePage(page);
  const sizes = options.sizes.map(formName);
  const weights = new Map<System['name'], number>();
  for (const { name } of chosen) weights.set(name, (await weighEngine(name)) / 1024);
  const server = await servePages(pagesFolder);
  const driver = await startDriver(server.origin);
  try {
    for (const size of options.sizes) {
      const form = formOf(size);
      if (size === 'two-integration') {
        const wire = writeReal() / 1024;
        const engine = weights.get('ours') ?? Number.NaN;
        note(`two-integration ${wire.toFixed(1)} KB gzip as served; with our engine ${(wire + engine).toFixed(1)} KB`);
      } else if (options.only.includes('ours')) writeCompiled(form);
      if (options.only.includes('enketo')) await writeEnketo(driver, form);
    }
    const { samples, refused, calibrations } = await runRounds(driver, chosen, options, note);
    const measured = new Set(samples.map(({ form, system }) => `${form} ${system}`));
    const gzip = sizes.flatMap((form) =>
      chosen
        .filter(({ name }) => measured.has(`${form} ${name}`))
        .map(({ name }): Sample => ({ form, system: name, metric: 'gzip', values: [weights.get(name) ?? Number.NaN] })),
    );
    const rows = rowsOf([...samples, ...gzip]);
    if (options.json) console.log(JSON.stringify({ rows }));
    else console.log(tableOf(rows));
    note(`Chromium ${driver.version}, throttled ${String(options.cpu)}×; fixed loop ${median(calibrations).toFixed(1)} ms`);
    for (const { form, system, reason } of refused) note(`REFUSED ${form} ${system}: ${reason}`);
    return refused.length > 0 ? 1 : 0;
  } finally {
    await driver.close();
    server.close();
  }
}

function pagesOf(chosen: readonly System[], options: Options): readonly string[] {
  const pages = chosen.flatMap(({ engine, screens }) => (screens === null ? [engine] : [engine, screens]));
  const more = [
    ...(options.only.includes('enketo') ? ['enketo-transform'] : []),
    ...(options.sizes.includes('two-integration') ? ['ours-real'] : []),
  ];
  return [...new Set([...pages, ...more])];
}
