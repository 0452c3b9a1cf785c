import { createResource, onCleanup } from 'solid-js';

/** An object URL that lives as long as its component; null while loading or when the bytes are elsewhere. */
export function createBlobUrl(load: () => Promise<Blob | null>): () => string | null {
  const [url] = createResource(async () => {
    const blob = await load();
    return blob === null ? null : URL.createObjectURL(blob);
  });
  onCleanup(() => {
    const made = url.latest;
    if (typeof made === 'string') URL.revokeObjectURL(made);
  });
  return () => url.latest ?? null;
}
