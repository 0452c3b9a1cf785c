import { createSignal, onCleanup, onMount } from 'solid-js';

/**
 * An object URL that lives as long as its component; null while loading or when the bytes are elsewhere. No resource: a thumbnail
 * that loads must not suspend the screen around it.
 */
export function createBlobUrl(load: () => Promise<Blob | null>): () => string | null {
  const [url, setUrl] = createSignal<string | null>(null);
  let gone = false;
  const start = async (): Promise<void> => {
    const blob = await load();
    if (blob !== null && !gone) setUrl(URL.createObjectURL(blob));
  };
  onMount(() => void start());
  onCleanup(() => {
    gone = true;
    const made = url();
    if (made !== null) URL.revokeObjectURL(made);
  });
  return url;
}
