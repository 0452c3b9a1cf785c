/** The links of one assessment, asked of the server: they are never kept on the phone. */
import { firmLinkMadeSchema, firmLinkRevokedSchema, firmLinksReplySchema } from '#protocol/firm-link-wire.ts';
import type { FirmLinkMade, FirmLinksReply } from '#protocol/firm-link-wire.ts';
import type { Outcome } from '#shared/outcome.ts';
import { callServer } from '#sync/call-server.ts';

export function listFirmLinks(assessmentId: string, fetcher: typeof fetch = fetch): Promise<Outcome<FirmLinksReply>> {
  return callServer(fetcher, { method: 'GET', path: pathOf(assessmentId), body: null }, firmLinksReplySchema);
}

export function makeFirmLink(assessmentId: string, days: number, fetcher: typeof fetch = fetch): Promise<Outcome<FirmLinkMade>> {
  return callServer(fetcher, { method: 'POST', path: pathOf(assessmentId), body: { days } }, firmLinkMadeSchema);
}

export function revokeFirmLink(id: string, fetcher: typeof fetch = fetch): Promise<Outcome<unknown>> {
  const path = `/api/firm-links/${encodeURIComponent(id)}/revoke`;
  return callServer(fetcher, { method: 'POST', path, body: {} }, firmLinkRevokedSchema);
}

/** What the firm opens. The token stands behind `#`: no server and no log along the way sees it. */
export function firmAddress(token: string): string {
  return `${window.location.origin}/f#${token}`;
}

function pathOf(assessmentId: string): string {
  return `/api/assessments/${encodeURIComponent(assessmentId)}/firm-links`;
}
