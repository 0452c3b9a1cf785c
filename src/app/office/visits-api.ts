/** The plan of visits, at the server. */
import type { VisitPlan } from '#domain/visit.ts';
import {
  colleaguesReplySchema,
  visitPlannedSchema,
  visitsReplySchema,
  type Colleague,
  type VisitsReply,
} from '#protocol/visits-wire.ts';
import { read, send } from './office-api.ts';

export type VisitFilter = {
  readonly from: string | null;
  readonly to: string | null;
  readonly person: string | null;
  readonly state: string | null;
};

export function readVisits(filter: VisitFilter, signal: AbortSignal): Promise<VisitsReply> {
  const given = Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]));
  return read(`/api/office/visits?${new URLSearchParams(given).toString()}`, visitsReplySchema, signal);
}

export async function readColleagues(signal: AbortSignal): Promise<readonly Colleague[]> {
  return (await read('/api/colleagues', colleaguesReplySchema, signal)).colleagues;
}

export async function orderVisit(enterprise: string, plan: VisitPlan): Promise<string> {
  return (await read('/api/office/visits', visitPlannedSchema, new AbortController().signal, { ...plan, enterprise })).visitId;
}

export function callOff(visitId: string, reason: string): Promise<void> {
  return send('POST', `/api/office/visits/${encodeURIComponent(visitId)}/cancel`, { reason });
}
