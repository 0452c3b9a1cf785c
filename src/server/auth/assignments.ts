/** Which firms a person goes with. An assignment that ended stays on record: work done before its end is judged by it. */
import type { Database, Tables } from '../db/schema.ts';
import { commitMark } from '../db/flush-buffer.ts';

export type Assignment = { readonly person: string; readonly enterprise: string };

/** False when it stood already. */
export async function assign(db: Database, { person, enterprise }: Assignment, by: string, at: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gsn = await takeNumber(tx);
    if ((await standing(tx, { person, enterprise })) !== undefined) return false;
    const row = { person, enterprise, since: at, since_gsn: gsn, made_by: by, until: null, until_gsn: null, ended_by: null };
    await tx.insertInto('assignments').values(row).execute();
    return true;
  });
}

/** False when none stood. */
export async function endAssignment(db: Database, { person, enterprise }: Assignment, by: string, at: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const gsn = await takeNumber(tx);
    const ended = await tx
      .updateTable('assignments')
      .set({ until: at, until_gsn: gsn, ended_by: by })
      .where('person', '=', person)
      .where('enterprise', '=', enterprise)
      .where('until', 'is', null)
      .executeTakeFirst();
    return ended.numUpdatedRows === 1n;
  });
}

/** The firms that were assigned to a person when the server had given out `gsn` numbers. */
export async function assignedAt(db: Database, person: string, gsn: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('assignments')
    .select('enterprise')
    .where('person', '=', person)
    .where('since_gsn', '<=', gsn)
    .where(({ or, eb }) => or([eb('until_gsn', 'is', null), eb('until_gsn', '>', gsn)]))
    .execute();
  return new Set(rows.map(({ enterprise }) => enterprise));
}

/** Assignments are numbered among the changes: a phone that has pulled up to a number knows which of them it was served by. */
async function takeNumber(tx: Database): Promise<number> {
  const { gsn } = await tx
    .updateTable('sync_head')
    .set((eb) => ({ gsn: eb('gsn', '+', 1) }))
    .where('id', '=', 1)
    .returning('gsn')
    .executeTakeFirstOrThrow();
  await tx.executeQuery(commitMark(tx, gsn, gsn));
  return gsn;
}

function standing(tx: Database, { person, enterprise }: Assignment): Promise<Tables['assignments'] | undefined> {
  return tx
    .selectFrom('assignments')
    .selectAll()
    .where('person', '=', person)
    .where('enterprise', '=', enterprise)
    .where('until', 'is', null)
    .executeTakeFirst();
}
