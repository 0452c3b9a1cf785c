import type { Chance, Clock } from '#replica/ports.ts';

export type SyncPorts = {
  readonly clock: Clock;
  readonly random: Chance;
  readonly fetch: typeof fetch;
};
