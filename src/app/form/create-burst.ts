import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { EvidenceDesk } from './create-evidence-desk.ts';

/** A picture of a burst: on its way to the disk, or there under its id. */
export type BurstShot = { readonly url: string; readonly saved: Promise<string | null> };

export type Burst = {
  readonly shots: Accessor<readonly BurstShot[]>;
  /** Keeps a picture at once; the one that is being retaken makes room for it. */
  readonly add: (question: string, picture: Blob) => Promise<void>;
  readonly retaking: Accessor<number | null>;
  readonly retake: (index: number | null) => void;
  /** Ids of what was kept, once all of it is on the disk. */
  readonly kept: () => Promise<readonly string[]>;
};

/** Several pictures without leaving the camera. Each is kept as it is taken, so that a page that dies loses one at most. */
export function createBurst(evidence: EvidenceDesk): Burst {
  const [shots, setShots] = createSignal<readonly BurstShot[]>([]);
  const [retaking, retake] = createSignal<number | null>(null);
  onCleanup(() => {
    for (const { url } of shots()) URL.revokeObjectURL(url);
  });
  return {
    shots,
    retaking,
    retake,
    add: async (question, picture) => {
      const index = retaking();
      retake(null);
      const before = index === null ? undefined : shots()[index];
      const replaces = before === undefined ? null : await before.saved;
      const shot = { url: URL.createObjectURL(picture), saved: evidence.take(question, picture, 'inapp', replaces) };
      setShots((all) => (before === undefined ? [...all, shot] : all.map((each) => (each === before ? shot : each))));
      if (before !== undefined) URL.revokeObjectURL(before.url);
    },
    kept: async () => (await Promise.all(shots().map(({ saved }) => saved))).filter((id) => id !== null),
  };
}
