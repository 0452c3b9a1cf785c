/** Nobody carries the registry away in an afternoon: each person may take a few lists an hour, and single assessments as one works. */
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { PersonId } from '#shared/ids.ts';

export const exportsPerHour = { list: 5, assessment: 60 } as const;

export type ExportLimits = {
  /** Counts one more, or says why not. */
  readonly take: (person: PersonId, kind: keyof typeof exportsPerHour) => Problem | null;
};

const hour = 60 * 60 * 1000;

/** Counted in this process; the audit log holds them all. */
export function exportLimits(now: () => number): ExportLimits {
  const taken = new Map<string, readonly number[]>();
  return {
    take: (person, kind) => {
      const key = `${kind} ${person}`;
      const limit = exportsPerHour[kind];
      const recent = (taken.get(key) ?? []).filter((at) => at > now() - hour);
      const [first = 0] = recent;
      if (recent.length >= limit) {
        const seconds = Math.ceil((first + hour - now()) / 1000);
        return problem('export.too-many', { seconds, minutes: Math.ceil(seconds / 60), limit });
      }
      taken.set(key, [...recent, now()]);
      return null;
    },
  };
}
