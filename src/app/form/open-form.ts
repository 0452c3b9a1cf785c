import { createEffect, createRoot, createSignal, getOwner, onCleanup, runWithOwner, type Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { isEditable } from '#domain/assessment-workflow.ts';
import { decide } from '#policy/decide.ts';
import type { EntityId, RegionCode } from '#shared/ids.ts';
import { addRow, removeRow } from '#store/commands/change-rows.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setCaption, voidEvidence } from '#store/commands/change-evidence.ts';
import { clearPendingCapture, notePendingCapture } from '#store/commands/remember-place.ts';
import { probeSpace } from '#store/commands/probe-space.ts';
import { setAnswer, verifyAnswer } from '#store/commands/set-answer.ts';
import { readyToWrite } from '#store/ready-to-write.ts';
import { releaseEvidence, reuseEvidence } from '#store/commands/reuse-evidence.ts';
import { readVisitEvidence } from '#store/queries/visit-evidence.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEvidenceBytes, readEvidenceTimes, readThumbnail } from '#store/queries/read-evidence.ts';
import { captureMoment } from '#store/queries/capture-moment.ts';
import { storageState } from '#store/queries/storage-state.ts';
import type { Store } from '#store/store.ts';
import type { AssessmentView } from '#store/views.ts';
import { keepDisputed, keepTexts } from '#app/drafts/create-draft.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { whenIdle } from '#app/when-idle.ts';
import { createEvidenceDesk } from './create-evidence-desk.ts';
import type { EvidencePort } from './evidence-port.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import { createRecordings } from './create-recordings.ts';
import { createFactDesk, type FactDesk } from './create-fact-desk.ts';
import { readFirmFacts } from './firm-facts.ts';
import { createForm, type AnswerPort, type Form } from './create-form.ts';
import { createVerification, type VerifyDesk, type VerifyPort } from './create-verify-desk.ts';
import { liveDefinition } from './live-definition.ts';
import type { FormWork } from './form-context.tsx';
import { mayVerify } from './may-verify.ts';

export type OpenForm =
  | { readonly kind: 'loading' }
  /** No such assessment on this phone. */
  | { readonly kind: 'absent' }
  /** Its edition is not on this phone; a connection brings it. */
  | { readonly kind: 'no-definition'; readonly view: AssessmentView }
  | { readonly kind: 'open'; readonly work: FormWork; readonly compiled: CompiledDefinition };

export type OpenedForm = {
  readonly state: Accessor<OpenForm>;
  readonly view: Accessor<AssessmentView | null>;
};

const answerRestMs = 500;

/** Told before each write of the form. */
type Tell = (change: 'answer' | 'other') => void;

/** Whether a form asks the firm, or what was found on site. */
export type FormMode = 'answer' | 'verify';

/** `routeOf` is where a capture that died returns to. */
export function openForm(
  store: Store,
  assessmentId: string,
  routeOf: (question: string) => string,
  mode: FormMode = 'answer',
): OpenedForm {
  // The form knows its own answers; reading them back can wait until the fingers rest. Everything else shows at once.
  let restMs = 0;
  const tell = (change: 'answer' | 'other'): void => {
    restMs = change === 'answer' ? answerRestMs : 0;
  };
  const live = fromLive<AssessmentView | null | undefined>(
    () => readAssessment(store, assessmentId),
    undefined,
    () => restMs,
  );
  const view = (): AssessmentView | null => live() ?? null;
  const [state, setState] = createSignal<OpenForm>({ kind: 'loading' });
  const owner = getOwner();
  let form: Form | null = null;
  let dispose: (() => void) | undefined;
  onCleanup(() => {
    dispose?.();
  });

  const definition = liveDefinition(store, () => live()?.record.definitionHash ?? null);

  createEffect(() => {
    const current = live();
    const compiled = definition();
    if (current === undefined) return;
    if (current === null) setState({ kind: 'absent' });
    else if (form !== null) form.takeStored(mode === 'verify' ? current.verified.answers : current.answers);
    else if (compiled === 'absent') setState({ kind: 'no-definition', view: current });
    else if (compiled !== null) open(current, compiled);
    // A head start for answers, no more: it waits until the questions stand, and what fails here is said when an answer is written. Asked
    // again because another tab's write makes this one forget.
    if (current !== null) whenIdle(() => void readyToWrite(store, assessmentId).catch(() => undefined));
  });

  const open = (current: AssessmentView, edition: CompiledDefinition): void => {
    const compiled = askAgain(edition, current.record.followUp);
    runWithOwner(owner, () =>
      createRoot((end) => {
        dispose = end;
        const now = (): AssessmentView => view() ?? current;
        const verification = mode === 'verify' ? createVerification(compiled, now, verifyPort(store, assessmentId, tell)) : null;
        form = verification?.form ?? createForm(compiled, current.answers, answerPort(store, assessmentId, tell));
        const isDisputed = (path: string): boolean => view()?.conflicts.some((conflict) => conflict.path === path) ?? false;
        const readFacts = () => readFirmFacts(store, current.record.enterprise, assessmentId);
        const facts = mode === 'verify' ? noFacts : createFactDesk(form, current, readFacts, isDisputed);
        const verify = verification?.desk ?? null;
        const rest = formWork(store, form, tell, view, assessmentId as EntityId, routeOf, verify);
        setState({ kind: 'open', work: { ...rest, facts }, compiled });
      }),
    );
  };

  return { state, view };
}

function answerPort(store: Store, assessmentId: string, tell: Tell): AnswerPort {
  return {
    setAnswer: (path, value, basis, reason) => {
      tell('answer');
      return setAnswer(store, assessmentId, path, value, basis, reason);
    },
    addRow: (repeat) => {
      tell('other');
      return addRow(store, assessmentId, repeat);
    },
    removeRow: (rowId) => {
      tell('other');
      return removeRow(store, assessmentId, rowId);
    },
  };
}

function verifyPort(store: Store, assessmentId: string, tell: Tell): VerifyPort {
  return {
    verify: (path, value, reason) => {
      tell('answer');
      return verifyAnswer(store, assessmentId, path, value, reason);
    },
    addRow: (repeat) => {
      tell('other');
      return addRow(store, assessmentId, repeat, 'verified');
    },
    removeRow: (rowId) => {
      tell('other');
      return removeRow(store, assessmentId, rowId);
    },
  };
}

/** What other forms know is what the firm said elsewhere: nothing that was found here. */
const noFacts: FactDesk = { offer: () => null, adopt: () => undefined };

function formWork(
  store: Store,
  form: Form,
  tell: Tell,
  view: Accessor<AssessmentView | null>,
  assessment: EntityId,
  routeOf: (question: string) => string,
  verify: VerifyDesk | null,
): Omit<FormWork, 'facts'> {
  const port: EvidencePort = {
    attach: (questions, evidence) => {
      tell('other');
      return attachEvidence(store, assessment, questions, evidence, verify !== null);
    },
    link: (question, evidenceId) => {
      tell('other');
      return reuseEvidence(store, assessment, question, evidenceId);
    },
    remove: (evidenceId, reason) => {
      tell('other');
      return voidEvidence(store, evidenceId, reason);
    },
    setCaption: (evidenceId, caption, reason) => {
      tell('other');
      return setCaption(store, evidenceId, caption, reason);
    },
    notePending: (question, what) =>
      notePendingCapture(store, { assessmentId: assessment, question, route: routeOf(question) }, what),
    clearPending: () => clearPendingCapture(store),
    storage: async () => ({ ...(await storageState()), ...((await probeSpace(store)) ? {} : { photosLeft: 0 }) }),
    thumbnail: async (evidenceId) => (await readThumbnail(store, evidenceId)) ?? fetchEvidence(evidenceId, 'thumb'),
    bytes: async (evidenceId) => (await readEvidenceBytes(store, evidenceId)) ?? fetchEvidence(evidenceId, 'view'),
    now: () => store.clock.now(),
    moment: () => captureMoment(store),
    times: (evidenceId) => readEvidenceTimes(store, evidenceId),
    reuse: {
      pieces: () => view()?.evidence ?? [],
      inVisit: () => (view()?.record.visit ?? null) !== null,
      visit: () => readVisitEvidence(store, assessment),
      use: (question, evidenceId) => {
        tell('other');
        return reuseEvidence(store, assessment, question, evidenceId);
      },
      release: (question, evidenceId) => {
        tell('other');
        return releaseEvidence(store, assessment, question, evidenceId);
      },
    },
    recordings: createRecordings(store, assessment),
    firm: () => view()?.record.enterpriseName ?? '',
    author: ({ record }) => (record.capture?.person === store.profile.personId ? store.profile.name : ''),
  };
  return {
    audience: 'staff',
    form,
    keep: keepTexts(store),
    keepReason: (of) => {
      const field =
        'caption' in of
          ? { entityId: of.caption, register: 'caption' }
          : { entityId: assessment, register: `${verify === null ? 'self' : 'verified'}/${of.path}` };
      return keepDisputed(store, { part: 'reason', ...field });
    },
    evidence: createEvidenceDesk({ assessment, evidence: () => view()?.evidence ?? [], port }),
    verify,
    disputed: (path) => {
      const conflicts = verify === null ? view()?.conflicts : view()?.verified.conflicts;
      return conflicts?.find((conflict) => conflict.path === path)?.values ?? [];
    },
    settling: () => {
      const current = view();
      if (current === null || !isEditable(current.state)) return 'closed';
      const { personId: person, role, region } = store.profile;
      const { region: place, enterprise: firm } = current.record;
      const target = { region: place, firm, createdBy: null, state: current.state };
      // A firm that reached this phone is one that its person goes with.
      const actor = { person, role, region: region as RegionCode, assigned: new Set([firm]) };
      return decide(actor, 'op.resolve.assessment', target).kind === 'allowed' ? 'allowed' : 'role';
    },
    editable: () => {
      const current = view();
      if (current === null) return false;
      return verify === null ? isEditable(current.state) : mayVerify(store.profile, current);
    },
  };
}
