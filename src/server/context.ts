/** What every part of a running server is given; nothing reads the environment or a global. */
import type { Beacons } from './beacon.ts';
import type { FileLinks } from './blobs/file-links.ts';
import type { Catalogue } from './catalogue.ts';
import type { OpenDatabase } from './db/open-database.ts';
import type { PushQueue } from './db/push-queue.ts';
import type { ScopeMarks } from './scope-mark.ts';
import type { Settings } from './db/settings.ts';

export type ServerContext = {
  readonly open: OpenDatabase;
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly beacons: Beacons;
  readonly scopeMarks: ScopeMarks;
  readonly fileLinks: FileLinks;
  /** All pushes go through it; those that come together are committed together. */
  readonly pushes: PushQueue;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly folders: Folders;
  /** Version of the package, told by `GET /api/health`. */
  readonly version: string;
};

export type Folders = {
  readonly data: string;
  /** Unfinished and uncommitted uploads. */
  readonly uploads: string;
  /** Committed evidence by content: `ab/cdef…`. */
  readonly evidence: string;
};
