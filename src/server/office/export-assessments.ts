import type { Scope } from '#policy/scope.ts';
import type { OfficeFilter, OfficeSort } from '#protocol/office-query.ts';
import type { OfficeDetail, OfficeRow } from '#protocol/office-wire.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { within } from '../db/within.ts';
import { answersTable } from './answers-table.ts';
import { newestEditions, type Desk } from './desk.ts';
import type { ExportTable } from './export-table.ts';
import { exportTexts, type ExportLanguage } from './export-texts.ts';
import { assessmentIds, rowsOf } from './list-assessments.ts';
import { listTable, type MeasureColumn } from './list-table.ts';
import { readAssessment } from './read-assessment.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

export type ExportFormat = 'xlsx' | 'csv';
/** `answers` has both sheets in XLSX; a CSV file is the answers alone. */
export type ExportContent = 'list' | 'answers';
export type ExportOrder = { readonly format: ExportFormat; readonly content: ExportContent; readonly language: ExportLanguage };

export type ExportFile = {
  readonly fileName: string;
  readonly contentType: string;
  /** Assessments in it. */
  readonly count: number;
  readonly body: Uint8Array<ArrayBuffer> | AsyncIterable<string | Uint8Array>;
};

/** About 80,000 answers: what one workbook can be built from in seconds, within little memory. */
export const workbookAssessmentLimit = 1000;

/** The assessments that the filter lets through, all pages of them. */
export async function exportAssessments(
  desk: Desk,
  scope: Scope,
  query: OfficeFilter & { readonly sort: OfficeSort },
  order: ExportOrder,
): Promise<Outcome<ExportFile>> {
  const ids = await within(desk.open, scope, (reader) => assessmentIds(desk, reader, query, null));
  if (order.content === 'answers' && order.format === 'xlsx' && ids.length > workbookAssessmentLimit) {
    return refused(problem('export.too-large', { count: ids.length, limit: workbookAssessmentLimit }));
  }
  const words = exportTexts(order.language);
  const name = order.content === 'list' ? words.fileList : words.fileAnswers;
  return ok(await exportIds(desk, scope, ids, order, name));
}

/** One assessment with its answers. Refused as not found when it is out of scope, or there is none. */
export async function exportAssessment(
  desk: Desk,
  scope: Scope,
  assessmentId: string,
  order: Omit<ExportOrder, 'content'>,
): Promise<Outcome<ExportFile>> {
  const [row] = await within(desk.open, scope, (reader) => rowsOf(desk, reader, [assessmentId]));
  if (row === undefined) return refused(problem('access.not-found'));
  const name = `${exportTexts(order.language).fileAnswers}-${row.enterpriseName}`;
  return ok(await exportIds(desk, scope, [assessmentId], { ...order, content: 'answers' }, name));
}

async function exportIds(
  desk: Desk,
  scope: Scope,
  ids: readonly string[],
  order: ExportOrder,
  name: string,
): Promise<ExportFile> {
  const list = (): ExportTable => listTable(rowsInBatches(desk, scope, ids), measureColumns(desk), order.language);
  const answers = (): ExportTable => answersTable(details(desk, scope, ids), order.language);
  const fileName = `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim()}.${order.format}`;
  if (order.format === 'csv') {
    const body = writeCsv(order.content === 'list' ? list() : answers());
    return { fileName, contentType: 'text/csv; charset=utf-8', count: ids.length, body };
  }
  const body = await writeXlsx(order.content === 'list' ? [list()] : [list(), answers()]);
  return {
    fileName,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    count: ids.length,
    body,
  };
}

const batchSize = 500;

async function* rowsInBatches(desk: Desk, scope: Scope, ids: readonly string[]): AsyncGenerator<OfficeRow> {
  for (let from = 0; from < ids.length; from += batchSize) {
    yield* await within(desk.open, scope, (reader) => rowsOf(desk, reader, ids.slice(from, from + batchSize)));
    await breath();
  }
}

async function* details(desk: Desk, scope: Scope, ids: readonly string[]): AsyncGenerator<OfficeDetail> {
  for (const id of ids) {
    const detail = await within(desk.open, scope, (reader) => readAssessment(desk, reader, id, { history: false }));
    if (detail !== null) yield detail;
    await breath();
  }
}

/** Lets waiting requests in: SQLite answers without ever giving way. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function measureColumns(desk: Desk): readonly MeasureColumn[] {
  return newestEditions(desk).flatMap(({ id: definition, scoring }) =>
    scoring.measures.map(({ id, name }) => ({ definition, id, name })),
  );
}
