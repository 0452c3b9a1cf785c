import type { ParticipantRecord, VisitMoment, VisitPlan, VisitRecord, VisitState } from '#domain/visit.ts';
import { visitState } from '#domain/visit.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { Head, Register } from './op.ts';
import { currentValue, latestHead } from './register.ts';

export type ParticipantOf = ParticipantRecord & { readonly participantId: EntityId };

export type VisitOf = {
  readonly visitId: EntityId;
  /** As planned now: later changes included. Values in conflict show the latest of them, for display only. */
  readonly record: VisitRecord;
  readonly author: PersonId;
  readonly state: VisitState;
  readonly voidReason: string | null;
  readonly checkIn: VisitMoment | null;
  readonly checkOut: VisitMoment | null;
  /** Who asks which section: `<assessment>/<section>` to a person. */
  readonly sections: Readonly<Record<string, PersonId>>;
  /** In order of creation. */
  readonly participants: readonly ParticipantOf[];
  /** Names of fields whose values contradict each other. */
  readonly conflicts: readonly string[];
};

/** A visit from its registers and those of its participants. Null without a create. */
export function projectVisit(registers: readonly Register[]): VisitOf | null {
  const own = registers.filter(({ entity }) => entity === 'visit');
  const created = headOf(own.find(({ register }) => register === '@create'));
  const [any] = own;
  if (created === null || any === undefined) return null;
  const edits: Record<string, Json> = {};
  const sections: Record<string, PersonId> = {};
  const conflicts: string[] = [];
  let checkIn: VisitMoment | null = null;
  let checkOut: VisitMoment | null = null;
  for (const register of own) {
    const name = register.register;
    const head = headOf(register);
    if (head === null || name.startsWith('@')) continue;
    if (currentValue(register).kind === 'conflict') conflicts.push(name);
    if (name === 'checkIn') checkIn = head.value as VisitMoment | null;
    else if (name === 'checkOut') checkOut = head.value as VisitMoment | null;
    else if (name.startsWith('section/')) {
      if (typeof head.value === 'string') sections[name.slice('section/'.length)] = head.value as PersonId;
    } else edits[name] = head.value;
  }
  const voided = headOf(own.find(({ register }) => register === '@void'));
  const record = { ...(created.value as VisitRecord), ...(edits as Partial<VisitPlan>) };
  return {
    visitId: any.entityId,
    record,
    author: created.author,
    state: visitState({ voided: voided !== null, checkIn, checkOut }),
    voidReason: voided?.reason ?? null,
    checkIn,
    checkOut,
    sections,
    participants: participantsOf(registers),
    conflicts,
  };
}

function participantsOf(registers: readonly Register[]): readonly ParticipantOf[] {
  const gone = new Set(
    registers.flatMap(({ entityId, register, heads }) => (register === '@void' && heads.length > 0 ? entityId : [])),
  );
  const made = new Map<EntityId, { readonly record: ParticipantRecord; readonly order: string }>();
  const edits = new Map<EntityId, Record<string, Json>>();
  for (const register of registers) {
    const head = headOf(register);
    if (register.entity !== 'participant' || head === null || gone.has(register.entityId)) continue;
    if (register.register === '@create')
      made.set(register.entityId, { record: head.value as ParticipantRecord, order: `${head.hlc}|${register.entityId}` });
    else edits.set(register.entityId, { ...edits.get(register.entityId), [register.register]: head.value });
  }
  return [...made]
    .sort(([, a], [, b]) => (a.order < b.order ? -1 : 1))
    .map(([participantId, { record }]) => ({ participantId, ...record, ...edits.get(participantId) }));
}

function headOf(register: Register | undefined): Head | null {
  const [first, ...others] = register?.heads ?? [];
  return first === undefined ? null : latestHead([first, ...others]);
}
