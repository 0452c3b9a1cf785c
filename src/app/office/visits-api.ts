/** The plan of visits, at the server. */
import type { VisitPlan } from '#domain/visit.ts';
import {
  colleaguesReplySchema,
  visitPlannedSchema,
  visitPlanSchema,
  visitsReplySchema,
  type Colleague,
  type VisitsReply,
} from '#protocol/visits-wire.ts';
import type { PersonId } from '#shared/ids.ts';
import { read, send } from './office-api.ts';

export type VisitFilter = {
  readonly from: string | null;
  readonly to: string | null;
  readonly person: string | null;
  readonly state: string | null;
};

/** `after`: what the page before gave for it, null for the first. */
export function readVisits(filter: VisitFilter, after: string | null, signal: AbortSignal): Promise<VisitsReply> {
  const given = Object.entries({ ...filter, after }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as [string, string]],
  );
  return read(`/api/office/visits?${new URLSearchParams(given).toString()}`, visitsReplySchema, signal);
}

export async function readColleagues(signal: AbortSignal): Promise<readonly Colleague[]> {
  return (await read('/api/colleagues', colleaguesReplySchema, signal)).colleagues;
}

export async function orderVisit(enterprise: string, plan: VisitPlan): Promise<string> {
  return (await read('/api/office/visits', visitPlannedSchema, new AbortController().signal, { ...plan, enterprise })).visitId;
}

export async function readVisitPlan(visitId: string, signal: AbortSignal): Promise<VisitPlan> {
  const plan = await read(`/api/office/visits/${encodeURIComponent(visitId)}`, visitPlanSchema, signal);
  return { ...plan, people: plan.people as PersonId[] };
}

/** `seen`: the plan as it was shown; what is the same in both is left as it is at the server. */
export function changeVisitPlan(visitId: string, seen: VisitPlan, plan: VisitPlan): Promise<void> {
  return send('POST', `/api/office/visits/${encodeURIComponent(visitId)}/change`, { seen, plan });
}

export function callOff(visitId: string, reason: string): Promise<void> {
  return send('POST', `/api/office/visits/${encodeURIComponent(visitId)}/cancel`, { reason });
}
