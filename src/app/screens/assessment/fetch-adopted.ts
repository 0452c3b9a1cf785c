import { adoptedReplySchema, type AdoptedReply } from '#protocol/facts-wire.ts';

/** What was taken over on any phone, as the server knows it; empty without a network. */
export async function fetchAdopted(assessmentId: string): Promise<AdoptedReply['adopted']> {
  if (!navigator.onLine) return [];
  try {
    const reply = await fetch(`/api/assessments/${assessmentId}/adopted`, { redirect: 'error', credentials: 'same-origin' });
    return reply.ok ? adoptedReplySchema.parse(await reply.json()).adopted : [];
  } catch {
    // A captive portal's page, or no server: what this phone knows is told.
    return [];
  }
}
