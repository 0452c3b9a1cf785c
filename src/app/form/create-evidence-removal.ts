import { createSignal, type Accessor } from 'solid-js';
import type { Outcome } from '#shared/outcome.ts';
import type { Problem } from '#shared/problems.ts';
import { undoMs } from './create-undo.ts';

export type EvidenceRemoval = {
  /** Gone from the screen, still on the disk until the undo time is over. */
  readonly isLeaving: (evidenceId: string) => boolean;
  /** True once it is written, false when it was taken back or refused. */
  readonly remove: (evidenceId: string, reason: string) => Promise<boolean>;
  readonly removeNow: (evidenceId: string, reason: string) => Promise<boolean>;
  readonly undo: Accessor<(() => void) | null>;
  readonly commit: () => Promise<void>;
  readonly waiting: () => boolean;
};

export function createEvidenceRemoval(
  write: (evidenceId: string, reason: string) => Promise<Outcome<unknown>>,
  onRefused: (evidenceId: string, problem: Problem) => void,
): EvidenceRemoval {
  const [leaving, setLeaving] = createSignal<readonly string[]>([]);
  const [undo, setUndo] = createSignal<(() => void) | null>(null);
  const commits = new Map<string, () => Promise<boolean>>();
  const stay = (evidenceId: string): void => {
    setLeaving((before) => before.filter((id) => id !== evidenceId));
  };
  const removeNow = async (evidenceId: string, reason: string): Promise<boolean> => {
    commits.delete(evidenceId);
    const outcome = await write(evidenceId, reason);
    // The live query drops a removed one; a refused one shows again.
    if (outcome.kind === 'ok') return true;
    onRefused(evidenceId, outcome.problem);
    stay(evidenceId);
    return false;
  };
  return {
    isLeaving: (evidenceId) => leaving().includes(evidenceId),
    remove: (evidenceId, reason) =>
      new Promise((resolve) => {
        setLeaving((before) => [...before, evidenceId]);
        const finish = async (): Promise<boolean> => {
          clearTimeout(timer);
          setUndo(null);
          const removed = await removeNow(evidenceId, reason);
          resolve(removed);
          return removed;
        };
        const timer = setTimeout(() => void finish(), undoMs);
        commits.set(evidenceId, finish);
        setUndo(() => () => {
          clearTimeout(timer);
          commits.delete(evidenceId);
          setUndo(null);
          stay(evidenceId);
          resolve(false);
        });
      }),
    removeNow,
    undo,
    commit: async () => {
      for (const finish of commits.values()) await finish();
    },
    waiting: () => commits.size > 0,
  };
}
