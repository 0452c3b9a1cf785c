import type { Chance, Clock } from '#replica/ports.ts';

export const browserClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

export const browserChance: Chance = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };
