/** After a few wrong tries each further one waits; after ten only an online sign-in helps. Nothing is destroyed. */
import type { Tries } from '#store/vault-database.ts';

export const triesAllowed = 10;

/** Seconds after the first, second … wrong try. */
const waits = [0, 0, 0, 5, 15, 30, 60, 120, 300] as const;

export const noTries: Tries = { wrong: 0, notBefore: 0 };

export function afterWrong({ wrong }: Tries, now: number): Tries {
  return { wrong: wrong + 1, notBefore: now + secondsAfter(wrong + 1) * 1000 };
}

/** Seconds until the next try is taken. A clock that was set back makes nobody wait longer than the wait was. */
export function secondsToWait({ wrong, notBefore }: Tries, now: number): number {
  return Math.min(Math.max(0, Math.ceil((notBefore - now) / 1000)), secondsAfter(wrong));
}

function secondsAfter(wrong: number): number {
  return waits[Math.min(wrong, waits.length) - 1] ?? 0;
}
