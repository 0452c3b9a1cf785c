import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

/** KB, gzip, of the scripts and styles without which the first screen does not start: the entry and all it imports at once. */
export function firstLoadKilobytes(dist: string): number {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].flatMap((match) => match[1] ?? []);
  const seen = new Set<string>();
  let bytes = 0;
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(join(dist, file), 'utf8');
    bytes += gzipSync(text, { level: 9 }).byteLength;
    if (!file.endsWith('.js')) continue;
    for (const match of text.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+\.js)"/g))
      waiting.push(posix.join(dirname(file), match[1] ?? ''));
  }
  return bytes / 1024;
}
