/**
 * No device takes more than its share: of one that sends many pushes at once two are under way and the others wait in its own line,
 * behind nobody else and before nobody else. Who finds that line full, or pushes more often than any phone in order needs, is told
 * when to come again.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export const pushShare = {
  underWay: 2,
  waiting: 16,
  perMinute: 1200,
  /** Of all devices together, waiting ones too: more would only lie in memory. */
  altogether: 256,
} as const;

export type PushLimits = {
  /** Runs it, or says in how many seconds to come again. */
  readonly run: <T>(device: string, work: () => Promise<T>) => Promise<{ readonly done: T } | { readonly wait: number }>;
};

type Line = { underWay: number; readonly waiting: (() => void)[] };

export function pushLimits(): PushLimits {
  const rate = new RateLimiterMemory({ points: pushShare.perMinute, duration: 60 });
  const lines = new Map<string, Line>();
  let altogether = 0;
  return {
    run: async (device, work) => {
      const line = lines.get(device) ?? { underWay: 0, waiting: [] };
      if (line.waiting.length >= pushShare.waiting || altogether >= pushShare.altogether) return { wait: 2 };
      lines.set(device, line);
      altogether += 1;
      if (line.underWay >= pushShare.underWay) await new Promise<void>((turn) => line.waiting.push(turn));
      else line.underWay += 1;
      try {
        const wait = await consume(rate, device);
        return wait === null ? { done: await work() } : { wait };
      } finally {
        altogether -= 1;
        const next = line.waiting.shift();
        // The next one takes over this one's place.
        if (next !== undefined) next();
        else if ((line.underWay -= 1) === 0) lines.delete(device);
      }
    },
  };
}

async function consume(rate: RateLimiterMemory, device: string): Promise<number | null> {
  try {
    await rate.consume(device);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw refusal;
  }
}
