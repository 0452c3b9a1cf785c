import { evidenceOf } from '#oplog/project-assessment.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Store } from '../store.ts';
import { openHeader } from './list-assessments.ts';

/** A piece that another assessment of the same visit has. */
export type VisitPiece = {
  readonly evidenceId: string;
  readonly record: EvidenceRecord;
  readonly caption: string | null;
  readonly title: string;
};

/** What was photographed for the other instruments of this visit; nothing where there is no visit. Same bytes are told once. */
export async function readVisitEvidence(store: Store, assessmentId: string): Promise<readonly VisitPiece[]> {
  const { db } = store;
  const row = await db.assessments.get(assessmentId);
  if (row === undefined) return [];
  const { visit } = (await openHeader(store, row)).record;
  if (visit === null) return [];
  const found = new Map<string, VisitPiece>();
  for (const other of await db.assessments.where('enterprise').equals(row.enterprise).toArray()) {
    const { record } = await openHeader(store, other);
    if (other.assessmentId === assessmentId || record.visit !== visit || other.state === 'voided') continue;
    const title = (await db.definitions.get(other.definitionHash))?.title ?? record.definition;
    for (const piece of evidenceOf(await store.reader.registersOf(other.assessmentId as EntityId))) {
      const { evidenceId, caption, voided } = piece;
      // A signature was put under one assessment and speaks of no other.
      if (voided || piece.record.method === 'signature' || found.has(piece.record.sha256)) continue;
      found.set(piece.record.sha256, { evidenceId, record: piece.record, caption, title });
    }
  }
  return [...found.values()];
}
