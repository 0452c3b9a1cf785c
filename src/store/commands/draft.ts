import type { OpDraft } from '#oplog/op.ts';

/** A draft with what most ops leave empty. */
export function draftOp(change: Pick<OpDraft, 'kind' | 'entity' | 'entityId'> & Partial<OpDraft>): OpDraft {
  return { field: null, value: null, reason: null, basis: null, definition: null, ...change };
}
