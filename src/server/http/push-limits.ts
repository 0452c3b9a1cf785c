/**
 * No device takes more than its share: two pushes under way at once, so that one that sends many waits behind the others in the
 * common queue and not before them, and as many a minute as no phone in order needs. Who must wait is told how long.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export const pushShare = {
  underWay: 2,
  perMinute: 1200,
  /** Of all devices together: more would only wait here, with their bodies in memory. */
  altogether: 256,
} as const;

export type PushLimits = {
  /** Runs it, or says in how many seconds to come again. */
  readonly run: <T>(device: string, work: () => Promise<T>) => Promise<{ readonly done: T } | { readonly wait: number }>;
};

export function pushLimits(): PushLimits {
  const rate = new RateLimiterMemory({ points: pushShare.perMinute, duration: 60 });
  const underWay = new Map<string, number>();
  let altogether = 0;
  return {
    run: async (device, work) => {
      const mine = underWay.get(device) ?? 0;
      if (mine >= pushShare.underWay || altogether >= pushShare.altogether) return { wait: 2 };
      underWay.set(device, mine + 1);
      altogether += 1;
      try {
        const wait = await consume(rate, device);
        return wait === null ? { done: await work() } : { wait };
      } finally {
        altogether -= 1;
        if ((underWay.get(device) ?? 1) === 1) underWay.delete(device);
        else underWay.set(device, (underWay.get(device) ?? 1) - 1);
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
