/** People at a firm on a day. */
import type { EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import type { Position } from './evidence.ts';

export const visitPurposes = ['assessment', 'verification', 'follow-up', 'service'] as const;
export type VisitPurpose = (typeof visitPurposes)[number];

/**
 * planned ──check in──▶ under-way ──check out──▶ done
 *    └──cancel (void, with a reason)──▶ cancelled
 * Nothing is undone: a visit that was checked out of is followed by another one.
 */
export type VisitState = (typeof visitStates)[number];
export const visitStates = ['planned', 'under-way', 'done', 'cancelled'] as const;

/** What the op that creates a visit carries. The rest is written by later `set` ops on the fields of `VisitFields`. */
export type VisitRecord = {
  readonly enterprise: EntityId;
  readonly enterpriseName: string;
  readonly region: RegionCode;
  /** The visit that this one follows up on. */
  readonly followUpOf: EntityId | null;
  /** Made at the firm's door, not beforehand. */
  readonly unplanned: boolean;
  readonly demo: boolean;
  /** Who at the desk planned it for the people who go; absent where they planned it themselves. */
  readonly assignedBy?: { readonly person: PersonId; readonly name: string };
} & VisitPlan;

/** What the plan says, and a later `set` may change. */
export type VisitPlan = {
  /** `2026-11-21`, the day at the firm. */
  readonly date: string;
  /** `09:30`, null: some time that day. */
  readonly time: string | null;
  readonly purpose: VisitPurpose;
  /** Definition ids that are to be filled. */
  readonly instruments: readonly string[];
  /** Who goes. */
  readonly people: readonly PersonId[];
  /** Months until the next one; null: it does not recur. */
  readonly every: number | null;
  readonly note: string | null;
};

/** Arriving, or leaving. */
export type VisitMoment = {
  /** ISO time of the phone's clock. */
  readonly at: string;
  readonly position: Position | null;
  /** Why there is no position, or a coarse one. */
  readonly reason: string | null;
};

/** `section/<assessment>/<section>` names the person who asks that section, null: nobody in particular. */
export const sectionField = (assessment: string, section: string): string => `section/${assessment}/${section}`;

/** A person who took part. The outcome review wants management, departments and the front line. */
export const participantRoles = ['management', 'department', 'front-line', 'visitor'] as const;
export type ParticipantRole = (typeof participantRoles)[number];

/** What the op that creates a participant carries; it is part of the visit. */
export type ParticipantRecord = {
  readonly visit: EntityId;
  readonly name: string;
  readonly role: ParticipantRole;
  /** Post or department. */
  readonly post: string | null;
};

export function visitState(visit: {
  readonly voided: boolean;
  readonly checkIn: VisitMoment | null;
  readonly checkOut: VisitMoment | null;
}): VisitState {
  if (visit.voided) return 'cancelled';
  if (visit.checkOut !== null) return 'done';
  return visit.checkIn === null ? 'planned' : 'under-way';
}

/** A position that is coarser than this, metres, says nothing about which gate somebody stood at. */
export const coarsePosition = 200;
