import type { ActionOf } from '#oplog/project-action.ts';
import type { ActionRow } from '../database.ts';
import type { Store } from '../store.ts';

export async function readAction(store: Store, actionId: string): Promise<ActionOf | null> {
  const row = await store.db.actions.get(actionId);
  return row === undefined ? null : openAction(store, row);
}

export type ActionFilter = {
  readonly enterprise?: string | undefined;
  readonly states?: ReadonlySet<ActionRow['state']> | undefined;
};

/** Due first, those without a date last. Withdrawn ones only where the filter names them. */
export async function listActions(store: Store, { enterprise, states }: ActionFilter = {}): Promise<readonly ActionOf[]> {
  const found =
    enterprise === undefined
      ? await store.db.actions.toArray()
      : await store.db.actions.where('enterprise').equals(enterprise).toArray();
  const rows = found.filter(({ state }) => (states === undefined ? state !== 'withdrawn' : states.has(state)));
  // Inside a live query everything is read before anything is opened.
  const actions = await Promise.resolve(Promise.all(rows.map((row) => openAction(store, row))));
  return actions.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ record, actionId }: ActionOf): string {
  return `${record.due ?? '~'} ${actionId}`;
}

async function openAction(store: Store, { actionId, sealed }: ActionRow): Promise<ActionOf> {
  return (await Promise.resolve(store.codec.open('actions', actionId, sealed))) as unknown as ActionOf;
}
