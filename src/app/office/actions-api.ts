/** Reads the desk's actions from the server. */
import {
  actionDetailSchema,
  actionsReplySchema,
  writeActionsQuery,
  type ActionDetail,
  type ActionsQuery,
  type ActionsReply,
} from '#protocol/actions-wire.ts';
import { read } from './office-api.ts';

export function readActions(query: ActionsQuery, signal: AbortSignal): Promise<ActionsReply> {
  return read(`/api/office/actions?${parameters(writeActionsQuery(query))}`, actionsReplySchema, signal);
}

export function readActionDetail(actionId: string, signal: AbortSignal): Promise<ActionDetail> {
  return read(`/api/office/actions/${encodeURIComponent(actionId)}`, actionDetailSchema, signal);
}

export function actionsExportAddress(query: ActionsQuery, format: 'xlsx' | 'csv', language: string): string {
  const all = [...writeActionsQuery({ ...query, offset: 0 }), ['lang', language]] as const;
  return `/api/office/export/actions.${format}?${parameters(all)}`;
}

function parameters(entries: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString();
}
