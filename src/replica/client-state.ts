/**
 * What a phone holds of the replica, and the one way it changes: read, decide (pure), then commit if nothing else was written in
 * between. Sealing is asynchronous and cannot run inside an IndexedDB transaction, so a commit carries the revision it was decided on.
 */
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { EntityKind, Head, Op } from '#oplog/op.ts';
import type { PersonName, PullRow, Receipt, RegistryEntry, ScoreRow } from '#protocol/sync-wire.ts';

/** An op by its place in a chain and the server's number of it, null where it was set aside. */
export type ConfirmedOp = { readonly device: DeviceId; readonly seq: number; readonly hash: OpHash; readonly gsn: number | null };

/** A number with the hash over the change there: no other server, and no restored one, has the same. */
export type SeenHead = { readonly gsn: number; readonly hash: string };

/** The chain a phone writes and its place in the server's numbers. One record per store. */
export type ClientMeta = {
  /** Grows with each commit; a plan decided on another one is decided again. */
  readonly revision: number;
  readonly person: PersonId;
  readonly device: DeviceId;
  readonly seq: number;
  /** Ops kept on this phone so far, under any device. */
  readonly written: number;
  readonly lastHash: OpHash | null;
  readonly hlc: string;
  readonly epoch: string | null;
  /** How often this phone met a restored server. With the epoch it says whose numbers a gsn speaks of (`eraOf`). */
  readonly restores: number;
  readonly cursor: number;
  readonly cursorHash: string | null;
  readonly beacon: string | null;
  /**
   * Own ops that the server of this era confirmed: the latest that a pull found again, the latest of each push since, those set aside.
   * Each pull asks whether they are still there.
   */
  readonly confirmed: readonly ConfirmedOp[];
  /** The server's head when the latest page was read. */
  readonly seen: SeenHead | null;
  readonly scopeVersion: string | null;
  /** Entities that came into scope and wait for their snapshot. */
  readonly grown: readonly EntityId[];
  /** Records of which another phone handed over what it knew: it stands until the server has spoken of what came with it. */
  readonly handed: readonly EntityId[];
  /** While a new epoch is pulled anew, registers of the old one stay until the first complete pull. */
  readonly rebuilding: boolean;
};

/**
 * A server may be restored without anybody changing its epoch; the numbers after that are others all the same, so a phone counts the
 * restores it met.
 */
export function eraOf(meta: Pick<ClientMeta, 'epoch' | 'restores'>): string | null {
  return meta.epoch === null ? null : `${meta.epoch}#${meta.restores}`;
}

/** `waiting` has no receipt yet; `replaced` was re-issued under a fresh device and is never offered again. */
export type OwnOpState = 'waiting' | 'stored' | 'quarantined' | 'replaced';

/**
 * An op that another phone handed over, to be offered here too. Only its author's device can sign: `signature` is that device's, over
 * `until`, so ops travel in just the batches in which they were handed over.
 */
export type Carried = { readonly until: OpHash; readonly signature: string };

/** An op that this phone answers for: written here, or carried for another phone. */
export type OwnOp = {
  readonly op: Op;
  /** The assessment it belongs to, itself for an assessment, null for an enterprise. */
  readonly owner: EntityId | null;
  /** In the outbox: offered until a receipt names its hash. After a restore, stored ops come back into it. */
  readonly offered: boolean;
  readonly state: OwnOpState;
  readonly receipt: Receipt | null;
  /** The era whose numbers the receipt speaks of. */
  readonly receiptEra: string | null;
  /** Order of writing on this phone, across devices. */
  readonly order: number;
  /** Null: written here. */
  readonly carried: Carried | null;
};

/** One register on the phone: what the server folded, and own ops that are not in it yet. */
export type ClientRegister = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  readonly owner: EntityId | null;
  readonly register: string;
  readonly base: readonly Head[];
  readonly baseGsn: number;
  readonly baseEra: string | null;
  /** Base with own ops on top: what screens show. */
  readonly heads: readonly Head[];
  /** Own ops that the server set aside: shown where there is no head, named as parents by the next op, never in the root. */
  readonly held: readonly Head[];
};

export type EvidenceReceipt = Extract<PullRow, { kind: 'evidence' }>;
export type ServerScore = ScoreRow;
export type { PullRow, Receipt, RegistryEntry };

export type RegisterName = { readonly entityId: EntityId; readonly register: string };

export type ClientReader = {
  readonly meta: () => Promise<ClientMeta>;
  readonly register: (name: RegisterName) => Promise<ClientRegister | null>;
  /** Registers of an entity and of everything it owns. */
  readonly registersOf: (entityId: EntityId) => Promise<readonly ClientRegister[]>;
  /**
   * Own ops of a register that a base of this era and gsn does not contain, in the order they were written: all but replaced ones and
   * those stored at or before it.
   */
  readonly uncovered: (name: RegisterName, era: string | null, gsn: number) => Promise<readonly OwnOp[]>;
  readonly ownOps: (hashes: readonly OpHash[]) => Promise<readonly OwnOp[]>;
  /** Devices with something in the outbox, the one whose oldest op was written first before the others. */
  readonly offering: () => Promise<readonly DeviceId[]>;
  /** A device's outbox, ascending by seq, at most `limit`. */
  readonly offered: (device: DeviceId, limit: number) => Promise<readonly OwnOp[]>;
  /** Every own op, ascending by device and seq: read when the server was restored or an identity forked. */
  readonly allOwnOps: () => Promise<readonly OwnOp[]>;
  /** Registers whose base is of another era: what a complete pull of the new one leaves behind. */
  readonly registersOutside: (era: string) => Promise<readonly ClientRegister[]>;
};

/** What one decision writes. `null` meta fields are not a patch: the whole record is given. */
export type ClientPlan = {
  /** The revision the decision was made on. */
  readonly revision: number;
  readonly meta: Omit<ClientMeta, 'revision'>;
  readonly ops: readonly OwnOp[];
  readonly registers: readonly ClientRegister[];
  readonly forget: readonly RegisterName[];
  readonly evidence: readonly EvidenceReceipt[];
  readonly scores: readonly ServerScore[];
  /** Names of people who wrote what registers show. */
  readonly people: readonly PersonName[];
  /** The server was restored: ask again which photos it holds. */
  readonly recheckEvidence: boolean;
};

/** `stale`: something else was written since the revision; nothing of the plan was. */
export type CommitResult = 'done' | 'stale';

export type ClientStorage = { readonly read: ClientReader; readonly commit: (plan: ClientPlan) => Promise<CommitResult> };
