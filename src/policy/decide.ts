/**
 * Who may do what to which entity in which state: one table, one function, used by phone and server. What the table does not
 * name is denied.
 */
import type { AssessmentState } from '#domain/assessment.ts';
import type { Actor } from '#domain/person.ts';
import { isWithin } from '#domain/regions.ts';
import type { PersonId, RegionCode } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import { problem } from '#shared/problems.ts';
import type { Action } from './actions.ts';
import { policyTable } from './policy-table.ts';
import type { Rule } from './policy-table.ts';

/**
 * What is acted on. `region` null: the action has no place (the list, the session). `createdBy` null: nobody's yet. `state` null:
 * the entity has no workflow, or none yet.
 */
export type Target = {
  readonly region: RegionCode | null;
  /** Credit code of the firm that it belongs to. Null: it belongs to none, and nobody who is held to firms reaches it. */
  readonly firm: string | null;
  readonly createdBy: PersonId | null;
  readonly state: AssessmentState | null;
};

export type Decision = { readonly kind: 'allowed' } | { readonly kind: 'denied'; readonly problem: Problem };

/** The target of actions that concern no entity. */
export const nothing: Target = { region: null, firm: null, createdBy: null, state: null };

/**
 * Denials, in this order: nobody signed in (`auth.signed-out`); outside the actor's subtree, or no firm that a role held to firms was
 * assigned (`access.not-found`, like absent); the role may not, or not with what another person made (`access.denied`); not in this
 * state (`assessment.not-editable`).
 */
export function decide(actor: Actor | null, action: Action, target: Target): Decision {
  const rule = policyTable[action];
  if (rule === undefined) return denied(problem('access.denied', { action }));
  if (rule.who === 'anyone') return allowed;
  if (actor === null) return denied(problem('auth.signed-out'));
  if (target.region !== null && !reaches(actor, rule, target.region, target.firm)) return denied(problem('access.not-found'));
  if (!rule.who.includes(actor.role)) return denied(problem('access.denied', { action }));
  if (actor.role !== 'server') {
    if (rule.own && target.createdBy !== null && target.createdBy !== actor.person)
      return denied(problem('access.denied', { action }));
    if (rule.states !== null && target.state !== null && !rule.states.includes(target.state)) {
      return denied(problem('assessment.not-editable', { state: target.state }));
    }
  }
  return allowed;
}

function reaches(actor: Actor, rule: Rule, region: RegionCode, firm: string | null): boolean {
  if (!isWithin(region, actor.region)) return false;
  return !rule.assigned.includes(actor.role) || (firm !== null && actor.assigned.has(firm));
}

const allowed: Decision = { kind: 'allowed' };

function denied(reason: Problem): Decision {
  return { kind: 'denied', problem: reason };
}
