import type { ParticipantRecord, VisitMoment, VisitPlan, VisitRecord } from '#domain/visit.ts';
import { sectionField } from '#domain/visit.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { currentValue } from '#oplog/register.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { leaseProblem } from '../lease.ts';
import { readEnterprise } from '../queries/read-enterprise.ts';
import { readVisit } from '../queries/read-visit.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

export type NewVisit = VisitPlan & {
  /** A credit code this phone knows. */
  readonly enterprise: string;
  readonly followUpOf: EntityId | null;
  readonly unplanned: boolean;
};

export function planVisit(store: Store, request: NewVisit): Promise<Outcome<Saved & { readonly visitId: EntityId }>> {
  const visitId = newId(store.random.bytes);
  return writeStep(store, async () => {
    const expired = await leaseProblem(store);
    if (expired !== null) return refused(expired);
    const enterprise = await readEnterprise(store, request.enterprise);
    if (enterprise === null) return refused(problem('access.not-found', { entity: request.enterprise }));
    const record: VisitRecord = {
      ...request,
      enterprise: enterprise.code as EntityId,
      enterpriseName: enterprise.name,
      region: enterprise.region,
      demo: enterprise.demo,
    };
    const draft = draftOp({ kind: 'create', entity: 'visit', entityId: visitId, value: record });
    return ok({ drafts: [{ draft, owner: visitId }], alongside: null, result: { visitId } });
  });
}

/** What is as before writes nothing. */
export function changeVisit(store: Store, visitId: string, changes: Partial<VisitPlan>): Promise<Outcome<Saved>> {
  return inVisit(store, visitId, ({ record }) =>
    Object.entries(changes).filter(([field, value]) => canonicalJson(record[field as keyof VisitPlan]) !== canonicalJson(value)),
  );
}

export function checkIn(store: Store, visitId: string, moment: VisitMoment): Promise<Outcome<Saved>> {
  return inVisit(store, visitId, (visit) => (visit.checkIn === null ? [['checkIn', moment]] : []));
}

/** Who leaves without having checked in has arrived at the same moment. */
export function checkOut(store: Store, visitId: string, moment: VisitMoment): Promise<Outcome<Saved>> {
  return inVisit(store, visitId, (visit) => [
    ...(visit.checkIn === null ? [['checkIn', moment] as const] : []),
    ...(visit.checkOut === null ? [['checkOut', moment] as const] : []),
  ]);
}

/** Null: nobody in particular asks that section. */
export function giveSection(
  store: Store,
  visitId: string,
  { assessment, section }: { readonly assessment: string; readonly section: string },
  person: PersonId | null,
): Promise<Outcome<Saved>> {
  return inVisit(store, visitId, ({ sections }) =>
    (sections[`${assessment}/${section}`] ?? null) === person ? [] : [[sectionField(assessment, section), person]],
  );
}

/** It stays in the log with its reason. */
export function cancelVisit(store: Store, visitId: string, reason: string): Promise<Outcome<Saved>> {
  const entityId = visitId as EntityId;
  return writeStep(store, async () => {
    if (reason.trim() === '') return refused(problem('assessment.reason-missing'));
    const visit = await readVisit(store, visitId);
    if (visit === null) return refused(problem('access.not-found', { entity: visitId }));
    if (visit.state === 'cancelled') return ok({ drafts: [], alongside: null, result: {} });
    const draft = draftOp({ kind: 'void', entity: 'visit', entityId, reason });
    return ok({ drafts: [{ draft, owner: entityId }], alongside: null, result: {} });
  });
}

export function addParticipant(
  store: Store,
  visitId: string,
  participant: Omit<ParticipantRecord, 'visit'>,
): Promise<Outcome<Saved & { readonly participantId: EntityId }>> {
  const participantId = newId(store.random.bytes);
  const owner = visitId as EntityId;
  return writeStep(store, async () => {
    if ((await readVisit(store, visitId)) === null) return refused(problem('access.not-found', { entity: visitId }));
    const record: ParticipantRecord = { ...participant, visit: owner };
    const draft = draftOp({ kind: 'create', entity: 'participant', entityId: participantId, value: record });
    return ok({ drafts: [{ draft, owner }], alongside: null, result: { participantId } });
  });
}

export function removeParticipant(store: Store, visitId: string, participantId: string): Promise<Outcome<Saved>> {
  return writeStep(store, () => {
    const draft = draftOp({ kind: 'void', entity: 'participant', entityId: participantId as EntityId });
    return Promise.resolve(ok({ drafts: [{ draft, owner: visitId as EntityId }], alongside: null, result: {} }));
  });
}

function inVisit(
  store: Store,
  visitId: string,
  change: (visit: VisitOf) => readonly (readonly [field: string, value: unknown])[],
): Promise<Outcome<Saved>> {
  const entityId = visitId as EntityId;
  return writeStep(store, async () => {
    const visit = await readVisit(store, visitId);
    if (visit === null) return refused(problem('access.not-found', { entity: visitId }));
    if (visit.state === 'cancelled') return refused(problem('visit.cancelled'));
    const drafts: StepDraft[] = [];
    for (const [field, value] of change(visit)) {
      const now = currentValue((await store.reader.register({ entityId, register: field })) ?? undefined);
      const kind = now.kind === 'conflict' ? 'resolve' : 'set';
      drafts.push({ draft: draftOp({ kind, entity: 'visit', entityId, field, value: value as Json }), owner: entityId });
    }
    return ok({ drafts, alongside: null, result: {} });
  });
}
