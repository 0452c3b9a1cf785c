/** A photo that somebody else took, as a copy for the eye: from the server while there is a network, null otherwise. It is shown, not kept. */
export async function fetchEvidence(evidenceId: string, size: 'thumb' | 'view'): Promise<Blob | null> {
  if (!navigator.onLine) return null;
  try {
    const reply = await fetch(`/api/evidence/${evidenceId}/preview/${size}`, { redirect: 'error', credentials: 'same-origin' });
    const isPicture = reply.headers.get('content-type')?.startsWith('image/') === true;
    return reply.ok && isPicture ? await reply.blob() : null;
  } catch {
    return null;
  }
}
