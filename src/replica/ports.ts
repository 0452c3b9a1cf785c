/** What the replica needs from its surroundings. Fakes of these drive the simulation; Kysely and Dexie drive the product. */
import type { DeviceId, EntityId, OpHash, PersonId, RandomBytes, RegionCode } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import type { HashText } from '#oplog/hash-op.ts';
import type { EntityKind, Op, Register } from '#oplog/op.ts';
import type { Release } from '#oplog/release.ts';
import type { PersonName, PullRow, Receipt } from '#protocol/sync-wire.ts';

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
  /** ISO time of the server: nothing of it was written before. */
  readonly enrolledAt: string;
  /** Reported lost: whoever has it now writes nothing. */
  readonly lost: boolean;
};

/** Where an entity belongs, for scope and pull. */
export type EntityRow = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  /** The assessment or visit it is part of, itself for those, null for an enterprise. */
  readonly owner: EntityId | null;
  readonly region: RegionCode;
  /** The firm that it is about, itself for an enterprise; null where an op named none. */
  readonly firm: EntityId | null;
  readonly createdBy: PersonId;
  /** Workflow state of an assessment, null elsewhere. */
  readonly state: string | null;
};

export type StoredOp = {
  readonly op: Op;
  readonly receipt: Receipt;
  /** A quarantined op of which only this entity is missing: judged again when it arrives. Null otherwise. */
  readonly waitsFor: EntityId | null;
};

/** A quarantined op judged again. `gsn` numbers its `receipt` row in pulls, null while it goes on waiting for another entity. */
export type Rejudged = { readonly stored: StoredOp; readonly gsn: number | null };

/** The change one accepted op makes, as the storage writes it. */
export type RegisterWrite = { readonly register: Register; readonly owner: EntityId | null; readonly region: RegionCode };

/** What a device signed: the hash of the last op of a push that is held to its end. */
export type PushSignature = {
  readonly device: DeviceId;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly hash: OpHash;
  readonly signature: string;
  /** ISO time of the server. */
  readonly receivedAt: string;
};

/** One transaction of the server. Everything in it commits together or not at all. */
export type ServerTx = {
  readonly epoch: () => Promise<string>;
  /** Reads a device and locks its row until the transaction ends. */
  readonly device: (id: DeviceId) => Promise<DeviceRow | null>;
  /** Receipts of a device's stored ops by seq, both ends included. */
  readonly receiptsBetween: (device: DeviceId, first: number, last: number) => Promise<ReadonlyMap<number, Receipt>>;
  readonly entity: (id: EntityId) => Promise<EntityRow | null>;
  readonly registers: (entityId: EntityId, names: readonly string[]) => Promise<readonly Register[]>;
  /** Which of these ops some stored, not quarantined op already names as a parent. */
  readonly superseded: (hashes: readonly OpHash[]) => Promise<readonly OpHash[]>;
  /** Which of these ops some stored, not quarantined op names in `was`: it was re-issued under another device. */
  readonly replaced: (hashes: readonly OpHash[]) => Promise<readonly OpHash[]>;
  /** Every register owned by an assessment, its own and those of its rows, evidence and links: what its root is made of. */
  readonly registersOwnedBy: (owner: EntityId) => Promise<readonly Register[]>;
  /** Which of this device's steps have a quarantined op: the rest of such a step follows it. */
  readonly quarantinedSteps: (device: DeviceId, steps: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The quarantined ops of a step, ascending by seq. */
  readonly quarantinedStep: (step: Release) => Promise<readonly Op[]>;
  /** Quarantined ops whose `waitsFor` is this entity, in order of arrival. */
  readonly waitingFor: (entityId: EntityId) => Promise<readonly Op[]>;
  readonly saveEntity: (row: EntityRow) => Promise<void>;
  readonly saveRegister: (write: RegisterWrite, gsn: number) => Promise<void>;
  readonly saveOps: (ops: readonly StoredOp[]) => Promise<void>;
  /** Replaces receipt and `waitsFor` of ops that were quarantined; one with a gsn also becomes a `receipt` row of pulls there. */
  readonly saveRejudged: (ops: readonly Rejudged[]) => Promise<void>;
  readonly saveDevice: (row: Pick<DeviceRow, 'device' | 'last' | 'lastHash'>) => Promise<void>;
  /** One that is held for the same op stays. */
  readonly saveSignature: (signature: PushSignature) => Promise<void>;
  readonly audit: (event: {
    readonly kind: string;
    readonly person: PersonId;
    readonly subject: string;
    readonly detail: string;
  }) => Promise<void>;
  /**
   * Takes `count` numbers under the one row lock that is held until commit: number order = commit order. Called after all reads
   * and decisions; only the writes that carry the numbers follow it. Returns the first.
   */
  readonly takeGsn: (count: number) => Promise<number>;
};

export type ServerStorage = { readonly transaction: <T>(run: (tx: ServerTx) => Promise<T>) => Promise<T> };

/**
 * Who is behind a pushed op: the one signed in may relay the ops of another's device. `released`: somebody who may has let it count,
 * whatever its author may; its value must still be one that its field can hold.
 */
export type PushActor = { readonly signedIn: PersonId; readonly released: boolean };

/** What a pushed op is about. For a `create`, `entity` is the row that the op would make and `isNew` is true. */
export type OpSubject = { readonly entity: EntityRow; readonly owner: EntityRow | null; readonly isNew: boolean };

/**
 * May this be written, and is the value one that this field can hold? Null is yes; a problem quarantines the op's whole step. All that
 * it takes is read before, in the transaction, so that a hundred ops are judged without waiting.
 */
export type Judge = {
  readonly foresee: (ops: readonly Op[]) => Promise<void>;
  readonly judge: (op: Op, subject: OpSubject, actor: PushActor) => Problem | null;
};

export type PushPorts = {
  readonly storage: ServerStorage;
  readonly now: () => number;
  /** A fresh beacon: what is written with it was written after now. */
  readonly beacon: () => string;
  /** SHA-256 of the platform. */
  readonly sha256: HashText;
  /** Checks base64url r‖s of ECDSA P-256 over the UTF-8 of `text` against a JWK text. */
  readonly verify: (publicKey: string, signature: string, text: string) => boolean | Promise<boolean>;
  readonly judge: Judge;
  /** Brought by the office from a rescue bundle: from a device that was reported lost too. */
  readonly rescued: boolean;
  /** Whether ops of this author may release what was set aside: the server's own alone. */
  readonly mayRelease: (author: PersonId) => boolean;
  /** Asked in the transaction, before anything of the push is looked at: a problem refuses it whole, and nothing is stored. */
  readonly onlyIf?: ((tx: ServerTx) => Promise<Problem | null>) | undefined;
  /** Runs last in the transaction with every assessment (owner) and enterprise whose registers changed: projections, re-scoring. */
  readonly project: (tx: ServerTx, touched: readonly EntityId[]) => Promise<void>;
};

/**
 * Names an op by its place in its chain and its number, null while it was set aside. An answer to it tells nothing to who does not know
 * its hash.
 */
export type OpPlaceName = { readonly device: DeviceId; readonly seq: number; readonly hash: OpHash; readonly gsn: number | null };

/** One consistent read for one viewer: nothing outside that person's scope can come out of it. */
export type PullReader = {
  readonly epoch: () => Promise<string>;
  /** Highest committed gsn, 0 for an empty server. */
  readonly head: () => Promise<number>;
  /** What happened at a gsn: the op's hash, or a hash over an evidence, score or receipt row; null where nothing is. */
  readonly changeHash: (gsn: number) => Promise<string | null>;
  /**
   * Rows with `after < gsn <= upTo` in the viewer's scope, ascending by gsn, at most `limit`: a register once, at the gsn of its last
   * change; receipts only for ops of the viewer's own devices.
   */
  readonly rows: (after: number, upTo: number, limit: number) => Promise<readonly PullRow[]>;
  /** Every row of one assessment or enterprise in the viewer's scope, [] outside it. */
  readonly rowsOf: (entityId: EntityId) => Promise<readonly PullRow[]>;
  /** Names of these people, those unknown here left out. */
  readonly names: (people: readonly PersonId[]) => Promise<readonly PersonName[]>;
  readonly versions: () => Promise<{ readonly registry: string; readonly definitions: string }>;
  /**
   * The viewer's scope, as a text that the next pull brings back as `since`; and the entities that came into it, or left it, since
   * that text was given. Only what the viewer could have received then is ever named as gone. Null, or a text that is not ours: none.
   */
  readonly scope: (since: string | null) => Promise<{
    readonly version: string;
    readonly grown: readonly EntityId[];
    readonly purge: readonly EntityId[];
  }>;
  /** Whether this op stands at its place under its number; one that was set aside is so still, or its release is in the rows. */
  readonly holds: (op: OpPlaceName) => Promise<boolean>;
};

export type PullPorts = {
  readonly snapshot: <T>(run: (reader: PullReader) => Promise<T>) => Promise<T>;
  readonly now: () => number;
  readonly beacon: () => string;
};
