import type { AssessmentRecord, FollowUp } from '#domain/assessment.ts';
import type { EntityId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { readEnterprise } from '../queries/read-enterprise.ts';
import { openVisitAt } from '../queries/read-visit.ts';
import { localDay } from '../local-day.ts';
import { leaseProblem } from '../lease.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

export type StartAssessment = {
  readonly enterprise: string;
  readonly definition: string;
  /** The visit it is filled in; left out, the one that this person is on at the firm today. */
  readonly visit?: EntityId | null;
  readonly followUp?: FollowUp;
};

/** `enterprise` is a credit code this phone knows, `definition` the hash of an edition that is on this phone. */
export function startAssessment(
  store: Store,
  request: StartAssessment,
): Promise<Outcome<Saved & { readonly assessmentId: string }>> {
  const assessmentId = newId(store.random.bytes);
  return writeStep(store, async () => {
    const expired = await leaseProblem(store);
    if (expired !== null) return refused(expired);
    const enterprise = await readEnterprise(store, request.enterprise);
    if (enterprise === null) return refused(problem('access.not-found', { entity: request.enterprise }));
    const definition = await store.db.definitions.get(request.definition);
    if (definition === undefined || definition.body === null)
      return refused(problem('definition.unknown', { definition: request.definition }));
    const record: AssessmentRecord = {
      enterprise: enterprise.code as EntityId,
      enterpriseName: enterprise.name,
      region: enterprise.region,
      definition: definition.id,
      edition: definition.edition,
      definitionHash: definition.hash,
      visit: request.visit === undefined ? await visitToday(store, enterprise.code) : request.visit,
      demo: enterprise.demo,
      ...(request.followUp === undefined ? {} : { followUp: request.followUp }),
    };
    const draft = draftOp({
      kind: 'create',
      entity: 'assessment',
      entityId: assessmentId,
      value: record,
      definition: definition.hash,
    });
    return ok({ drafts: [{ draft, owner: assessmentId }], alongside: null, result: { assessmentId } });
  });
}

async function visitToday(store: Store, enterprise: string): Promise<EntityId | null> {
  return (await openVisitAt(store, enterprise, localDay(store.clock.now())))?.visitId ?? null;
}
