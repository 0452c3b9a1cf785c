/** What the replica needs from its surroundings. Fakes of these drive the simulation; Kysely and Dexie drive the product. */
import type { DeviceId, EntityId, OpHash, PersonId, RandomBytes, RegionCode } from '#shared/ids.ts';
import type { EntityKind, Op, Register } from '#oplog/op.ts';
import type { Receipt } from '#protocol/sync-wire.ts';

export type Clock = {
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since this process began; never goes back. */
  readonly monotonic: () => number;
};

export type Chance = { readonly bytes: RandomBytes };

/** A device as the server knows it. `last`/`lastHash` describe the gap-free prefix it holds. */
export type DeviceRow = {
  readonly device: DeviceId;
  readonly owner: PersonId;
  readonly publicKey: string;
  readonly last: number;
  readonly lastHash: OpHash | null;
};

/** Where an entity belongs, for scope and pull. */
export type EntityRow = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  /** The assessment or visit it is part of, itself for those, null for an enterprise. */
  readonly owner: EntityId | null;
  readonly region: RegionCode;
  readonly createdBy: PersonId;
  /** Workflow state of an assessment, null elsewhere. */
  readonly state: string | null;
};

export type StoredOp = { readonly op: Op; readonly receipt: Receipt };

/** The change one accepted op makes, as the storage writes it. */
export type RegisterWrite = { readonly register: Register; readonly owner: EntityId | null; readonly region: RegionCode };

/** One transaction of the server. Everything in it commits together or not at all. */
export type ServerTx = {
  readonly epoch: () => Promise<string>;
  /** Reads a device and locks its row until the transaction ends. */
  readonly device: (id: DeviceId) => Promise<DeviceRow | null>;
  /** Stored hash of a device's op at a seq, null where there is none. */
  readonly hashAt: (device: DeviceId, seq: number) => Promise<OpHash | null>;
  readonly receipts: (hashes: readonly OpHash[]) => Promise<readonly Receipt[]>;
  readonly entity: (id: EntityId) => Promise<EntityRow | null>;
  readonly registers: (entityId: EntityId, names: readonly string[]) => Promise<readonly Register[]>;
  /** Which of these ops some stored op already names as a parent. */
  readonly superseded: (hashes: readonly OpHash[]) => Promise<readonly OpHash[]>;
  readonly saveEntity: (row: EntityRow) => Promise<void>;
  readonly saveRegister: (write: RegisterWrite, gsn: number) => Promise<void>;
  readonly saveOps: (ops: readonly StoredOp[]) => Promise<void>;
  readonly saveDevice: (row: Pick<DeviceRow, 'device' | 'last' | 'lastHash'>) => Promise<void>;
  readonly audit: (event: { readonly kind: string; readonly person: PersonId; readonly subject: string; readonly detail: string }) => Promise<void>;
  /** Takes `count` numbers under the one row lock, as the last statement before commit: number order = commit order. Returns the first. */
  readonly takeGsn: (count: number) => Promise<number>;
};

export type ServerStorage = { readonly transaction: <T>(run: (tx: ServerTx) => Promise<T>) => Promise<T> };

