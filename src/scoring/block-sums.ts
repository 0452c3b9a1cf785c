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
/** Numbers of a `Sums`. */
const fields = 5;

/**
 * Sums in blocks of 32, and in blocks of 32 such blocks: when one part of thousands changes, it alone is read again, and its blocks
 * are added again from what the other parts gave. The order of additions decides the last bits of a score, so computing from scratch
 * and computing one answer both add this way.
 */
export class BlockSums {
  private readonly count: number;
  private readonly addPart: (part: number, into: Sums) => void;
  /** Parts, blocks, blocks of blocks; the last is one block over everything. Five numbers each, side by side in memory. */
  private readonly levels: number[][] = [[]];
  /** Parts to be read again; null: all. */
  private waiting: number[] | null = null;
  /** What is being added up. */
  private readonly sum: Sums = { applicable: 0, answered: 0, scored: 0, weighted: 0, missing: 0 };

  constructor(count: number, addPart: (part: number, into: Sums) => void) {
    this.count = count;
    this.addPart = addPart;
    for (let length = count; this.levels.length === 1 || length > 1; length = Math.ceil(length / block)) this.levels.push([]);
  }

  /** The part is read again when the total is next asked for. */
  changed(part: number): void {
    this.waiting?.push(part);
  }

  allChanged(): void {
    this.waiting = null;
  }

  total(): Sums {
    if (this.waiting === null) this.addEverything();
    else for (const part of this.waiting) this.addAgain(part);
    this.waiting = [];
    const top = this.levels[this.levels.length - 1] ?? [];
    return {
      applicable: top[0] ?? 0,
      answered: top[1] ?? 0,
      scored: top[2] ?? 0,
      weighted: top[3] ?? 0,
      missing: top[4] ?? 0,
    };
  }

  private addEverything(): void {
    for (let part = 0; part < this.count; part += 1) this.readPart(part);
    let length = this.count;
    for (let level = 1; level < this.levels.length; level += 1) {
      length = Math.ceil(length / block);
      for (let index = 0; index < length; index += 1) this.addBlock(level, index);
    }
  }

  private addAgain(part: number): void {
    this.readPart(part);
    let index = part;
    for (let level = 1; level < this.levels.length; level += 1) {
      index = Math.floor(index / block);
      this.addBlock(level, index);
    }
  }

  private readPart(part: number): void {
    this.addPart(part, this.cleared());
    this.store(0, part);
  }

  private addBlock(level: number, index: number): void {
    const below = this.levels[level - 1] ?? [];
    const sum = this.cleared();
    const end = Math.min((index + 1) * block * fields, below.length);
    for (let at = index * block * fields; at < end; at += fields) {
      sum.applicable += below[at] ?? 0;
      sum.answered += below[at + 1] ?? 0;
      sum.scored += below[at + 2] ?? 0;
      sum.weighted += below[at + 3] ?? 0;
      sum.missing += below[at + 4] ?? 0;
    }
    this.store(level, index);
  }

  private cleared(): Sums {
    const { sum } = this;
    sum.applicable = sum.answered = sum.scored = sum.weighted = sum.missing = 0;
    return sum;
  }

  private store(level: number, index: number): void {
    const { sum } = this;
    const row = this.levels[level] ?? [];
    const at = index * fields;
    row[at] = sum.applicable;
    row[at + 1] = sum.answered;
    row[at + 2] = sum.scored;
    row[at + 3] = sum.weighted;
    row[at + 4] = sum.missing;
  }
}
