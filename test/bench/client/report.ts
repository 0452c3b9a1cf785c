import { median, p95 } from '../statistics.ts';
import type { Metric, SystemName } from '../systems.ts';
import { metrics, systemNames } from '../systems.ts';
import type { Sample } from './run-rounds.ts';

export type ResultRow = {
  readonly form: string;
  readonly system: SystemName;
  readonly metric: Metric;
  /** Milliseconds; `heap` in MB; `gzip` in KB. Over the samples of all rounds. */
  readonly median: number;
  readonly p95: number;
  /** This system's median / ours; null while ours has none. */
  readonly ratio: number | null;
};

export function rowsOf(samples: readonly Sample[]): readonly ResultRow[] {
  const forms = [...new Set(samples.map((sample) => sample.form))];
  return forms.flatMap((form) =>
    metrics.flatMap((metric) => {
      const valuesOf = (system: SystemName): readonly number[] =>
        samples
          .filter((sample) => sample.form === form && sample.metric === metric && sample.system === system)
          .flatMap(({ values }) => values);
      const own = valuesOf('ours');
      const reference = own.length === 0 ? null : median(own);
      return systemNames.flatMap((system): readonly ResultRow[] => {
        const values = valuesOf(system);
        if (values.length === 0) return [];
        const middle = median(values);
        return [
          { form, system, metric, median: middle, p95: p95(values), ratio: reference === null ? null : middle / reference },
        ];
      });
    }),
  );
}

/** One line a form and metric: each system's median (p95) and, beside it, how many times ours it is. */
export function tableOf(rows: readonly ResultRow[]): string {
  const shown = systemNames.filter((system) => rows.some((row) => row.system === system));
  const lines = [['form', 'metric', ...shown.flatMap((system) => (system === 'ours' ? [system] : [system, '× ours']))]];
  for (const form of new Set(rows.map((row) => row.form))) {
    for (const metric of metrics) {
      const cells = rows.filter((row) => row.form === form && row.metric === metric);
      if (cells.length === 0) continue;
      const columns = shown.flatMap((system) => {
        const cell = cells.find((row) => row.system === system);
        const text = cell === undefined ? '–' : `${brief(cell.median)} (${brief(cell.p95)})`;
        return system === 'ours' ? [text] : [text, cell === undefined || cell.ratio === null ? '–' : brief(cell.ratio)];
      });
      lines.push([form, `${metric}${units[metric]}`, ...columns]);
    }
  }
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const units: Readonly<Record<Metric, string>> = {
  instantiate: ', ms',
  restore: ', ms',
  leaf: ', ms',
  text: ', ms',
  toggle: ', ms',
  row: ', ms',
  'add-row': ', ms',
  heap: ', MB',
  gzip: ', KB',
  'first-question': ', ms',
  keystroke: ', ms',
};

function brief(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}
