/** GB/T 4754-2017 《国民经济行业分类》: mining (B), manufacturing (C) and utilities (D). A code is the letter and two or three digits. */
import { industryLines } from './industry-table.ts';

export type Industry = {
  /** `C34` for a division (大类), `C344` for a group (中类). */
  readonly code: string;
  readonly name: string;
  /** The division of a group, null for a division. */
  readonly parent: string | null;
};

export const industries: readonly Industry[] = parseLines();

/** The industry of a code such as `C34` or `C3441` (classes fall back to their group, then their division); null where unknown. */
export function findIndustry(code: string): Industry | null {
  const plain = code.trim().toUpperCase();
  for (let length = plain.length; length >= 3; length -= 1) {
    const found = byCode.get(plain.slice(0, length));
    if (found !== undefined) return found;
  }
  return null;
}

/** True for what may be written into a firm's record: a letter B, C or D and two to four digits of a division that exists. */
export function isIndustryCode(code: string): boolean {
  return /^[BCD]\d{2,4}$/u.test(code) && byCode.has(code.slice(0, 3));
}

/** Finds by the beginning of a code (with or without the letter) or by any part of a name; divisions first. */
export function searchIndustries(text: string, limit = 20): readonly Industry[] {
  const wanted = text.trim().normalize('NFKC').toUpperCase();
  if (wanted === '') return industries.filter((industry) => industry.parent === null).slice(0, limit);
  const found = industries.filter(
    (industry) => industry.code.startsWith(wanted) || industry.code.slice(1).startsWith(wanted) || industry.name.includes(wanted),
  );
  return found
    .sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null) || (a.code < b.code ? -1 : 1))
    .slice(0, limit);
}

function parseLines(): readonly Industry[] {
  return industryLines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [head = '', tail = ''] = line.split(':');
      const division = head.slice(0, 3);
      const groups = tail.split(' ').filter((text) => text !== '');
      return [
        { code: division, name: head.slice(3), parent: null },
        ...groups.map((group) => ({ code: division + group.slice(0, 1), name: group.slice(1), parent: division })),
      ];
    });
}

const byCode: ReadonlyMap<string, Industry> = new Map(industries.map((industry) => [industry.code, industry]));
