import { isEditable } from '#domain/assessment-workflow.ts';
import type { VisitPurpose } from '#domain/visit.ts';
import { decide } from '#policy/decide.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Profile } from '#store/store.ts';
import type { AssessmentView } from '#store/views.ts';

/** Whether this person may write what was found. A submission is open to it: it is handed in again afterwards. */
export function mayVerify(
  { personId, role, region }: Pick<Profile, 'personId' | 'role' | 'region'>,
  { record, state }: Pick<AssessmentView, 'record' | 'state'>,
): boolean {
  if (!isEditable(state) && state !== 'submitted') return false;
  const { region: place, enterprise: firm } = record;
  const actor = { person: personId, role, region: region as RegionCode, assigned: new Set([firm]) };
  const target = { region: place, firm, createdBy: null, state };
  return (['op.set.assessment', 'answers.verify'] as const).every((action) => decide(actor, action, target).kind === 'allowed');
}

/** Who comes to verify is shown that first: an inspector, and anybody on a visit for it. */
export function verifiesFirst({ role }: Pick<Profile, 'role'>, purpose: VisitPurpose | null): boolean {
  return role === 'inspector' || purpose === 'verification';
}
