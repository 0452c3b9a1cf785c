/**
 * The built app in a real browser at 4× throttling: signed in and synced once, then, without a network, what a surveyor does all
 * day. Each round works on a copy of a synced profile in a browser started anew; several builds take turns within each round.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWhenStale } from '../../../src/server/build-app.ts';
import { median, p95 } from '../statistics.ts';
import { usualCounty } from './county.ts';
import { firstSync } from './first-sync.ts';
import { offlineRound } from './offline-round.ts';
import { startCounty } from './start-county.ts';

export type AppRow = {
  /** `ours`, or the folder of another checkout. */
  readonly system: string;
  readonly metric: string;
  readonly unit: 'ms' | 'KB';
  readonly median: number;
  readonly p95: number;
  /** That build's median divided by ours. */
  readonly ratio: number;
  readonly samples: number;
};

/** A build with the server of its own version: an older app need not understand a newer server. */
type Phone = { readonly system: string; readonly checkout: string; profile: string; url: string; assessment: string };

const root = fileURLToPath(new URL('../../..', import.meta.url));

export async function runApp(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      cpu: { type: 'string', default: '4' },
      firms: { type: 'string', default: String(usualCounty.firms) },
      assessments: { type: 'string', default: String(usualCounty.assessments) },
      build: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  });
  const cpu = Number(values.cpu);
  const size = { firms: Number(values.firms), assessments: Number(values.assessments) };
  const ours: Phone = { system: 'ours', checkout: root, profile: '', url: '', assessment: '' };
  const others = values.build.map((checkout): Phone => ({ ...ours, system: checkout, checkout: resolve(checkout) }));
  const phones = [ours, ...others];
  for (const { checkout } of phones) await buildWhenStale(checkout);
  const samples = new Map<string, Map<string, number[]>>();
  const noteOf = (system: string) => (metric: string, value: number) => {
    const taken = samples.get(metric) ?? new Map<string, number[]>();
    samples.set(metric, taken.set(system, [...(taken.get(system) ?? []), value]));
    console.error(`${system} ${metric} ${value.toFixed(1)}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-bench-app-'));
  const newProfile = (): string => mkdtempSync(join(folder, 'phone-'));
  try {
    for (const turn of turns(phones, Number(values.rounds))) {
      const county = await startCounty(turn.checkout, size, join(folder, `county-${String(phones.indexOf(turn))}`));
      try {
        const profile = newProfile();
        const assessment = await firstSync(profile, county.url, cpu, noteOf(turn.system));
        Object.assign(turn, { profile, url: county.url, assessment });
      } finally {
        await county.stop();
      }
    }
    for (const { system, profile, url, assessment } of turns(phones, Number(values.rounds))) {
      const copy = newProfile();
      cpSync(profile, copy, { recursive: true });
      await offlineRound(copy, url, assessment, cpu, noteOf(system));
      rmSync(copy, { recursive: true, force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const rows = rowsOf(samples);
  console.log(values.json ? JSON.stringify({ rows }) : tableOf(rows));
  return 0;
}

/** One phone after the other, another one first in each round. */
function turns(phones: readonly Phone[], rounds: number): readonly Phone[] {
  return Array.from({ length: rounds }, (_, round) => {
    const first = round % phones.length;
    return [...phones.slice(first), ...phones.slice(0, first)];
  }).flat();
}

function rowsOf(samples: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>): readonly AppRow[] {
  return [...samples].flatMap(([metric, bySystem]) => {
    const ours = median(bySystem.get('ours') ?? []);
    const unit = metric.startsWith('first-load') ? 'KB' : 'ms';
    return [...bySystem].map(([system, taken]): AppRow => {
      const middle = median(taken);
      return { system, metric, unit, median: middle, p95: p95(taken), ratio: middle / ours, samples: taken.length };
    });
  });
}

function tableOf(rows: readonly AppRow[]): string {
  const width = Math.max(...rows.map(({ system }) => system.length));
  return rows
    .map(
      (row) =>
        `${row.metric.padEnd(22)} ${row.system.padEnd(width)} ${row.median.toFixed(1)} (p95 ${row.p95.toFixed(1)}) ${row.unit}, ${row.ratio.toFixed(2)} of ours, ${String(row.samples)} samples`,
    )
    .join('\n');
}
