/** Accounts, devices and rescue bundles at the server. */
import type { Role } from '#domain/person.ts';
import { protocolHeader } from '#protocol/sync-wire.ts';
import { rescueReportSchema, type RescueReport } from '#protocol/rescue-wire.ts';
import { activationReplySchema, peopleReplySchema, type PersonRow } from '#protocol/session-wire.ts';
import { problem } from '#shared/problems.ts';
import { OfficeFailure, read, send } from './office-api.ts';
import { problemFromBody } from './problem-from-wire.ts';

export type Activation = { readonly id: string; readonly code: string; readonly expiresAt: string };
export type NewPerson = { readonly account: string; readonly name: string; readonly role: Role; readonly region: string };

export async function readPeople(signal: AbortSignal): Promise<readonly PersonRow[]> {
  return (await read('/api/office/people', peopleReplySchema, signal)).people;
}

export function addPerson(person: NewPerson): Promise<Activation> {
  return read('/api/office/people', activationReplySchema, new AbortController().signal, person);
}

/** A new code for somebody who has an account. */
export function invite(id: string): Promise<Activation> {
  return read(`/api/office/people/${encodeURIComponent(id)}/activation`, activationReplySchema, new AbortController().signal, {});
}

export function setDisabled(id: string, disabled: boolean): Promise<void> {
  return send('PATCH', `/api/office/people/${encodeURIComponent(id)}`, { disabled });
}

export function resetFactor(id: string): Promise<void> {
  return send('POST', `/api/office/people/${encodeURIComponent(id)}/factor-reset`, {});
}

export function revokeDevice(id: string, mode: 'lost' | 'transfer'): Promise<void> {
  return send('POST', `/api/office/devices/${encodeURIComponent(id)}/revoke`, { mode });
}

/** No time limit: a bundle may hold hundreds of photos. */
export async function importRescue(file: File): Promise<RescueReport> {
  const response = await fetch('/api/office/rescue', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    credentials: 'same-origin',
    redirect: 'error',
  }).catch(() => null);
  if (response === null) throw new OfficeFailure(problem('network.unreachable'));
  if (!response.headers.has(protocolHeader)) throw new OfficeFailure(problem('network.not-ours'));
  const body = (await response.json().catch(() => null)) as unknown;
  if (!response.ok) throw new OfficeFailure(problemFromBody(body));
  const parsed = rescueReportSchema.safeParse(body);
  if (!parsed.success) throw new OfficeFailure(problem('network.not-ours'));
  return parsed.data;
}
