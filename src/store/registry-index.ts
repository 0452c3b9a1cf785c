/** Search over some ten thousand firms in memory: part of the name, pinyin initials, or credit code. */
import type { RegistryEntry } from '#replica/client-state.ts';

/** A firm that can be found: from a registry pack, or made by a phone. */
export type FoundEnterprise = RegistryEntry & { readonly source: 'registry' | 'phone' | 'others' };

export type SearchOptions = { readonly regionPrefix: string | null; readonly limit: number; readonly offset: number };
export type SearchReply = { readonly total: number; readonly entries: readonly FoundEnterprise[] };

/**
 * Best first: exact code, start of the name, start of the initials, start of the code, then anywhere in name, initials, code; equals by
 * name. Blanks separate words that must all be found. An empty text lists all by name.
 */
export function searchEnterprises(entries: readonly FoundEnterprise[], text: string, options: SearchOptions): SearchReply {
  const words = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const { regionPrefix, limit, offset } = options;
  const found: { readonly entry: FoundEnterprise; readonly rank: number }[] = [];
  for (const entry of entries) {
    if (regionPrefix !== null && !entry.region.startsWith(regionPrefix)) continue;
    let rank = 0;
    for (const word of words) {
      const wordRank = rankOf(entry, word);
      if (wordRank === null) {
        rank = -1;
        break;
      }
      rank = Math.max(rank, wordRank);
    }
    if (rank >= 0) found.push({ entry, rank });
  }
  found.sort((a, b) => a.rank - b.rank || compareNames(a.entry, b.entry));
  return { total: found.length, entries: found.slice(offset, offset + limit).map(({ entry }) => entry) };
}

function rankOf({ name, initials, code }: FoundEnterprise, word: string): number | null {
  const lowerCode = code.toLowerCase();
  if (lowerCode === word) return 0;
  const inName = name.toLowerCase().indexOf(word);
  if (inName === 0) return 1;
  const inInitials = initials.indexOf(word);
  if (inInitials === 0) return 2;
  const inCode = lowerCode.indexOf(word);
  if (inCode === 0) return 3;
  if (inName > 0) return 4;
  if (inInitials > 0) return 5;
  return inCode > 0 ? 6 : null;
}

function compareNames(a: FoundEnterprise, b: FoundEnterprise): number {
  if (a.initials !== b.initials) return a.initials < b.initials ? -1 : 1;
  return a.code < b.code ? -1 : 1;
}
