import type { ClientPlan, CommitResult } from '#replica/client-state.ts';
import type { EntityId } from '#shared/ids.ts';
import type { AssessmentRow } from './database.ts';
import { noteSealed } from './opened-registers.ts';
import { projectRows } from './project-rows.ts';
import type { ProjectedRows } from './project-rows.ts';
import type { Store } from './store.ts';
import { writePlan } from './write-plan.ts';
import type { Alongside, Written } from './write-plan.ts';
import { writerOf } from './writer.ts';

/** Writes a plan durably. `stale`: another tab or the sync loop wrote first; decide again on the new tip. */
export async function commitPlan(store: Store, plan: ClientPlan, alongside: Alongside | null): Promise<CommitResult> {
  const rows = await rowsOf(store, plan);
  const { result, registers } = await write(store, plan, rows, alongside);
  if (result !== 'done') {
    store.known.forget();
    return result === 'stale' ? 'stale' : 'done';
  }
  store.known.follow(plan, rows.assessments);
  noteSealed(store, plan.registers, registers);
  return 'done';
}

/**
 * A head start for the first answer, whose code would otherwise run for the first time while a person waits: written like any other, but
 * on a tip that never was, so that the transaction is aborted and nothing of it stays.
 */
export async function rehearse(store: Store, plan: ClientPlan): Promise<void> {
  const never: ClientPlan = { ...plan, revision: -1 };
  await writerOf(store)?.(never, await rowsOf(store, never));
}

function rowsOf(store: Store, plan: ClientPlan): Promise<ProjectedRows> {
  const { db, codec, known, profile } = store;
  const header = (id: string): Promise<AssessmentRow | undefined> => known.headerAt(plan.revision, id);
  const registersOf = (owner: EntityId) => known.registersAt(plan.revision, owner);
  return projectRows({ db, codec, person: profile.personId, header, registersOf }, plan);
}

/** In the writing worker where there is one; what comes with a function is written here. */
async function write(store: Store, plan: ClientPlan, rows: ProjectedRows, alongside: Alongside | null): Promise<Written> {
  const writer = alongside === null ? writerOf(store) : null;
  return (await writer?.(plan, rows)) ?? writePlan(store, plan, rows, alongside);
}
