import { hash } from 'node:crypto';

/** Lower-case hex SHA-256 of bytes, or of a text's UTF-8, by the platform: what `#shared/sha256.ts` computes, ten times faster. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}
