/** What the office notes on an assessment: comments, who reviews, second grades. Ops of the server's chain, no part of what is reviewed. */
import type { DecidedBy } from '#domain/assessment.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { appendAsServer } from '../server-chain.ts';
import { firstReviewer, secondReviewer } from './review-row.ts';

export async function writeRemarks(
  server: ServerContext,
  by: DecidedBy,
  id: string,
  remarks: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  const said = remarks.map(({ path, text }) => ({
    field: `review/${path}`,
    value: text.trim() === '' ? null : { text: text.trim(), by },
  }));
  await write(server, by, id, { kind: 'review.remarks', detail: { count: said.length } }, said);
}

export async function writeReviewer(
  server: ServerContext,
  by: DecidedBy,
  id: string,
  slot: 'first' | 'second',
  reviewer: DecidedBy | null,
): Promise<void> {
  const field = slot === 'first' ? firstReviewer : secondReviewer;
  const detail = { slot, person: reviewer?.person ?? '' };
  await write(server, by, id, { kind: 'review.assign', detail }, [{ field, value: reviewer }]);
}

export async function writeGrades(
  server: ServerContext,
  by: DecidedBy,
  id: string,
  grades: readonly { readonly path: string; readonly grade: number | null }[],
): Promise<void> {
  const said = grades.map(({ path, grade }) => ({ field: `second/${path}`, value: grade === null ? null : { grade, by } }));
  await write(server, by, id, { kind: 'review.grades', detail: { count: said.length } }, said);
}

type Event = { readonly kind: string; readonly detail: Readonly<Record<string, string | number>> };

async function write(
  server: ServerContext,
  by: DecidedBy,
  id: string,
  event: Event,
  fields: readonly { readonly field: string; readonly value: Json }[],
): Promise<void> {
  const step = fields.map(({ field, value }): OpDraft => ({
    kind: 'set',
    entity: 'assessment',
    entityId: id as EntityId,
    field,
    value,
    reason: null,
    basis: { by: by.person },
    definition: null,
  }));
  const { open } = server;
  const { receipts } = await appendAsServer(server, [step]);
  const refused = receipts.find(({ problem }) => problem !== null);
  if (refused !== undefined) throw new Error(`writeRemarks: ${refused.problem ?? ''}`);
  const row = { kind: event.kind, person: by.person, subject: id, detail: JSON.stringify(event.detail) };
  await recordAudit(open.db, open.kind, row, new Date(server.now()).toISOString());
}
