import type { EntityId } from '#shared/ids.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import { definition, enterprise } from '../bench/server/make-pushes.ts';
import { draft } from '../simulation/drafts.ts';

/** Begins an assessment of the firm and the definition that the server under soak has. */
export function assessmentStep(entityId: EntityId): StepDraft {
  const value = {
    enterprise: enterprise.code,
    enterpriseName: enterprise.name,
    region: enterprise.region,
    definition: definition.compiled.id,
    edition: definition.compiled.edition,
    definitionHash: definition.hash,
    visit: null,
    demo: false,
  };
  return {
    draft: draft({ kind: 'create', entity: 'assessment', entityId, value, definition: definition.hash }),
    owner: entityId,
  };
}
