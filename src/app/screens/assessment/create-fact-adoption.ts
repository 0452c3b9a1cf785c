import { createMemo, createSignal, onMount, untrack, type Accessor } from 'solid-js';
import { indexDefinition } from '#definition/index-definition.ts';
import type { OfferedFact } from '#diagnosis/known-facts.ts';
import { isEditable } from '#domain/assessment-workflow.ts';
import type { AdoptedReply } from '#protocol/facts-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { setAnswers, type AnswerChange } from '#store/commands/set-answer.ts';
import { listAdopted, listStanding } from '#store/queries/read-facts.ts';
import type { Store } from '#store/store.ts';
import { createWrite } from '#app/create-write.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { basisOf, offersTo, readFirmFacts, type FirmFacts } from '#app/form/firm-facts.ts';
import { fromLive, fromLiveOf } from '#app/ui/from-live.ts';
import { fetchAdopted } from './fetch-adopted.ts';

export type FactAdoption = {
  /** Blank questions whose value is known and not expired. */
  readonly offered: Accessor<readonly OfferedFact[]>;
  /** Blank questions whose known value is too old to be taken over together. */
  readonly expired: Accessor<number>;
  /** Questions whose answer was taken over and stands: on this phone, or, while there is a network, on any. */
  readonly adopted: Accessor<readonly string[]>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  /** All that is offered, as one step. */
  readonly adoptAll: () => Promise<void>;
  /** Clears what was taken over, as one step. */
  readonly undoAll: () => Promise<void>;
};

/** What an assessment can take over from the firm's others, as a whole. */
export function createFactAdoption(store: Store, evaluation: Accessor<Evaluation>): FactAdoption {
  const { view, compiled } = untrack(evaluation);
  const { assessmentId } = view;
  const [facts, setFacts] = createSignal<FirmFacts | null>(null);
  const { busy, problem, run } = createWrite();
  // An offer, no more: without it every question can still be answered.
  onMount(() => void readFirmFacts(store, view.record.enterprise, assessmentId).then(setFacts, () => undefined));
  const asking = [...indexDefinition(compiled).questions.values()]
    .filter(({ question, repeat }) => question.fact !== null && repeat === null && question.type !== 'calculate')
    .map(({ question }) => question.name);
  const here = fromLive<readonly string[]>(
    async () => (await listAdopted(store, assessmentId, asking)).map(({ path }) => path),
    [],
  );
  const [told, setTold] = createSignal<AdoptedReply['adopted']>([]);
  const elsewhere = fromLiveOf(told, (written) => listStanding(store, assessmentId, written), [] as readonly string[]);
  // One that never left this phone is not known anywhere else: the server has scored what it knows.
  if (!view.mine || view.serverScore !== null || view.pendingOps === 0)
    onMount(() => void fetchAdopted(assessmentId).then(setTold));
  const adopted = createMemo(() => [...new Set([...here(), ...elsewhere()])]);
  const open = createMemo((): readonly OfferedFact[] => {
    const found = facts();
    const now = evaluation();
    if (found === null || !isEditable(now.view.state)) return [];
    const disputed = new Set(now.view.conflicts.map(({ path }) => path));
    return offersTo(now.view, now.compiled, now.form, found).filter(({ question }) => {
      const { relevant, value } = now.form.state(question);
      return relevant && value === null && !disputed.has(question);
    });
  });
  const offered = createMemo(() => open().filter(({ expired }) => !expired));

  const write = async (changes: readonly AnswerChange[]): Promise<void> => {
    await run(() => setAnswers(store, assessmentId, changes));
  };

  return {
    offered,
    expired: () => open().length - offered().length,
    adopted,
    busy,
    problem,
    adoptAll: () => write(offered().map((offer) => ({ path: offer.question, value: offer.fact.value, basis: basisOf(offer) }))),
    undoAll: () => write(adopted().map((path) => ({ path, value: null, basis: null }))),
  };
}
