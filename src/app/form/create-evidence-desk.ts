import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { evidenceRecord, type Taken } from '#capture/evidence-record.ts';
import { processPhoto } from '#capture/process-photo.ts';
import { watchPosition, type PositionWatch } from '#capture/watch-position.ts';
import type { EntityId } from '#shared/ids.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { EvidenceView } from '#store/views.ts';
import { appVersion } from '#app/build-info.ts';
import { t } from '#app/i18n/t.ts';
import { createEvidenceRemoval, type EvidenceRemoval } from './create-evidence-removal.ts';
import type { EvidencePort } from './evidence-port.ts';

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
  /** The camera is closed; with no photo on its way the note is withdrawn. */
  readonly close: () => void;
  /** Before another app takes the screen (file picker, system camera). False when there is no room. */
  readonly beforePicker: (question: string) => Promise<boolean>;
  readonly take: (question: string, picture: Blob, method: Taken['method'], replaces: string | null) => Promise<void>;
  readonly remove: EvidenceRemoval['remove'];
  readonly undoRemove: EvidenceRemoval['undo'];
  /** `reason`: why this caption, where several contradicted each other. */
  readonly setCaption: (evidenceId: string, caption: string, reason?: string | null) => Promise<void>;
  readonly port: EvidencePort;
  /** Waits for photos on their way and writes removals whose undo time still runs. */
  readonly flush: () => Promise<void>;
  readonly busy: () => boolean;
  /** A capture was pending when the page died. */
  readonly reportLost: (question: string) => void;
};

type Options = {
  readonly assessment: EntityId;
  readonly evidence: Accessor<readonly EvidenceView[]>;
  readonly port: EvidencePort;
};

/** Photos of one assessment: capture, saving in the background, removal with undo. */
export function createEvidenceDesk({ assessment, evidence, port }: Options): EvidenceDesk {
  const notes = createNotes();
  const [shooting, setShooting] = createSignal<Shooting | null>(null);
  /** Photos on their way: a picture that was taken is finished even when its question is no longer on screen. */
  const jobs = new Set<Promise<void>>();
  const position = createPositionUse(port.now);

  const refuse = (question: string, why: Problem, retry: (() => void) | null = null): void => {
    notes.setTrouble(question, { kind: 'problem', problem: why, retry });
  };
  const refuseFor = (evidenceId: string, why: Problem): void => {
    const question = evidence().find((piece) => piece.evidenceId === evidenceId)?.questions[0];
    if (question !== undefined) refuse(question, why);
  };
  const removal = createEvidenceRemoval(port.remove, refuseFor);

  const prepare = async (question: string): Promise<boolean> => {
    notes.setTrouble(question, null);
    const { photosLeft } = await port.storage();
    if (photosLeft !== null && photosLeft <= 0) {
      refuse(question, problem('storage.full'));
      return false;
    }
    // Written before the camera or another app is on screen: if the page dies there, the next start knows.
    await port.notePending(question);
    position.start();
    return true;
  };

  const process: EvidenceDesk['take'] = async (question, picture, method, replaces) => {
    // Before anything that takes time: a beacon that arrives later says nothing about this picture.
    const positionAge = position.age();
    const taken: Taken = { method, capturedAt: new Date(port.now()).toISOString(), position: position.current() };
    const moment = { ...(await port.moment()), positionAge, build: appVersion };
    notes.setTrouble(question, null);
    const outcome = await processPhoto(picture);
    if (outcome.kind === 'refused') {
      refuse(question, outcome.problem);
      return;
    }
    const { bytes, thumbnail } = outcome.value;
    const record = evidenceRecord(assessment, outcome.value, taken);
    const attached = await port.attach(question, { record, moment, bytes, thumbnail });
    if (attached.kind === 'refused') refuse(question, attached.problem, again(question, picture, method, replaces));
    else if (replaces !== null) await removal.removeNow(replaces, t('form.evidence.reasonRetaken'));
  };

  const settle = (): void => {
    if (shooting() !== null || jobs.size > 0) return;
    position.stop();
    void port.clearPending();
  };

  const take: EvidenceDesk['take'] = (question, picture, method, replaces) => {
    notes.count(question, 1);
    const job = process(question, picture, method, replaces)
      // A lost database handle throws: the picture is still in hand and can be saved again.
      .catch(() => refuse(question, problem('storage.unavailable'), again(question, picture, method, replaces)))
      .finally(() => {
        notes.count(question, -1);
        jobs.delete(job);
        settle();
      });
    jobs.add(job);
    return job;
  };
  const again = (...photo: Parameters<EvidenceDesk['take']>): (() => void) => {
    return () => void take(...photo);
  };

  return {
    of: (question) => evidence().filter((piece) => piece.questions.includes(question) && !removal.isLeaving(piece.evidenceId)),
    working: notes.working,
    trouble: notes.trouble,
    dismissTrouble: (question) => notes.setTrouble(question, null),
    shooting,
    open: async (question, replaces = null) => {
      if (await prepare(question)) setShooting({ question, replaces });
    },
    close: () => {
      setShooting(null);
      settle();
    },
    beforePicker: prepare,
    take,
    remove: removal.remove,
    undoRemove: removal.undo,
    setCaption: async (evidenceId, caption, reason = null) => {
      const outcome = await port.setCaption(evidenceId, caption, reason);
      if (outcome.kind === 'refused') refuseFor(evidenceId, outcome.problem);
    },
    port,
    flush: async () => {
      await removal.commit();
      await Promise.all(jobs);
    },
    busy: () => removal.waiting() || jobs.size > 0,
    reportLost: (question) => notes.setTrouble(question, { kind: 'lost' }),
  };
}

/** What is going on at each question. */
function createNotes() {
  const [working, setWorking] = createSignal<Readonly<Record<string, number>>>({});
  const [troubles, setTroubles] = createSignal<Readonly<Record<string, EvidenceTrouble | null>>>({});
  return {
    working: (question: string): number => working()[question] ?? 0,
    count: (question: string, by: number): void => {
      setWorking((before) => ({ ...before, [question]: (before[question] ?? 0) + by }));
    },
    trouble: (question: string): EvidenceTrouble | null => troubles()[question] ?? null,
    setTrouble: (question: string, trouble: EvidenceTrouble | null): void => {
      setTroubles((before) => ({ ...before, [question]: trouble }));
    },
  };
}

/** The position is followed only while something is being captured. */
function createPositionUse(now: () => number): PositionWatch & { readonly start: () => void } {
  let watch: PositionWatch | null = null;
  const stop = (): void => {
    watch?.stop();
    watch = null;
  };
  onCleanup(stop);
  return {
    start: () => {
      watch ??= watchPosition(now);
    },
    current: () => watch?.current() ?? null,
    age: () => watch?.age() ?? null,
    stop,
  };
}
