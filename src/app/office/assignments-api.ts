/** Who goes with which firm, at the server. */
import {
  assignmentChoicesSchema,
  assignmentsReplySchema,
  type AssignmentChoices,
  type AssignmentRow,
} from '#protocol/assignments-wire.ts';
import { read, send } from './office-api.ts';

export async function readAssignments(signal: AbortSignal): Promise<readonly AssignmentRow[]> {
  return (await read('/api/office/assignments', assignmentsReplySchema, signal)).assignments;
}

/** The first of those whose name fits; the desk's server searches, since a province has many. */
export function readChoices(of: 'person' | 'firm', search: string, signal: AbortSignal): Promise<AssignmentChoices> {
  const query = new URLSearchParams({ [of]: search }).toString();
  return read(`/api/office/assignments/choices?${query}`, assignmentChoicesSchema, signal);
}

export function assign(person: string, enterprise: string): Promise<void> {
  return send('POST', '/api/office/assignments', { person, enterprise });
}

export function endAssignment(person: string, enterprise: string): Promise<void> {
  return send('POST', '/api/office/assignments/end', { person, enterprise });
}
