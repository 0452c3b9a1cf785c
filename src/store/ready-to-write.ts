import type { EntityId } from '#shared/ids.ts';
import { planStep } from '#replica/plan-step.ts';
import { draftOp } from './commands/draft.ts';
import { rehearse } from './commit-plan.ts';
import { prepareAnswers } from './queries/prepare-answers.ts';
import type { Store } from './store.ts';
import { startWriter } from './writer.ts';

const rehearsed = new WeakSet<Store>();

/** What can be done before the first answer to an assessment, so that it waits for nothing but the disk. Called again it costs nothing. */
export async function readyToWrite(store: Store, assessmentId: string): Promise<void> {
  await prepareAnswers(store, assessmentId);
  if (!(await startWriter(store)) || rehearsed.has(store)) return;
  rehearsed.add(store);
  const entityId = assessmentId as EntityId;
  const draft = draftOp({ kind: 'set', entity: 'assessment', entityId, field: 'self/' });
  const { plan } = await planStep(store.reader, store, [{ draft, owner: entityId }]);
  await rehearse(store, plan);
}
