/** What a group of pushes has read and will write. Reads come from here, writes leave in a few statements at the end. */
import type { Op } from '#oplog/op.ts';
import type { Rights } from '#policy/in-time.ts';
import type { DeviceRow, EntityRow, PushSignature, Rejudged, StoredOp } from '#replica/ports.ts';
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { AuditEvent } from './audit.ts';
import type { HeldRegister } from './register-runs.ts';
import type { Tables } from './schema.ts';

export type WriteBuffer = {
  /** Null, here and below: looked for and absent. */
  readonly devices: Map<DeviceId, DeviceRow | null>;
  readonly changedDevices: Set<DeviceId>;
  readonly entities: Map<EntityId, EntityRow | null>;
  /** Assessments, visits and enterprises all of whose registers are in `registers`. */
  readonly heldRoots: Set<EntityId>;
  /** Registers by entity and name. */
  readonly registers: Map<EntityId, Map<string, HeldRegister>>;
  /** Entities with registers, by the assessment or visit they are part of. */
  readonly parts: Map<EntityId, Set<EntityId>>;
  /** The rows that `registers` was read from. */
  readonly runs: Tables['register_runs'][];
  readonly changedEntities: Set<EntityId>;
  readonly changedRegisters: Map<EntityId, Set<string>>;
  readonly ops: StoredOp[];
  readonly rejudged: Rejudged[];
  readonly signatures: PushSignature[];
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
  /** Of everybody who was asked about. */
  readonly rights: Map<PersonId, Rights>;
  /** Assessments and enterprises to be projected. */
  readonly touched: Set<EntityId>;
  /** Whether any of `ops` or `rejudged` is. */
  quarantined: boolean;
  epoch: string | null;
  /** First and last number taken. */
  readonly numbers: { first: number | null; last: number | null };
};

export function emptyBuffer(): WriteBuffer {
  return {
    devices: new Map(),
    changedDevices: new Set(),
    entities: new Map(),
    heldRoots: new Set(),
    registers: new Map(),
    parts: new Map(),
    runs: [],
    changedEntities: new Set(),
    changedRegisters: new Map(),
    ops: [],
    rejudged: [],
    signatures: [],
    audit: [],
    superseded: new Set(),
    replaced: new Set(),
    askedNamed: new Set(),
    quarantinedSteps: new Set(),
    askedSteps: new Set(),
    waiting: new Map(),
    rights: new Map(),
    touched: new Set(),
    quarantined: false,
    epoch: null,
    numbers: { first: null, last: null },
  };
}

export function hold(buffer: WriteBuffer, entry: HeldRegister): void {
  const { entityId, register } = entry.register;
  const held = buffer.registers.get(entityId) ?? new Map<string, HeldRegister>();
  if (held.size === 0) buffer.registers.set(entityId, held);
  held.set(register, entry);
  if (entry.owner === null) return;
  const parts = buffer.parts.get(entry.owner) ?? new Set();
  if (parts.size === 0) buffer.parts.set(entry.owner, parts);
  parts.add(entityId);
}
