/** What a push has read and will write. Reads come from here, writes leave in a few statements at the end. */
import type { EntityRow, RegisterWrite, Rejudged, StoredOp } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash } from '#shared/ids.ts';
import type { AuditEvent } from './audit.ts';

export type StorageContext = {
  readonly now: () => number;
  /** Its enterprises travel in registry packs and stay out of pulls. */
  readonly serverDevice: DeviceId;
};

/** `pulled`: phones have, or had, it by pull; they must hear of every later change the same way. */
export type HeldRegister = RegisterWrite & { readonly gsn: number; readonly pulled: boolean };

export type WriteBuffer = {
  /** Null: looked for and absent. */
  readonly entities: Map<EntityId, EntityRow | null>;
  /** Assessments (owners) all of whose registers are in `registers`. */
  readonly heldOwners: Set<EntityId>;
  /** Registers by entity and name. */
  readonly registers: Map<EntityId, Map<string, HeldRegister>>;
  readonly changedEntities: Set<EntityId>;
  readonly changedRegisters: Map<EntityId, Set<string>>;
  readonly ops: StoredOp[];
  readonly rejudged: Rejudged[];
  readonly audit: AuditEvent[];
  /** Ops that a stored op names as parent, or in `was`, and ops for which both were asked. */
  readonly superseded: Set<OpHash>;
  readonly replaced: Set<OpHash>;
  readonly askedNamed: Set<OpHash>;
  /** Quarantined steps (`<device> <step>`) among those of the expected ops; null: not asked for. */
  quarantinedSteps: ReadonlySet<string> | null;
  /** First and last number taken. */
  readonly numbers: { first: number | null; last: number | null };
};

export function emptyBuffer(): WriteBuffer {
  return {
    entities: new Map(),
    heldOwners: new Set(),
    registers: new Map(),
    changedEntities: new Set(),
    changedRegisters: new Map(),
    ops: [],
    rejudged: [],
    audit: [],
    superseded: new Set(),
    replaced: new Set(),
    askedNamed: new Set(),
    quarantinedSteps: null,
    numbers: { first: null, last: null },
  };
}
