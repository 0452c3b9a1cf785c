import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { evidenceRecord, type Beside, type Taken } from '#capture/evidence-record.ts';
import type { Drawing } from '#capture/picture/drawing.ts';
import type { PhotoTask } from '#capture/picture/processed-photo.ts';
import { processPhoto } from '#capture/process-photo.ts';
import { watchPosition, type PositionWatch } from '#capture/watch-position.ts';
import { isPicture } from '#domain/evidence.ts';
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
  /** Before another app takes the screen (file picker, system camera), or a recording begins. False when there is no room. */
  readonly beforePicker: (question: string) => Promise<boolean>;
  /** A photo, or a document that was chosen. The id of the piece once it is on the disk; null where it was refused. */
  readonly take: (question: string, picture: Blob, method: 'inapp' | 'file', replaces: string | null) => Promise<string | null>;
  /** A voice note, milliseconds long. */
  readonly record: (question: string, sound: Blob, duration: number) => Promise<string | null>;
  /** A copy of a photo with this drawn on it, for the same questions; the photo stays. */
  readonly draw: (piece: EvidenceView, drawing: Drawing) => Promise<string | null>;
  /** Lets pieces serve these questions as well. */
  readonly link: (evidenceIds: readonly string[], questions: readonly string[]) => Promise<void>;
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

/** A file on its way to being evidence. `task` null: told by the file. */
type Work = {
  readonly questions: readonly string[];
  readonly file: Blob;
  readonly task: PhotoTask | null;
  readonly method: Taken['method'];
  readonly beside: Beside;
  readonly replaces: string | null;
};

/** Photos of one assessment: capture, saving in the background, removal with undo. */
export function createEvidenceDesk({ assessment, evidence, port }: Options): EvidenceDesk {
  const notes = createNotes();
  const [shooting, setShooting] = createSignal<Shooting | null>(null);
  /** Photos on their way: a picture that was taken is finished even when its question is no longer on screen. */
  const jobs = new Set<Promise<unknown>>();
  const position = createPositionUse(port.now);

  const refuse = (question: string, why: Problem, retry: (() => void) | null = null): void => {
    notes.setTrouble(question, { kind: 'problem', problem: why, retry });
  };
  const refuseFor = (evidenceId: string, why: Problem): void => {
    const question = evidence().find((piece) => piece.evidenceId === evidenceId)?.questions[0];
    if (question !== undefined) refuse(question, why);
  };
  const removal = createEvidenceRemoval(port.remove, refuseFor);

  const hasRoom = async (question: string): Promise<boolean> => {
    notes.setTrouble(question, null);
    const { photosLeft } = await port.storage();
    if (photosLeft === null || photosLeft > 0) return true;
    refuse(question, problem('storage.full'));
    return false;
  };
  const prepare = async (question: string): Promise<boolean> => {
    if (!(await hasRoom(question))) return false;
    // Written before the camera or another app is on screen: if the page dies there, the next start knows.
    await port.notePending(question);
    position.start();
    return true;
  };

  const process = async (work: Work): Promise<string | null> => {
    const question = work.questions[0] ?? '';
    // Before anything that takes time: a beacon that arrives later says nothing about this picture.
    const here = work.method === 'derived' ? null : position.current();
    const positionAge = here === null ? null : position.age();
    const taken: Taken = { method: work.method, capturedAt: new Date(port.now()).toISOString(), position: here };
    const moment = { ...(await port.moment()), positionAge, build: appVersion };
    notes.setTrouble(question, null);
    const outcome = await processPhoto(work.file, undefined, work.task ?? (await taskOf(work.file)));
    if (outcome.kind === 'refused') {
      refuse(question, outcome.problem);
      return null;
    }
    const { bytes, thumbnail, mime } = outcome.value;
    const name = isPicture(mime) || !(work.file instanceof File) ? {} : { fileName: work.file.name.slice(-200) };
    const record = evidenceRecord(assessment, outcome.value, taken, { ...name, ...work.beside });
    const attached = await port.attach(work.questions, { record, moment, bytes, thumbnail });
    if (attached.kind === 'refused') {
      refuse(question, attached.problem, again(work));
      return null;
    }
    if (work.replaces !== null) await removal.removeNow(work.replaces, t('form.evidence.reasonRetaken'));
    return attached.value.evidenceId;
  };

  const settle = (): void => {
    if (shooting() !== null || jobs.size > 0) return;
    position.stop();
    void port.clearPending();
  };

  const start = (work: Work): Promise<string | null> => {
    const question = work.questions[0] ?? '';
    notes.count(question, 1);
    const job = process(work)
      .catch(() => {
        // A lost database handle throws: the picture is still in hand and can be saved again.
        refuse(question, problem('storage.unavailable'), again(work));
        return null;
      })
      .finally(() => {
        notes.count(question, -1);
        jobs.delete(job);
        settle();
      });
    jobs.add(job);
    return job;
  };
  const again = (work: Work): (() => void) => {
    return () => void start(work);
  };
  const draw: EvidenceDesk['draw'] = async (piece, drawing) => {
    const question = piece.questions[0] ?? '';
    const file = await port.bytes(piece.evidenceId);
    if (file === null || !(await hasRoom(question))) {
      if (file === null) refuse(question, problem('evidence.not-decodable'));
      return null;
    }
    const task = { kind: 'draw', drawing } as const;
    const beside = { derivedFrom: piece.evidenceId as EntityId };
    return start({ questions: piece.questions, file, task, method: 'derived', beside, replaces: null });
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
    take: (question, file, method, replaces) =>
      start({ questions: [question], file, task: method === 'inapp' ? { kind: 'take' } : null, method, beside: {}, replaces }),
    record: (question, file, duration) =>
      start({ questions: [question], file, task: { kind: 'keep' }, method: 'inapp', beside: { duration }, replaces: null }),
    draw,
    link: async (evidenceIds, questions) => {
      for (const evidenceId of evidenceIds) {
        for (const question of questions) {
          const outcome = await port.link(question, evidenceId);
          if (outcome.kind === 'refused') refuse(question, outcome.problem);
        }
      }
    },
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

/** What a chosen file is, by how it begins: pickers give cameras' files without a type, and documents under wrong ones. */
async function taskOf(file: Blob): Promise<PhotoTask> {
  const opening = await file.slice(0, 4).text();
  const isDocument = opening.startsWith('%PDF') || opening.startsWith('PK');
  return isDocument || (file.type !== '' && !file.type.startsWith('image/')) ? { kind: 'keep' } : { kind: 'take' };
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
