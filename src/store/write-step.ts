import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { planStep } from '#replica/plan-step.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import { commitPlan } from './commit-plan.ts';
import type { Alongside } from './write-plan.ts';
import type { Saved } from './saved.ts';
import { storageOutcome, withHandle } from './store-gate.ts';
import type { Store } from './store.ts';

/** What a command decides on the present state: the drafts of its tap, or why not. */
export type Decide<T> = () => Promise<
  Outcome<{ readonly drafts: readonly StepDraft[]; readonly alongside: Alongside | null; readonly result: T }>
>;

/**
 * One tap: decided, chained, sealed, written and durable, or refused with nothing written. When another writer was first, it is decided
 * again on the new state, so two tabs can never fork the chain.
 */
export function writeStep<T>(store: Store, decide: Decide<T>): Promise<Outcome<Saved & T>> {
  return storageOutcome(() => store.gate.run(() => attempt(store, decide)));
}

async function attempt<T>(store: Store, decide: Decide<T>): Promise<Outcome<Saved & T>> {
  for (;;) {
    const decision = await withHandle(store.db, decide);
    const isWriting = decision.kind === 'ok' && decision.value.drafts.length > 0;
    // What writes nothing is rechecked by no commit: another tab may have changed what it was decided on.
    if (!isWriting && !(await withHandle(store.db, () => store.known.isCurrent()))) continue;
    if (decision.kind === 'refused') return decision;
    const { drafts, alongside, result } = decision.value;
    if (drafts.length === 0) return ok({ ...result, savedAt: savedAt(store) });
    const { plan } = await withHandle(store.db, () => planStep(store.known.reader, store, drafts));
    if ((await commitPlan(store, plan, alongside)) === 'stale') continue;
    store.saved(drafts.some(({ draft }) => draft.kind === 'finalise' || draft.kind === 'submit') ? 'handover' : 'work');
    return ok({ ...result, savedAt: savedAt(store) });
  }
}

export function savedAt(store: Store): string {
  return new Date(store.clock.now()).toISOString();
}
