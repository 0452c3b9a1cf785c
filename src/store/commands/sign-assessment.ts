import type { CaptureMoment, SignatureOf } from '#domain/evidence.ts';
import type { EntityId, Sha256 } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { attachEvidence } from './attach-evidence.ts';

/** A signature as it was written: a PNG. */
export type WrittenSignature = {
  readonly bytes: ArrayBuffer;
  readonly thumbnail: ArrayBuffer;
  readonly sha256: Sha256;
  readonly width: number;
  readonly height: number;
};

/**
 * Puts a signature under the state that its person was shown (`signs.root`), not under what has become of it since: a change that came
 * in between makes it void at once, for all to see.
 */
export function signAssessment(
  store: Store,
  assessmentId: string,
  signs: SignatureOf,
  written: WrittenSignature,
  moment: CaptureMoment,
): Promise<Outcome<Saved & { readonly evidenceId: string }>> {
  const { bytes, thumbnail, sha256, width, height } = written;
  const size = bytes.byteLength;
  const record = {
    assessment: assessmentId as EntityId,
    sha256,
    size,
    mime: 'image/png',
    width,
    height,
    method: 'signature',
    capturedAt: new Date(store.clock.now()).toISOString(),
    position: null,
    original: { sha256, size, width, height, takenAt: null, device: null },
    caption: null,
    signs,
  } as const;
  // It hangs on no question: it speaks of all of them.
  return attachEvidence(store, assessmentId, [], { record, moment, bytes, thumbnail });
}
