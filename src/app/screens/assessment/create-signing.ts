import { createSignal, type Accessor } from 'solid-js';
import { signaturePicture } from '#capture/signature-picture.ts';
import type { SignatureOf } from '#domain/evidence.ts';
import { refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { probeSpace } from '#store/commands/probe-space.ts';
import { signAssessment } from '#store/commands/sign-assessment.ts';
import { captureMoment } from '#store/queries/capture-moment.ts';
import { readSignatures, type SignedState } from '#store/queries/read-signatures.ts';
import type { Saved } from '#store/saved.ts';
import type { Store } from '#store/store.ts';
import { appVersion } from '#app/build-info.ts';
import { missingSides } from '#app/evidence/signature-lines.tsx';
import { fromLive } from '#app/ui/from-live.ts';

export type Side = SignatureOf['side'];

export type Signing = {
  readonly assessmentId: string;
  /** Null while it is being read. */
  readonly state: Accessor<SignedState | null>;
  /** Sides without a signature that holds. */
  readonly missing: Accessor<readonly Side[]>;
  /** Sides that signed something else than what is there now, and not again since. */
  readonly voided: Accessor<readonly Side[]>;
  /** What is being signed now: the state that the person is looking at. */
  readonly open: Accessor<SignatureOf | null>;
  readonly start: (side: Side) => void;
  readonly close: () => void;
  /** Done once it is on the disk. */
  readonly save: (name: string, canvas: HTMLCanvasElement) => Promise<Outcome<Saved>>;
};

/** Signatures of both sides under an assessment. */
export function createSigning(store: Store, assessmentId: string): Signing {
  const state = fromLive<SignedState | null>(() => readSignatures(store, assessmentId), null);
  const [open, setOpen] = createSignal<SignatureOf | null>(null);
  const missing = (): readonly Side[] => missingSides(state()?.signatures ?? []);

  const save: Signing['save'] = async (name, canvas) => {
    const signs = open();
    if (!(await probeSpace(store))) return refused(problem('storage.full'));
    const written = await signaturePicture(canvas);
    if (signs === null || written === null) return refused(problem('storage.unavailable'));
    const moment = { ...(await captureMoment(store)), positionAge: null, build: appVersion };
    const saved = await signAssessment(store, assessmentId, { ...signs, name }, written, moment);
    if (saved.kind === 'ok') setOpen(null);
    return saved;
  };

  return {
    assessmentId,
    state,
    missing,
    voided: () => missing().filter((side) => state()?.signatures.some((each) => each.side === side) === true),
    open,
    start: (side) => {
      const root = state()?.root;
      if (root !== undefined) setOpen({ root, side, name: '' });
    },
    close: () => setOpen(null),
    save,
  };
}
