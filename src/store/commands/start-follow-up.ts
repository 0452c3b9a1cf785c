import type { AssessmentRecord } from '#domain/assessment.ts';
import type { VisitRecord } from '#domain/visit.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { EntityId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { DefinitionRow } from '../database.ts';
import { leaseProblem } from '../lease.ts';
import { openHeader } from '../queries/list-assessments.ts';
import { readAction } from '../queries/read-action.ts';
import { listVisits } from '../queries/read-visit.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

export type FollowUpRequest = {
  /** Of one firm. */
  readonly actions: readonly string[];
  /** `2026-11-21`, this phone's day: a visit there that goes on today is joined, otherwise one is made. */
  readonly today: string;
};

export type FollowUpMade = { readonly visitId: EntityId; readonly assessments: readonly EntityId[] };

/**
 * A visit and one follow-up an assessment in which the actions were found, as one step; what is under way there already is gone on with. The old assessment may be on another phone: then
 * the newest edition here of its instrument is asked.
 */
export function startFollowUp(store: Store, { actions: ids, today }: FollowUpRequest): Promise<Outcome<Saved & FollowUpMade>> {
  const newVisit = newId(store.random.bytes);
  const spare = ids.map(() => newId(store.random.bytes));
  return writeStep(store, async () => {
    const expired = await leaseProblem(store);
    if (expired !== null) return refused(expired);
    const actions = (await Promise.all(ids.map((id) => readAction(store, id)))).filter((action) => action !== null);
    const [first] = actions;
    const groups = byAssessment(actions);
    if (first === undefined || groups.length === 0) return refused(problem('access.not-found'));
    const { enterprise, enterpriseName, region, demo } = first.record;
    const drafts: StepDraft[] = [];
    const assessments: EntityId[] = [];
    const joined = (await listVisits(store, { enterprise, from: today, to: today })).find(
      ({ state }) => state === 'planned' || state === 'under-way',
    );
    const visitId = joined?.visitId ?? newVisit;
    for (const group of groups) {
      const running = await runningFollowUp(store, visitId, group);
      if (running !== null) {
        assessments.push(running);
        continue;
      }
      const definition = await editionFor(store, group);
      if (definition === null) return refused(problem('definition.unknown', { definition: group.definition }));
      const assessmentId = spare[assessments.length] ?? newId(store.random.bytes);
      const record: AssessmentRecord = {
        enterprise,
        enterpriseName,
        region,
        definition: definition.id,
        edition: definition.edition,
        definitionHash: definition.hash,
        visit: visitId,
        demo,
        followUp: {
          of: group.of,
          actions: group.actions.map(({ actionId }) => actionId),
          questions: [...new Set(group.actions.flatMap(({ record: { question } }) => question ?? []))],
        },
      };
      const draft = draftOp({
        kind: 'create',
        entity: 'assessment',
        entityId: assessmentId,
        value: record,
        definition: definition.hash,
      });
      drafts.push({ draft, owner: assessmentId });
      assessments.push(assessmentId);
    }
    if (joined === undefined) {
      const { person } = await store.known.reader.meta();
      const value: VisitRecord = {
        enterprise,
        enterpriseName,
        region,
        demo,
        date: today,
        time: null,
        purpose: 'follow-up',
        // What is followed up on stands by itself; an instrument named here would be asked as a whole.
        instruments: [],
        people: [person],
        every: null,
        note: null,
        followUpOf: null,
        unplanned: true,
      };
      drafts.unshift({ draft: draftOp({ kind: 'create', entity: 'visit', entityId: visitId, value }), owner: visitId });
    }
    return ok({ drafts, alongside: null, result: { visitId, assessments } });
  });
}

type Group = { readonly of: EntityId; readonly definition: string; readonly actions: readonly ActionOf[] };

/** Actions that were not found in an assessment have nothing to be asked again. */
function byAssessment(actions: readonly ActionOf[]): readonly Group[] {
  const groups = new Map<EntityId, Group>();
  for (const action of actions) {
    const { assessment: of, definition } = action.record;
    if (of === null || definition === null) continue;
    groups.set(of, { of, definition, actions: [...(groups.get(of)?.actions ?? []), action] });
  }
  return [...groups.values()];
}

/** A draft of this visit that already asks for all of these actions: who asks twice goes on with it. */
async function runningFollowUp(store: Store, visitId: EntityId, { of, actions }: Group): Promise<EntityId | null> {
  const [first] = actions;
  if (first === undefined) return null;
  const drafts = await store.db.assessments.where('enterprise').equals(first.record.enterprise).toArray();
  for (const row of drafts.filter(({ state }) => state === 'draft')) {
    const { visit, followUp } = (await openHeader(store, row)).record;
    const asked = new Set(followUp?.actions);
    if (visit === visitId && followUp?.of === of && actions.every(({ actionId }) => asked.has(actionId)))
      return row.assessmentId as EntityId;
  }
  return null;
}

async function editionFor(store: Store, { of, definition }: Group): Promise<DefinitionRow | null> {
  const old = await store.db.assessments.get(of);
  const pinned =
    old === undefined ? undefined : await store.db.definitions.get((await openHeader(store, old)).record.definitionHash);
  if (pinned !== undefined && pinned.body !== null) return pinned;
  const editions = await store.db.definitions.where('id').equals(definition).toArray();
  return editions.filter(({ body }) => body !== null).toSorted((a, b) => b.latest - a.latest)[0] ?? null;
}
