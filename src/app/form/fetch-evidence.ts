/** A photo that somebody else took: from the server while there is a network, null otherwise. It is shown, not kept. */
export async function fetchEvidence(evidenceId: string): Promise<Blob | null> {
  if (!navigator.onLine) return null;
  try {
    const reply = await fetch(`/api/evidence/${evidenceId}/file`, { redirect: 'error', credentials: 'same-origin' });
    const isPicture = reply.headers.get('content-type')?.startsWith('image/') === true;
    return reply.ok && isPicture ? await reply.blob() : null;
  } catch {
    return null;
  }
}
