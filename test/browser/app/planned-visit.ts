import { dayKey } from '#app/i18n/format.ts';
import { planVisit } from '#store/commands/plan-visit.ts';
import type { NewVisit } from '#store/commands/plan-visit.ts';
import type { Store } from '#store/store.ts';
import { compiled } from '../form/form-fixture.ts';
import { enterprise, value } from '../store/test-store.ts';

/** A verification at the usual firm today, but for what is said otherwise; its id. */
export async function plannedVisit(store: Store, change: Partial<NewVisit> = {}): Promise<string> {
  const base: NewVisit = {
    enterprise: enterprise().code,
    date: dayKey(Date.now()),
    time: '09:30',
    purpose: 'verification',
    instruments: [compiled.id],
    people: [store.profile.personId],
    every: null,
    note: null,
    followUpOf: null,
    unplanned: false,
  };
  return value(await planVisit(store, { ...base, ...change })).visitId;
}
