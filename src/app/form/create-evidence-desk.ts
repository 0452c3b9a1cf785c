import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { evidenceRecord, type Taken } from '#capture/evidence-record.ts';
import { processPhoto } from '#capture/process-photo.ts';
import { watchPosition, type PositionWatch } from '#capture/watch-position.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { NewEvidence } from '#store/commands/attach-evidence.ts';
import type { EvidenceView, StorageState } from '#store/views.ts';

type Saved = { readonly savedAt: string };

/** Where photos go: the store's commands for one assessment. */
export type EvidencePort = {
  readonly attach: (question: string, evidence: NewEvidence) => Promise<Outcome<Saved & { readonly evidenceId: string }>>;
  readonly remove: (evidenceId: string, reason: string) => Promise<Outcome<Saved>>;
  readonly setCaption: (evidenceId: string, caption: string) => Promise<Outcome<Saved>>;
  readonly notePending: (question: string) => Promise<Outcome<Saved>>;
  readonly clearPending: () => Promise<Outcome<Saved>>;
  readonly storage: () => Promise<StorageState>;
  readonly thumbnail: (evidenceId: string) => Promise<Blob | null>;
  readonly bytes: (evidenceId: string) => Promise<Blob | null>;
  readonly now: () => number;
};

/** What stands at a question about its photos: one that did not arrive, or was refused; `retry` tries the same picture again. */
export type EvidenceTrouble =
  | { readonly kind: 'lost' }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retry: (() => void) | null };

/** The camera is open for a question; `replaces` is the photo that a new one stands in for. */
export type Shooting = { readonly question: string; readonly replaces: string | null };

export type EvidenceDesk = {
  readonly of: (question: string) => readonly EvidenceView[];
  /** Photos of a question that are being scaled or saved. */
  readonly working: (question: string) => number;
  readonly trouble: (question: string) => EvidenceTrouble | null;
  readonly dismissTrouble: (question: string) => void;
  readonly shooting: Accessor<Shooting | null>;
  /** Checks for room, notes the capture, opens the camera. */
  readonly open: (question: string, replaces?: string | null) => Promise<void>;
  /** Nothing was taken: the note is withdrawn. */
  readonly close: () => void;
  /** Before another app takes the screen (file picker, system camera). False when there is no room. */
  readonly beforePicker: (question: string) => Promise<boolean>;
  readonly take: (question: string, picture: Blob, method: Taken['method'], replaces: string | null) => Promise<void>;
  readonly remove: (evidenceId: string, reason: string) => void;
  readonly undoRemove: Accessor<(() => void) | null>;
  readonly setCaption: (evidenceId: string, caption: string) => Promise<void>;
  readonly port: EvidencePort;
  /** Waits for photos on their way and writes removals whose undo time still runs. */
  readonly flush: () => Promise<void>;
  readonly busy: () => boolean;
  /** A capture was pending when the page died. */
  readonly reportLost: (question: string) => void;
};

const undoMs = 6_000;

type Options = {
  readonly assessment: EntityId;
  readonly evidence: Accessor<readonly EvidenceView[]>;
  readonly port: EvidencePort;
};

/** Photos of one assessment: capture, saving in the background, removal with undo. */
export function createEvidenceDesk({ assessment, evidence, port }: Options): EvidenceDesk {
  const [working, setWorking] = createSignal<Readonly<Record<string, number>>>({});
  const [troubles, setTroubles] = createSignal<Readonly<Record<string, EvidenceTrouble | null>>>({});
  const [shooting, setShooting] = createSignal<Shooting | null>(null);
  const [leaving, setLeaving] = createSignal<readonly string[]>([]);
  const [undoRemove, setUndoRemove] = createSignal<(() => void) | null>(null);
  const commits = new Map<string, () => Promise<void>>();
  /** Photos on their way: a picture that was taken is finished even when its question is no longer on screen. */
  const jobs = new Set<Promise<void>>();
  let position: PositionWatch | null = null;

  onCleanup(() => {
    position?.stop();
  });

  const setTrouble = (question: string, trouble: EvidenceTrouble | null): void => {
    setTroubles((before) => ({ ...before, [question]: trouble }));
  };
  const countWorking = (question: string, by: number): void => {
    setWorking((before) => ({ ...before, [question]: (before[question] ?? 0) + by }));
  };

  const hasRoom = async (question: string): Promise<boolean> => {
    const { photosLeft } = await port.storage();
    if (photosLeft === null || photosLeft > 0) return true;
    setTrouble(question, { kind: 'problem', problem: problem('storage.full'), retry: null });
    return false;
  };

  const prepare = async (question: string): Promise<boolean> => {
    setTrouble(question, null);
    if (!(await hasRoom(question))) return false;
    // Written before the camera or another app is on screen: if the page dies there, the next start knows.
    await port.notePending(question);
    position ??= watchPosition(port.now);
    return true;
  };

  const closeCamera = (): void => {
    setShooting(null);
    position?.stop();
    position = null;
  };

  const removeNow = async (evidenceId: string, reason: string): Promise<void> => {
    commits.delete(evidenceId);
    const outcome = await port.remove(evidenceId, reason);
    if (outcome.kind === 'refused') {
      const question = evidence().find((piece) => piece.evidenceId === evidenceId)?.questions[0];
      if (question !== undefined) setTrouble(question, { kind: 'problem', problem: outcome.problem, retry: null });
    }
    // The live query drops it; until then it stays hidden.
    setLeaving((before) => (outcome.kind === 'ok' ? before : before.filter((id) => id !== evidenceId)));
  };

  const take: EvidenceDesk['take'] = (question, picture, method, replaces) => {
    const job = process(question, picture, method, replaces).finally(() => jobs.delete(job));
    jobs.add(job);
    return job;
  };

  const process: EvidenceDesk['take'] = async (question, picture, method, replaces) => {
    const taken: Taken = { method, capturedAt: new Date(port.now()).toISOString(), position: position?.current() ?? null };
    setTrouble(question, null);
    countWorking(question, 1);
    try {
      const outcome = await processPhoto(picture);
      if (outcome.kind === 'refused') {
        setTrouble(question, { kind: 'problem', problem: outcome.problem, retry: null });
        return;
      }
      const { bytes, thumbnail } = outcome.value;
      const attached = await port.attach(question, {
        record: evidenceRecord(assessment, outcome.value, taken),
        bytes,
        thumbnail,
      });
      if (attached.kind === 'refused') {
        const retry = (): void => void take(question, picture, method, replaces);
        setTrouble(question, { kind: 'problem', problem: attached.problem, retry });
        return;
      }
      if (replaces !== null) await removeNow(replaces, t('form.evidence.reasonRetaken'));
    } finally {
      countWorking(question, -1);
      if (shooting() === null) await port.clearPending();
    }
  };

  return {
    of: (question) => evidence().filter((piece) => piece.questions.includes(question) && !leaving().includes(piece.evidenceId)),
    working: (question) => working()[question] ?? 0,
    trouble: (question) => troubles()[question] ?? null,
    dismissTrouble: (question) => setTrouble(question, null),
    shooting,
    open: async (question, replaces = null) => {
      if (await prepare(question)) setShooting({ question, replaces });
    },
    close: () => {
      const question = shooting()?.question;
      closeCamera();
      if (question !== undefined && (working()[question] ?? 0) === 0) void port.clearPending();
    },
    beforePicker: prepare,
    take,
    remove: (evidenceId, reason) => {
      setLeaving((before) => [...before, evidenceId]);
      const timer = setTimeout(() => void commit(), undoMs);
      const commit = (): Promise<void> => {
        clearTimeout(timer);
        setUndoRemove(null);
        return removeNow(evidenceId, reason);
      };
      commits.set(evidenceId, commit);
      setUndoRemove(() => () => {
        clearTimeout(timer);
        commits.delete(evidenceId);
        setUndoRemove(null);
        setLeaving((before) => before.filter((id) => id !== evidenceId));
      });
    },
    undoRemove,
    setCaption: async (evidenceId, caption) => {
      const outcome = await port.setCaption(evidenceId, caption);
      const question = evidence().find((piece) => piece.evidenceId === evidenceId)?.questions[0];
      if (outcome.kind === 'refused' && question !== undefined) {
        setTrouble(question, { kind: 'problem', problem: outcome.problem, retry: null });
      }
    },
    port,
    flush: async () => {
      for (const commit of [...commits.values()]) await commit();
      await Promise.all(jobs);
    },
    busy: () => commits.size > 0 || jobs.size > 0,
    reportLost: (question) => setTrouble(question, { kind: 'lost' }),
  };
}
