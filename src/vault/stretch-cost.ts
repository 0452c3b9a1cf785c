/** What stretching a secret costs. `memory` in KiB. */
export type Cost = { readonly memory: number; readonly passes: number; readonly lanes: number };

/** OWASP's least for Argon2id. */
export const leastCost: Cost = { memory: 19 * 1024, passes: 2, lanes: 1 };

const wanted = 400;
const mostMemory = 64 * 1024;
const mostPasses = 8;

/** As much as this phone does in about half a second, memory first, but never below the least. */
export function chooseCost(millisecondsAtLeast: number): Cost {
  const room = Math.max(1, wanted / Math.max(millisecondsAtLeast, 1));
  const memory = Math.min(mostMemory, Math.floor((leastCost.memory * room) / 1024) * 1024);
  const left = room / (memory / leastCost.memory);
  const passes = Math.min(mostPasses, Math.max(leastCost.passes, Math.floor(leastCost.passes * left)));
  return { memory, passes, lanes: 1 };
}
