/** What a measure adds up over its items or over the measures it is made of. */
export type Sums = {
  /** Weight of the parts that apply. */
  applicable: number;
  /** Weight answered among it. */
  answered: number;
  /** Weight of the parts that have a score. */
  scored: number;
  /** Σ weight × score. */
  weighted: number;
  /** Parts without a score. */
  missing: number;
};

const block = 32;

export type BlockSums = {
  /** The part is added again when the total is next asked for. */
  changed(part: number): void;
  allChanged(): void;
  total(): Sums;
};

/**
 * Sums in blocks of 32, and in blocks of 32 such blocks: when one part of thousands changes, its blocks alone are added again. The
 * order of additions decides the last bits of a score, so computing from scratch and computing one answer both add this way.
 */
export function blockSums(count: number, addPart: (part: number, into: Sums) => void): BlockSums {
  /** Lowest first; the last has one block over everything. Null: to be added again. */
  const levels: (Sums | null)[][] = [];
  for (let length = count; levels.length === 0 || length > 1;) {
    length = Math.max(1, Math.ceil(length / block));
    levels.push(Array.from({ length }, () => null));
  }

  const sumOf = (level: number, index: number): Sums => {
    const row = levels[level] ?? [];
    const known = row[index] ?? null;
    if (known !== null) return known;
    const below = levels[level - 1];
    const sums: Sums = { applicable: 0, answered: 0, scored: 0, weighted: 0, missing: 0 };
    const end = Math.min((index + 1) * block, below?.length ?? count);
    for (let each = index * block; each < end; each += 1) {
      if (below === undefined) addPart(each, sums);
      else addAll(sumOf(level - 1, each), sums);
    }
    row[index] = sums;
    return sums;
  };

  return {
    changed(part) {
      let index = part;
      for (const row of levels) {
        index = Math.floor(index / block);
        row[index] = null;
      }
    },
    allChanged: () => levels.forEach((row) => row.fill(null)),
    total: () => sumOf(levels.length - 1, 0),
  };
}

function addAll(from: Sums, into: Sums): void {
  into.applicable += from.applicable;
  into.answered += from.answered;
  into.scored += from.scored;
  into.weighted += from.weighted;
  into.missing += from.missing;
}
