import type { Chance, Clock } from '#replica/ports.ts';
import type { OpenUpload } from './open-upload.ts';

export type SyncPorts = {
  readonly clock: Clock;
  readonly random: Chance;
  readonly fetch: typeof fetch;
  /** Starts or resumes a tus upload. */
  readonly openUpload: OpenUpload;
  /** False: photos wait, since this connection costs money and the person said so. Answers always travel. */
  readonly mayUpload: () => boolean;
};
