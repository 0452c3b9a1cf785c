import type { ClientMeta } from '#replica/client-state.ts';

/** What a phone asks for: what it has, and what it must know about what it was told before. */
export function pullPath(how: 'pull' | 'stream', { cursor, epoch, scopeVersion, confirmed, seen }: ClientMeta): string {
  const query = new URLSearchParams({ cursor: String(cursor), epoch: epoch ?? '', limit: '500' });
  if (scopeVersion !== null) query.set('scope', scopeVersion);
  for (const { device, seq, hash, gsn } of confirmed) query.append('confirmed', [device, seq, hash, gsn ?? ''].join('.'));
  if (seen !== null) query.set('seen', `${seen.gsn}.${seen.hash}`);
  return `/api/sync/${how}?${query.toString()}`;
}
