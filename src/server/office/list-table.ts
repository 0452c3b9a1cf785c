import type { OfficeRow } from '#protocol/office-wire.ts';
import type { CellValue, ExportColumn, ExportTable } from './export-table.ts';
import { exportTexts, type ExportLanguage } from './export-texts.ts';

/** A measure that gets a column of its own, such as `{id: 'JC', name: '基础建设'}`. */
export type MeasureColumn = { readonly definition: string; readonly id: string; readonly name: string };

type Rows = AsyncIterable<OfficeRow> | Iterable<OfficeRow>;

/** The list as a table: one row an assessment. L and B stand first; they are not repeated among `measures`. */
export function listTable(rows: Rows, measures: readonly MeasureColumn[], language: ExportLanguage): ExportTable {
  const words = exportTexts(language);
  const own = measures.filter(({ id }) => id !== 'L' && id !== 'B');
  const text = (heading: string, width: number): ExportColumn => ({ heading, width, format: null });
  const number = (heading: string, format: string | null): ExportColumn => ({ heading, width: 12, format });
  const { list } = words;
  return {
    name: words.listSheet,
    columns: [
      text(list.assessment, 28),
      text(list.firm, 36),
      text(list.code, 22),
      text(list.regionCode, 14),
      text(list.region, 22),
      text(list.definition, 22),
      text(list.edition, 10),
      text(list.state, 14),
      text(list.level, 12),
      number(list.L, '0.0'),
      number(list.B, '0.0'),
      ...own.map((measure) => number(measure.name, '0.0')),
      text(list.verifiedLevel, 12),
      number(list.verifiedL, '0.0'),
      number(list.verifiedB, '0.0'),
      number(list.verifiedLooked, null),
      number(list.verifiedDiffering, null),
      number(list.completeness, '0%'),
      number(list.photosCommitted, null),
      number(list.photosExpected, null),
      number(list.conflicts, null),
      text(list.phoneDiffers, 14),
      text(list.author, 12),
      text(list.submittedAt, 20),
      text(list.updatedAt, 20),
      text(list.demo, 10),
    ],
    rows: mapRows(rows, (row): readonly CellValue[] => [
      row.assessmentId,
      row.enterpriseName,
      row.enterpriseCode,
      row.region,
      row.regionName,
      row.definitionTitle,
      row.edition,
      words.states[row.state],
      row.levelName ?? words.noLevel,
      row.L,
      row.B,
      ...own.map(({ definition, id }) => (definition === row.definition ? (row.measures[id] ?? null) : null)),
      row.verified === null ? null : (row.verified.levelName ?? words.noLevel),
      row.verified?.L ?? null,
      row.verified?.B ?? null,
      row.verified?.looked ?? null,
      row.verified?.differing ?? null,
      row.completeness,
      row.photos.committed,
      row.photos.expected,
      row.conflicts,
      row.phoneDiffers ? words.yes : words.no,
      row.author,
      chinaTime(row.submittedAt),
      chinaTime(row.updatedAt),
      row.demo ? words.yes : words.no,
    ]),
  };
}

/** `2026-11-21 14:03:22` in China's time, wherever the server stands; sorts as text. */
export function chinaTime(iso: string | null): string | null {
  if (iso === null) return null;
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

async function* mapRows<A, B>(rows: AsyncIterable<A> | Iterable<A>, map: (row: A) => B): AsyncGenerator<B> {
  for await (const row of rows) yield map(row);
}
