import { batch, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Choice, CompiledDefinition } from '#definition/compiled.ts';
import { openCompleteness, type Completeness, type EvidenceCounts } from '#diagnosis/completeness.ts';
import type { Answers } from '#engine/answers.ts';
import type { Change, FormView, NodeState } from '#engine/form-view.ts';
import { openSession, type Session } from '#engine/session.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { openScoreSession } from '#scoring/score-session.ts';
import { sameValue } from './merge-stored.ts';
import { createPathSignals } from './path-signals.ts';

/** A session and its score as signals, one per path: an edit reaches the widgets it concerns and no others. */
export type LivingForm = {
  readonly node: (path: string) => NodeState;
  readonly rows: (repeat: string) => readonly string[];
  readonly choices: (path: string) => readonly Choice[];
  readonly view: FormView;
  readonly version: Accessor<number>;
  readonly score: () => ScoreResult;
  readonly completeness: (evidence: EvidenceCounts) => Completeness;
  /** Edits the session and tells the screen what changed. */
  readonly edit: (change: (session: Session) => Change) => void;
  readonly answers: () => Answers;
  /** Starts anew from these answers, for what a session cannot do in place (a row back at its old position). */
  readonly reopen: (answers: Answers) => void;
};

/** What counts over the whole form (progress, jump lists) waits until the fingers rest. */
const restMs = 120;

export function createLivingForm(compiled: CompiledDefinition, stored: Answers): LivingForm {
  let session = openSession(compiled, stored);
  let scores = openScoreSession(compiled, session);
  let progress = openCompleteness(compiled, session);
  const nodes = createPathSignals<NodeState>((path) => session.state(path), sameNode);
  const rows = createPathSignals((repeat) => session.rows(repeat), sameList);
  const choices = createPathSignals((path) => session.choices(path), sameList);
  const [version, setVersion] = createSignal(0);
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(restTimer));

  return {
    node: (path) => nodes.at(path)(),
    rows: (repeat) => rows.at(repeat)(),
    choices: (path) => choices.at(path)(),
    view: { state: (path) => session.state(path), rows: (repeat) => session.rows(repeat) },
    version,
    score: () => scores.result(),
    completeness: (evidence) => progress.result(evidence),
    edit: (change) => {
      const { changed } = change(session);
      scores.apply({ changed });
      progress.apply({ changed });
      batch(() => {
        nodes.refresh(changed);
        rows.refresh(changed);
        choices.refresh(changed);
      });
      clearTimeout(restTimer);
      restTimer = setTimeout(() => setVersion((before) => before + 1), restMs);
    },
    answers: () => session.answers(),
    reopen: (answers) => {
      session = openSession(compiled, answers);
      scores = openScoreSession(compiled, session);
      progress = openCompleteness(compiled, session);
      batch(() => {
        nodes.refreshAll();
        rows.refreshAll();
        choices.refreshAll();
        setVersion((before) => before + 1);
      });
    },
  };
}

function sameNode(a: NodeState, b: NodeState): boolean {
  return (
    a.relevant === b.relevant && a.required === b.required && a.problem?.code === b.problem?.code && sameValue(a.value, b.value)
  );
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}
