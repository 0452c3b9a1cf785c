import type { Scope } from '#policy/scope.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { within } from '../db/within.ts';
import { collectPack } from '../pack/collect-pack.ts';
import { writeZip } from '../pack/write-zip.ts';
import type { Desk } from './desk.ts';
import type { ExportFile } from './export-assessments.ts';
import { rowsOf } from './list-assessments.ts';

/** The evidence pack of one assessment. Refused as not found when it is out of scope, or there is none. */
export async function exportPack(
  server: ServerContext,
  desk: Desk,
  scope: Scope,
  assessmentId: string,
): Promise<Outcome<ExportFile>> {
  const [row] = await within(desk.open, scope, (reader) => rowsOf(desk, reader, [assessmentId]));
  if (row === undefined) return refused(problem('access.not-found'));
  const pack = await collectPack(server, assessmentId, 'all');
  if (pack.kind === 'refused') return pack;
  const { enterpriseName, members, madeAt } = pack.value;
  const fileName = `${`证据包-${enterpriseName}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim()}.zip`;
  return ok({ fileName, contentType: 'application/zip', count: 1, body: writeZip(members, madeAt) });
}
