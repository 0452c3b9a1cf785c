import type { Rights } from '#policy/in-time.ts';
import type { ServerTx } from '#replica/ports.ts';
import type { DeviceId, EntityId, PersonId } from '#shared/ids.ts';
import type { Database, DatabaseKind } from './schema.ts';
import type { WriteBuffer } from './write-buffer.ts';

export type StorageContext = {
  readonly now: () => number;
  /** Its enterprises travel in registry packs and stay out of pulls. */
  readonly serverDevice: DeviceId;
  /** Brings the query tables up to date with what was touched, once for all pushes of a transaction. */
  readonly project: (tx: StorageTx, touched: readonly EntityId[]) => Promise<void>;
};

/** A transaction with what only the server's own functions may touch. */
export type StorageTx = ServerTx & {
  readonly db: Database;
  readonly kind: DatabaseKind;
  readonly buffer: WriteBuffer;
  readonly rights: (person: PersonId) => Promise<Rights>;
};
