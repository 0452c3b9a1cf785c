/** What a group of pushes has read and will write. Reads come from here, writes leave in a few statements at the end. */
import type { Op } from '#oplog/op.ts';
import type { DeviceRow, EntityRow, RegisterWrite, Rejudged, StoredOp } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash } from '#shared/ids.ts';
import type { AuditEvent } from './audit.ts';

/** `pulled`: phones have, or had, it by pull; they must hear of every later change the same way. */
export type HeldRegister = RegisterWrite & { readonly gsn: number; readonly pulled: boolean };

export type WriteBuffer = {
  /** Null, here and below: looked for and absent. */
  readonly devices: Map<DeviceId, DeviceRow | null>;
  readonly changedDevices: Set<DeviceId>;
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
  /** Quarantined steps (`<device> <step>`), and those that were asked for. */
  readonly quarantinedSteps: Set<string>;
  readonly askedSteps: Set<string>;
  /** Ops that the database says wait for an entity, by entity asked for. */
  readonly waiting: Map<EntityId, readonly Op[]>;
  /** Assessments and enterprises to be projected. */
  readonly touched: Set<EntityId>;
  epoch: string | null;
  /** First and last number taken. */
  readonly numbers: { first: number | null; last: number | null };
};

export function emptyBuffer(): WriteBuffer {
  return {
    devices: new Map(),
    changedDevices: new Set(),
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
    quarantinedSteps: new Set(),
    askedSteps: new Set(),
    waiting: new Map(),
    touched: new Set(),
    epoch: null,
    numbers: { first: null, last: null },
  };
}
