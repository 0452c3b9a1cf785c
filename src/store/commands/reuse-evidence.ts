/** One piece of evidence for several clauses, within an assessment and across the assessments of a visit. */
import type { EvidenceLinkRecord, EvidenceRecord } from '#domain/evidence.ts';
import { evidenceOf } from '#oplog/project-assessment.ts';
import type { EvidenceOf } from '#oplog/project-assessment.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { newUpload } from '../write-plan.ts';
import type { EvidenceRow } from '../database.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';

/**
 * Lets a piece serve a clause of this assessment as well; where it serves already, nothing is written.
 *
 * A piece of another assessment becomes a record of this one that names the same SHA-256 and the piece it was taken over from. A link
 * across assessments would cost less and break more: what an assessment hands in, seals (promise 13) and exports as its pack is what it
 * owns, a phone that holds this assessment alone would not know the piece, and voiding it there would take it away here. The bytes are
 * stored once: this phone keeps whose chunks they are, the server keeps files by their hash. The new record has no capture of its own
 * (nobody pressed a shutter for it); the one it names has.
 */
export function reuseEvidence(
  store: Store,
  assessmentId: string,
  question: string,
  evidenceId: string,
): Promise<Outcome<Saved & { readonly evidenceId: string }>> {
  const owner = assessmentId as EntityId;
  const linkId = newId(store.random.bytes);
  const copyId = newId(store.random.bytes);
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId, true);
    if (header.kind === 'refused') return header;
    const definition = header.value.definitionHash;
    const link = (evidence: EntityId) => {
      const value: EvidenceLinkRecord = { assessment: owner, evidence, question };
      return { draft: draftOp({ kind: 'create', entity: 'evidence-link', entityId: linkId, value, definition }), owner };
    };
    const row = await store.db.evidence.get(evidenceId);
    const piece = row === undefined ? null : await pieceOf(store, row.assessment, evidenceId);
    if (row === undefined || piece === null || piece.voided) return refused(problem('access.not-found', { entity: evidenceId }));
    const here = evidenceOf(await store.reader.registersOf(owner)).filter(({ voided }) => !voided);
    // Taken over before, or taken here: the same bytes are one piece of an assessment.
    const own = here.find((each) => each.record.sha256 === piece.record.sha256);
    if (own !== undefined) {
      const drafts = own.questions.includes(question) ? [] : [link(own.evidenceId as EntityId)];
      return ok({ drafts, alongside: null, result: { evidenceId: own.evidenceId } });
    }
    const value: EvidenceRecord = {
      ...piece.record,
      assessment: owner,
      caption: piece.caption,
      derivedFrom: evidenceId as EntityId,
      capture: null,
      signature: null,
    };
    const copy = { draft: draftOp({ kind: 'create', entity: 'evidence', entityId: copyId, value, definition }), owner };
    const thumbnail = await thumbnailFor(store, evidenceId, copyId);
    return ok({
      drafts: [copy, link(copyId)],
      alongside: {
        tables: ['thumbnails'],
        write: async (db) => {
          const kept = copyRow(store, row, copyId, owner);
          if (thumbnail !== null) await db.thumbnails.put(thumbnail);
          await db.evidence.put(kept);
          await db.uploads.put(newUpload(kept));
        },
      },
      result: { evidenceId: copyId },
    });
  });
}

/** The piece stays, and serves its other clauses; who wants it gone voids it. */
export function releaseEvidence(
  store: Store,
  assessmentId: string,
  question: string,
  evidenceId: string,
): Promise<Outcome<Saved>> {
  const owner = assessmentId as EntityId;
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId, true);
    if (header.kind === 'refused') return header;
    const registers = await store.reader.registersOf(owner);
    const gone = new Set(registers.flatMap(({ entityId, register }) => (register === '@void' ? entityId : [])));
    const links = registers.filter(({ entity, entityId, register, heads }) => {
      if (entity !== 'evidence-link' || register !== '@create' || gone.has(entityId)) return false;
      return heads.some(({ value }) => {
        const link = value as EvidenceLinkRecord;
        return link.evidence === evidenceId && link.question === question;
      });
    });
    const drafts = links.map(({ entityId }) => ({
      draft: draftOp({ kind: 'void', entity: 'evidence-link', entityId, definition: header.value.definitionHash }),
      owner,
    }));
    return ok({ drafts, alongside: null, result: {} });
  });
}

async function pieceOf(store: Store, assessment: string, evidenceId: string): Promise<EvidenceOf | null> {
  const pieces = evidenceOf(await store.reader.registersOf(assessment as EntityId));
  return pieces.find((piece) => piece.evidenceId === evidenceId) ?? null;
}

function copyRow(store: Store, from: EvidenceRow, evidenceId: EntityId, assessment: EntityId): EvidenceRow {
  const { sha256, size } = from;
  const createdAt = new Date(store.clock.now()).toISOString();
  const sameAs = from.sameAs ?? from.evidenceId;
  return { evidenceId, assessment, sha256, size, createdAt, chunks: 0, voided: 0, committedAt: null, sameAs };
}

async function thumbnailFor(store: Store, from: string, to: string) {
  const row = await store.db.thumbnails.get(from);
  if (row === undefined) return null;
  const bytes = await store.codec.openBytes('thumbnails', from, row.sealed);
  return { evidenceId: to, sealed: await store.codec.sealBytes('thumbnails', to, bytes) };
}
