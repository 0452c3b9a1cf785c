/** Takes a registry in: what is new is created, what differs is set, what is the same stays untouched. Twice is once. */
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { ServerContext } from '../context.ts';
import { inList } from '../db/bulk.ts';
import type { Tables } from '../db/schema.ts';
import { appendAsServer } from '../server-chain.ts';
import type { LineRead } from './read-enterprises.ts';

export type LineResult = { readonly line: number; readonly code: string; readonly result: 'new' | 'updated' | 'unchanged' };

/**
 * Only columns that the file has, and cells that are filled, change an existing firm: an empty cell erases nothing. `onProgress`
 * hears how many firms are durable.
 */
export async function importEnterprises(
  server: ServerContext,
  lines: readonly Extract<LineRead, { kind: 'firm' }>[],
  onProgress: (done: number) => void,
): Promise<readonly LineResult[]> {
  const results: LineResult[] = [];
  for (let from = 0; from < lines.length; from += chunk) {
    const part = lines.slice(from, from + chunk);
    const codes = part.map(({ record }) => record.code);
    const { db, kind } = server.open;
    const rows = await db
      .selectFrom('enterprises')
      .selectAll()
      .where(inList(kind, 'code', codes))
      .execute();
    const existing = new Map(rows.map((row) => [row.code, row]));
    const steps: OpDraft[][] = [];
    for (const { line, record } of part) {
      const known = existing.get(record.code);
      const drafts =
        known === undefined
          ? [createDraft(record)]
          : changesOf(known, record).map(([field, value]) => setDraft(record, field, value));
      if (drafts.length > 0) steps.push(drafts);
      results.push({
        line,
        code: record.code,
        result: known === undefined ? 'new' : drafts.length > 0 ? 'updated' : 'unchanged',
      });
    }
    const { receipts } = await appendAsServer(server, steps);
    const refused = receipts.find(({ state }) => state === 'quarantined');
    if (refused !== undefined) throw new Error(`importEnterprises: an op was refused (${refused.problem ?? ''})`);
    onProgress(Math.min(lines.length, from + chunk));
  }
  return results;
}

const chunk = 1000;

const fields = ['name', 'region', 'industry', 'headcount', 'revenue', 'address', 'contact', 'phone'] as const;

function changesOf(known: Tables['enterprises'], record: EnterpriseRecord): readonly (readonly [string, Json])[] {
  return fields.flatMap((field) => {
    const value = record[field];
    return value === null || value === known[field] ? [] : [[field, value] as const];
  });
}

function createDraft(record: EnterpriseRecord): OpDraft {
  return draft(record, { kind: 'create', field: null, value: { ...record } });
}

function setDraft(record: EnterpriseRecord, field: string, value: Json): OpDraft {
  return draft(record, { kind: 'set', field, value });
}

function draft(record: EnterpriseRecord, over: Pick<OpDraft, 'kind' | 'field' | 'value'>): OpDraft {
  return { entity: 'enterprise', entityId: record.code as EntityId, reason: null, basis: null, definition: null, ...over };
}
