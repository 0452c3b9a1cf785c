import { protocolHeader } from '#protocol/sync-wire.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { problemFromBody } from './problem-from-wire.ts';

/**
 * Fetches an export and hands it to the browser as a file. `onBytes` is told how much has arrived: the size is not known before the
 * end, since rows are made as they are sent. Ok is the file's name.
 */
export async function downloadExport(
  address: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Outcome<string>> {
  try {
    const response = await fetch(address, { credentials: 'same-origin', redirect: 'error', signal });
    if (!response.headers.has(protocolHeader)) return refused(problem('network.not-ours'));
    if (!response.ok) return refused(problemFromBody(await response.json()));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    const reader = response.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) break;
      parts.push(next.value);
      bytes += next.value.byteLength;
      onBytes(bytes);
    }
    const name = fileNameOf(response.headers.get('content-disposition'));
    save(new Blob(parts, { type: response.headers.get('content-type') ?? 'application/octet-stream' }), name);
    return ok(name);
  } catch {
    return refused(problem('network.unreachable'));
  }
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function fileNameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/iu.exec(disposition ?? '')?.[1];
  try {
    return encoded === undefined ? 'xunzhen' : decodeURIComponent(encoded);
  } catch {
    return 'xunzhen';
  }
}
