import { manifestText } from '#domain/evidence.ts';
import type { CaptureMoment, EvidenceLinkRecord, EvidenceRecord, UnsignedEvidence } from '#domain/evidence.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { sha256Bytes } from '#shared/sha256.ts';
import { newUpload } from '../write-plan.ts';
import type { EvidenceRow } from '../database.ts';
import { sealChunks } from '../evidence-chunks.ts';
import { storageState } from '../queries/storage-state.ts';
import type { Saved } from '../saved.ts';
import { storageOutcome } from '../store-gate.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';

export type NewEvidence = {
  readonly record: UnsignedEvidence;
  readonly moment: CaptureMoment;
  readonly bytes: ArrayBuffer;
  /** Empty for what is no picture. */
  readonly thumbnail: ArrayBuffer;
};

/**
 * Ops, sealed bytes and upload job in one transaction. It hangs on one question, on several, or on none (a signature). Refused before anything is written: `storage.full` when the phone has no room,
 * `evidence.hash-mismatch` when the bytes are not those of the record.
 */
export function attachEvidence(
  store: Store,
  assessmentId: string,
  question: string | readonly string[],
  evidence: NewEvidence,
  handedIn = false,
): Promise<Outcome<Saved & { readonly evidenceId: string }>> {
  const evidenceId = newId(store.random.bytes);
  const links = [question].flat().map((each) => ({ question: each, linkId: newId(store.random.bytes) }));
  const owner = assessmentId as EntityId;
  const { record, moment, bytes, thumbnail } = evidence;
  return storageOutcome(async () => {
    if (record.size !== bytes.byteLength || sha256Bytes(new Uint8Array(bytes)) !== record.sha256) {
      return refused(problem('evidence.hash-mismatch', { evidence: evidenceId }));
    }
    const { photosLeft } = await storageState();
    if (photosLeft !== null && photosLeft < 1) return refused(problem('storage.full'));
    const chunks = await sealChunks(store, evidenceId, new Uint8Array(bytes));
    const preview =
      thumbnail.byteLength === 0
        ? null
        : { evidenceId, sealed: await store.codec.sealBytes('thumbnails', evidenceId, new Uint8Array(thumbnail)) };
    return writeStep(store, async () => {
      const header = await editable(store, assessmentId, handedIn);
      if (header.kind === 'refused') return header;
      const definition = header.value.definitionHash;
      const questions = links.map((link) => link.question);
      const signed = await signCapture(store, record, { ...moment, evidence: evidenceId, questions });
      const { sha256, size } = record;
      const createdAt = new Date(store.clock.now()).toISOString();
      const row: EvidenceRow = {
        evidenceId,
        assessment: owner,
        sha256,
        size,
        createdAt,
        chunks: chunks.length,
        voided: 0,
        committedAt: null,
      };
      return ok({
        drafts: [
          { draft: draftOp({ kind: 'create', entity: 'evidence', entityId: evidenceId, value: signed, definition }), owner },
          ...links.map(({ linkId, question: served }) => {
            const value: EvidenceLinkRecord = { assessment: owner, evidence: evidenceId, question: served };
            return { draft: draftOp({ kind: 'create', entity: 'evidence-link', entityId: linkId, value, definition }), owner };
          }),
        ],
        alongside: {
          tables: ['chunks', 'thumbnails'],
          write: async (db) => {
            await db.chunks.bulkPut([...chunks]);
            if (preview !== null) await db.thumbnails.put(preview);
            await db.evidence.put(row);
            await db.uploads.put(newUpload(row));
          },
        },
        result: { evidenceId },
      });
    });
  });
}

/**
 * By the device whose chain is written now: the op carries the same one. A photo is never refused for want of a key: without it the
 * record says so by having no signature.
 */
async function signCapture(
  store: Store,
  record: UnsignedEvidence,
  made: CaptureMoment & { readonly evidence: EntityId; readonly questions: readonly string[] },
): Promise<EvidenceRecord> {
  const { device, person } = await store.known.reader.meta();
  const described = await store.keys.describe(device);
  const capture = { ...made, device, person, keyProtection: protectionOf(described?.publicKey ?? '{}') };
  const unsigned: EvidenceRecord = { ...record, capture, signature: null };
  const signature = await store.keys.sign(device, manifestText(unsigned));
  return { ...unsigned, signature: signature.kind === 'ok' ? signature.value : null };
}

function protectionOf(publicKey: string): 'hard' | 'soft' {
  return (JSON.parse(publicKey) as { readonly keyProtection?: unknown }).keyProtection === 'hard' ? 'hard' : 'soft';
}
