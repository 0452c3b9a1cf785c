import { evidenceRecord, type Beside, type Taken } from '#capture/evidence-record.ts';
import type { Drawing } from '#capture/picture/drawing.ts';
import type { PhotoTask } from '#capture/picture/processed-photo.ts';
import { processPhoto } from '#capture/process-photo.ts';
import type { PositionWatch } from '#capture/watch-position.ts';
import { isPicture } from '#domain/evidence.ts';
import type { EntityId } from '#shared/ids.ts';
import { problem } from '#shared/problems.ts';
import type { EvidenceView, Recording } from '#store/views.ts';
import { appVersion } from '#app/build-info.ts';
import { t } from '#app/i18n/t.ts';
import type { EvidenceNotes } from './create-evidence-notes.ts';
import type { EvidenceRemoval } from './create-evidence-removal.ts';
import type { EvidencePort } from './evidence-port.ts';

/** A file on its way to being evidence. `task` null: told by the file. */
type Work = {
  readonly questions: readonly string[];
  readonly file: Blob;
  readonly task: PhotoTask | null;
  readonly method: Taken['method'];
  readonly beside: Beside;
  readonly replaces: string | null;
  /** The voice note that it is, as it was kept while it was recorded. */
  readonly recording: Recorded | null;
  /** It is on the disk. */
  readonly onSaved?: () => void;
};

/** `cutOff`: begun by a page that died, at another moment. */
type Recorded = { readonly recordingId: string; readonly cutOff: Recording | null };

export type EvidenceIntake = {
  /** A photo, or a document that was chosen. The id of the piece once it is on the disk; null where it was refused. */
  readonly take: (question: string, picture: Blob, method: 'inapp' | 'file', replaces: string | null) => Promise<string | null>;
  /** A voice note, milliseconds long. */
  readonly record: (question: string, sound: Blob, duration: number, recording: Recorded | null) => Promise<string | null>;
  /** A copy of a piece, whose photo this is, with something drawn on it. */
  readonly draw: (piece: EvidenceView, photo: Blob, drawing: Drawing, onSaved: () => void) => Promise<string | null>;
  readonly busy: () => boolean;
  /** Waits for all that is on its way. */
  readonly flush: () => Promise<void>;
};

type Options = {
  readonly assessment: EntityId;
  readonly port: EvidencePort;
  readonly notes: EvidenceNotes;
  readonly position: Pick<PositionWatch, 'current' | 'age'>;
  /** Takes away the piece that a new one stands in for. */
  readonly removeNow: EvidenceRemoval['removeNow'];
  /** A file is on the disk, or was refused. */
  readonly onArrived: () => void;
};

/** Makes evidence of files in the background: a picture that was taken is finished even when its question is no longer on screen. */
export function createEvidenceIntake({ assessment, port, notes, position, removeNow, onArrived }: Options): EvidenceIntake {
  const jobs = new Set<Promise<unknown>>();

  const process = async (work: Work): Promise<string | null> => {
    const question = work.questions[0] ?? '';
    // Before anything that takes time: a beacon that arrives later says nothing about this picture.
    const begun = work.recording?.cutOff ?? null;
    const here = work.method === 'derived' || begun !== null ? null : position.current();
    const positionAge = here === null ? null : position.age();
    const capturedAt = begun?.begunAt ?? new Date(port.now()).toISOString();
    const taken: Taken = { method: work.method, capturedAt, position: here };
    const moment = { ...(begun?.moment ?? (await port.moment())), positionAge, build: appVersion };
    notes.setTrouble(question, null);
    const outcome = await processPhoto(work.file, undefined, work.task ?? (await taskOf(work.file)));
    if (outcome.kind === 'refused') {
      notes.refuse(question, outcome.problem);
      return null;
    }
    const { bytes, thumbnail, mime } = outcome.value;
    const name = isPicture(mime) || !(work.file instanceof File) ? {} : { fileName: work.file.name.slice(-200) };
    const record = evidenceRecord(assessment, outcome.value, taken, { ...name, ...work.beside });
    const attached = await port.attach(work.questions, { record, moment, bytes, thumbnail });
    if (attached.kind === 'refused') {
      notes.refuse(question, attached.problem, again(work));
      return null;
    }
    work.onSaved?.();
    if (work.recording !== null) await port.recordings?.drop(work.recording.recordingId);
    if (work.replaces !== null) await removeNow(work.replaces, t('form.evidence.reasonRetaken'));
    return attached.value.evidenceId;
  };

  const start = (work: Work): Promise<string | null> => {
    const question = work.questions[0] ?? '';
    notes.count(question, 1);
    const job = process(work)
      .catch(() => {
        // A lost database handle throws: the picture is still in hand and can be saved again.
        notes.refuse(question, problem('storage.unavailable'), again(work));
        return null;
      })
      .finally(() => {
        notes.count(question, -1);
        jobs.delete(job);
        if (work.recording !== null) port.recordings?.release(work.recording.recordingId);
        onArrived();
      });
    jobs.add(job);
    return job;
  };
  const again = (work: Work): (() => void) => {
    return () => void start(work);
  };
  return {
    take: (question, file, method, replaces) =>
      start({
        questions: [question],
        file,
        task: method === 'inapp' ? { kind: 'take' } : null,
        method,
        beside: {},
        replaces,
        recording: null,
      }),
    record: (question, file, duration, recording) =>
      start({
        questions: [question],
        file,
        task: { kind: 'keep' },
        method: 'inapp',
        beside: { duration },
        replaces: null,
        recording,
      }),
    draw: ({ questions, evidenceId }, file, drawing, onSaved) => {
      const beside = { derivedFrom: evidenceId as EntityId };
      return start({
        questions,
        file,
        task: { kind: 'draw', drawing },
        method: 'derived',
        beside,
        replaces: null,
        recording: null,
        onSaved,
      });
    },
    busy: () => jobs.size > 0,
    flush: async () => {
      await Promise.all(jobs);
    },
  };
}

/** What a chosen file is, by how it begins: pickers give cameras' files without a type, and documents under wrong ones. */
async function taskOf(file: Blob): Promise<PhotoTask> {
  const opening = await file.slice(0, 4).text();
  const isDocument = opening.startsWith('%PDF') || opening.startsWith('PK');
  return isDocument || (file.type !== '' && !file.type.startsWith('image/')) ? { kind: 'keep' } : { kind: 'take' };
}
