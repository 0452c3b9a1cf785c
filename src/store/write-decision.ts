import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { ClientPlan } from '#replica/client-state.ts';
import { commitPlan } from './commit-plan.ts';
import { storageOutcome, withHandle } from './store-gate.ts';
import type { Store } from './store.ts';

/**
 * Applies what the replica decides about a server's reply. When a tap was written first, it is decided again on the new state; a null
 * plan writes nothing.
 */
export function writeDecision<T>(
  store: Store,
  decide: () => Promise<{ readonly plan: ClientPlan | null; readonly result: T }>,
): Promise<Outcome<T>> {
  return storageOutcome(() =>
    store.gate.run(async () => {
      for (;;) {
        const { plan, result } = await withHandle(store.db, decide);
        if (plan === null || (await commitPlan(store, plan, null)) === 'done') return ok(result);
      }
    }),
  );
}
