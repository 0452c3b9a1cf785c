/** A photo or sound that somebody else took, as a copy for eye or ear: from the server while there is a network, null otherwise. It is shown, not kept. */
export async function fetchEvidence(evidenceId: string, size: 'thumb' | 'view'): Promise<Blob | null> {
  if (!navigator.onLine) return null;
  try {
    const reply = await fetch(`/api/evidence/${evidenceId}/preview/${size}`, { redirect: 'error', credentials: 'same-origin' });
    const isForEyeOrEar = /^(?:image|audio)\//u.test(reply.headers.get('content-type') ?? '');
    return reply.ok && isForEyeOrEar ? await reply.blob() : null;
  } catch {
    return null;
  }
}
