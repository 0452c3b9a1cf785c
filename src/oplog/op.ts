/**
 * The op: one immutable change, chained per device. Every key is always present; empty is null. Received bytes are kept as
 * received. A value can be withheld or erased and the chain still verifies, because the hash covers SHA-256(salt + value).
 */
import type { DeviceId, EntityId, OpHash, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

export const opSchemaVersion = 1;

export type OpKind = 'create' | 'set' | 'resolve' | 'void' | 'finalise' | 'submit' | 'return' | 'approve' | 'seal' | 'amend';

export type EntityKind =
  | 'enterprise'
  | 'visit'
  | 'assessment'
  | 'row'
  | 'evidence'
  | 'evidence-link'
  | 'participant'
  | 'finding'
  | 'action';

export type Op = {
  readonly schema: number;
  readonly device: DeviceId;
  /** 1, 2, 3 … without a hole per device. */
  readonly seq: number;
  readonly kind: OpKind;
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  /** `self/<question>`, `verified/<question>`, `self/<repeat>/<rowId>/<question>`, a property name; null for kinds without one. */
  readonly field: string | null;
  readonly salt: string;
  readonly value: Json;
  /** The heads of the register that the author saw, sorted. */
  readonly parents: readonly OpHash[];
  /** Workflow head of the assessment that the author saw, null elsewhere. */
  readonly seen: OpHash | null;
  /** Groups the ops of one tap: accepted or quarantined together. */
  readonly step: string;
  readonly reason: string | null;
  /** Source of a value taken over from a fact. */
  readonly basis: Json;
  /** Newest server beacon known when writing: made after it. */
  readonly beacon: string | null;
  /** Hash of the op that this re-issued one replaces; still valid as a parent. */
  readonly was: OpHash | null;
  /** Hybrid logical clock `<ms>:<counter>:<device>`; orders displays only. */
  readonly hlc: string;
  /** ISO time of the author's clock. */
  readonly wallTime: string;
  /** Milliseconds of the author's monotonic clock since its process began. */
  readonly monotonic: number;
  readonly author: PersonId;
  /** Hash of the definition edition in use, null where none is. */
  readonly definition: string | null;
  /** Hash of the device's previous op, null for the first. */
  readonly prev: OpHash | null;
  readonly hash: OpHash;
};

/**
 * What a person's action asks to be written; the store adds identity, chain, clock and parents. An op that creates, voids or
 * moves the workflow has no field of its own: its register is `@create`, `@void` or `@workflow`.
 */
export type OpDraft = {
  readonly kind: OpKind;
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  readonly field: string | null;
  readonly value: Json;
  readonly reason: string | null;
  readonly basis: Json;
  readonly definition: string | null;
};

/** Name of the multi-value register an op writes to. */
export function registerOf(op: { readonly kind: OpKind; readonly field: string | null }): string {
  switch (op.kind) {
    case 'create':
      return '@create';
    case 'void':
      return '@void';
    case 'set':
    case 'resolve':
      return op.field ?? '@value';
    case 'finalise':
    case 'submit':
    case 'return':
    case 'approve':
    case 'seal':
    case 'amend':
      return '@workflow';
  }
}

/** One current value of a register, with what a person needs to judge it. */
export type Head = {
  readonly hash: OpHash;
  readonly kind: OpKind;
  readonly value: Json;
  readonly reason: string | null;
  /** The op that a re-issued one replaces: naming that one as parent names this one too. */
  readonly was: OpHash | null;
  readonly device: DeviceId;
  readonly author: PersonId;
  readonly hlc: string;
  readonly wallTime: string;
};

/** All current values of one register of one entity. One head: clean. Several with unequal values: a conflict. */
export type Register = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  readonly register: string;
  readonly heads: readonly Head[];
};
