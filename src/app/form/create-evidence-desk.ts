import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Drawing } from '#capture/picture/drawing.ts';
import { watchPosition, type PositionWatch } from '#capture/watch-position.ts';
import type { EntityId } from '#shared/ids.ts';
import { problem, type Problem } from '#shared/problems.ts';
import type { EvidenceView, PendingCapture, Recording } from '#store/views.ts';
import { createEvidenceIntake, type EvidenceIntake } from './create-evidence-intake.ts';
import { createEvidenceNotes, type EvidenceTrouble } from './create-evidence-notes.ts';
import { createEvidenceRemoval, type EvidenceRemoval } from './create-evidence-removal.ts';
import type { EvidencePort } from './evidence-port.ts';

/** The camera is open for a question; `replaces` is the photo that a new one stands in for. */
export type Shooting = { readonly question: string; readonly replaces: string | null };

export type EvidenceDesk = {
  readonly of: (question: string) => readonly EvidenceView[];
  /** Photos of a question that are being scaled or saved. */
  readonly working: (question: string) => number;
  readonly trouble: (question: string) => EvidenceTrouble | null;
  /** Something hangs on the question, is on its way to it, waits there for a decision, or did not arrive. */
  readonly isUsed: (question: string) => boolean;
  readonly dismissTrouble: (question: string) => void;
  readonly shooting: Accessor<Shooting | null>;
  /** Checks for room, notes the capture, opens the camera. */
  readonly open: (question: string, replaces?: string | null) => Promise<void>;
  /** The camera is closed; with no photo on its way the note is withdrawn. */
  readonly close: () => void;
  /** Before another app takes the screen (file picker, system camera), or a recording begins. False when there is no room. */
  readonly beforePicker: (question: string, what?: PendingCapture['what']) => Promise<boolean>;
  readonly take: EvidenceIntake['take'];
  readonly record: EvidenceIntake['record'];
  /** A copy of a photo with this drawn on it, for the same questions; the photo stays. `onSaved`: the copy is on the disk. */
  readonly draw: (piece: EvidenceView, drawing: Drawing, onSaved: () => void) => Promise<string | null>;
  /** Lets pieces serve these questions as well. */
  readonly link: (evidenceIds: readonly string[], questions: readonly string[]) => Promise<void>;
  readonly remove: EvidenceRemoval['remove'];
  readonly undoRemove: EvidenceRemoval['undo'];
  /** `reason`: why this caption, where several contradicted each other. True when it is on the disk. */
  readonly setCaption: (evidenceId: string, caption: string, reason?: string | null) => Promise<boolean>;
  readonly port: EvidencePort;
  /** Waits for photos on their way and writes removals whose undo time still runs. */
  readonly flush: () => Promise<void>;
  readonly busy: () => boolean;
  /** Voice notes at a question that no page records any more and that are no evidence; kept or thrown away by a person alone. */
  readonly cutOff: (question: string) => readonly Recording[];
  readonly keepCutOff: (recording: Recording) => Promise<void>;
  /** A picture was being taken when the page died. */
  readonly reportLost: (question: string) => void;
};

type Options = {
  readonly assessment: EntityId;
  readonly evidence: Accessor<readonly EvidenceView[]>;
  readonly port: EvidencePort;
};

/** Photos of one assessment: capture, saving in the background, removal with undo. */
export function createEvidenceDesk({ assessment, evidence, port }: Options): EvidenceDesk {
  const notes = createEvidenceNotes();
  const [shooting, setShooting] = createSignal<Shooting | null>(null);
  const position = createPositionUse(port.now);

  const refuseFor = (evidenceId: string, why: Problem): void => {
    const question = evidence().find((piece) => piece.evidenceId === evidenceId)?.questions[0];
    if (question !== undefined) notes.refuse(question, why);
  };
  const removal = createEvidenceRemoval(port.remove, refuseFor);
  const settle = (): void => {
    if (shooting() !== null || intake.busy()) return;
    position.stop();
    void port.clearPending();
  };
  const intake = createEvidenceIntake({ assessment, port, notes, position, removeNow: removal.removeNow, onArrived: settle });

  const hasRoom = async (question: string): Promise<boolean> => {
    notes.setTrouble(question, null);
    const { photosLeft } = await port.storage();
    if (photosLeft === null || photosLeft > 0) return true;
    notes.refuse(question, problem('storage.full'));
    return false;
  };
  const prepare = async (question: string, what: PendingCapture['what'] = 'picture'): Promise<boolean> => {
    if (!(await hasRoom(question))) return false;
    // Written before the camera or another app is on screen: if the page dies there, the next start knows.
    await port.notePending(question, what);
    position.start();
    return true;
  };

  const draw: EvidenceDesk['draw'] = async (piece, drawing, onSaved) => {
    const question = piece.questions[0] ?? '';
    const file = await port.bytes(piece.evidenceId);
    if (file === null) notes.refuse(question, problem('evidence.not-decodable'));
    if (file === null || !(await hasRoom(question))) return null;
    return intake.draw(piece, file, drawing, onSaved);
  };

  const of: EvidenceDesk['of'] = (question) =>
    evidence().filter((piece) => piece.questions.includes(question) && !removal.isLeaving(piece.evidenceId));
  const cutOff: EvidenceDesk['cutOff'] = (question) =>
    port.recordings?.cutOff().filter((recording) => recording.question === question) ?? [];

  return {
    of,
    working: notes.working,
    trouble: notes.trouble,
    isUsed: (question) =>
      of(question).length > 0 || notes.working(question) > 0 || notes.trouble(question) !== null || cutOff(question).length > 0,
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
    take: intake.take,
    record: intake.record,
    draw,
    link: async (evidenceIds, questions) => {
      for (const evidenceId of evidenceIds) {
        for (const question of questions) {
          const outcome = await port.link(question, evidenceId);
          if (outcome.kind === 'refused') notes.refuse(question, outcome.problem);
        }
      }
    },
    remove: removal.remove,
    undoRemove: removal.undo,
    setCaption: async (evidenceId, caption, reason = null) => {
      const outcome = await port.setCaption(evidenceId, caption, reason);
      if (outcome.kind === 'refused') refuseFor(evidenceId, outcome.problem);
      return outcome.kind === 'ok';
    },
    port,
    flush: async () => {
      await removal.commit();
      await intake.flush();
    },
    busy: () => removal.waiting() || intake.busy(),
    cutOff,
    keepCutOff: async (recording) => {
      const { question, elapsed, recordingId } = recording;
      const sound = await port.recordings?.read(recording).catch(() => null);
      if (sound == null) notes.refuse(question, problem('storage.unavailable'));
      else await intake.record(question, sound, elapsed, { recordingId, cutOff: recording });
    },
    reportLost: (question) => notes.setTrouble(question, { kind: 'lost' }),
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
