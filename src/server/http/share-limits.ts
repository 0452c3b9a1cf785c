/**
 * Nobody takes more than their share: of one that asks much at once a little is under way and the rest waits in a line of its own,
 * behind nobody else and before nobody else. Who finds that line full, or asks more often than any phone in order needs, is told
 * when to come again. Counted in this process.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type Share = {
  readonly underWay: number;
  readonly waiting: number;
  readonly perMinute: number;
  /** Of all together, waiting ones too: more would only lie in memory. */
  readonly altogether: number;
};

/** Of a device. */
export const pushShare: Share = { underWay: 2, waiting: 16, perMinute: 1200, altogether: 256 };
/** Of a person: each commit hashes and decodes a file, and two are looked at at once for everybody. */
export const commitShare: Share = { underWay: 2, waiting: 8, perMinute: 300, altogether: 128 };

export type ShareLimits = {
  /** Runs it, or says in how many seconds to come again. */
  readonly run: <T>(whose: string, work: () => Promise<T>) => Promise<{ readonly done: T } | { readonly wait: number }>;
};

type Line = { underWay: number; readonly waiting: (() => void)[] };

export function shareLimits(share: Share): ShareLimits {
  const rate = new RateLimiterMemory({ points: share.perMinute, duration: 60 });
  const lines = new Map<string, Line>();
  let altogether = 0;
  return {
    run: async (whose, work) => {
      const line = lines.get(whose) ?? { underWay: 0, waiting: [] };
      if (line.waiting.length >= share.waiting || altogether >= share.altogether) return { wait: 2 };
      lines.set(whose, line);
      altogether += 1;
      if (line.underWay >= share.underWay) await new Promise<void>((turn) => line.waiting.push(turn));
      else line.underWay += 1;
      try {
        const wait = await consume(rate, whose);
        return wait === null ? { done: await work() } : { wait };
      } finally {
        altogether -= 1;
        const next = line.waiting.shift();
        // The next one takes over this one's place.
        if (next !== undefined) next();
        else if ((line.underWay -= 1) === 0) lines.delete(whose);
      }
    },
  };
}

async function consume(rate: RateLimiterMemory, whose: string): Promise<number | null> {
  try {
    await rate.consume(whose);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
