import type { Answers, Row } from '#engine/answers.ts';
import type { Outcome } from '#shared/outcome.ts';
import { undoMs, type UndoOffer } from './create-undo.ts';
import type { LivingForm } from './living-form.ts';

export type RowRemoval = {
  readonly remove: (repeat: string, rowId: string) => void;
  /** Writes removals whose undo time still runs; false when one was refused. */
  readonly commit: () => Promise<boolean>;
  readonly waiting: () => boolean;
};

/**
 * Rows leave the screen at once and the disk when their undo time is over: until then the row is whole there, and a page that dies
 * in between keeps it. A refused removal brings the row back.
 */
export function createRowRemoval(
  living: LivingForm,
  undo: UndoOffer,
  write: (rowId: string) => Promise<Outcome<unknown>>,
): RowRemoval {
  const leaving = new Map<string, () => Promise<boolean>>();
  const commit = async (): Promise<boolean> => {
    let done = true;
    for (const each of leaving.values()) done = (await each()) && done;
    return done;
  };
  return {
    remove: (repeat, rowId) => {
      const rows = living.answers().rows[repeat] ?? [];
      const at = rows.findIndex((row) => row.id === rowId);
      const row = rows[at];
      if (row === undefined) return;
      void commit();
      living.edit((session) => session.removeRow(repeat, rowId));
      const settle = (): void => {
        clearTimeout(timer);
        leaving.delete(rowId);
        undo.end();
      };
      const bringBack = (): void => {
        settle();
        living.reopen(withRow(living.answers(), repeat, row, at));
      };
      const finish = async (): Promise<boolean> => {
        settle();
        const outcome = await write(rowId);
        if (outcome.kind === 'refused') bringBack();
        return outcome.kind === 'ok';
      };
      const timer = setTimeout(() => void finish(), undoMs);
      leaving.set(rowId, finish);
      undo.offer({ kind: 'row-removed', run: bringBack });
    },
    commit,
    waiting: () => leaving.size > 0,
  };
}

function withRow(answers: Answers, repeat: string, row: Row, at: number): Answers {
  const rows = answers.rows[repeat] ?? [];
  return { values: answers.values, rows: { ...answers.rows, [repeat]: [...rows.slice(0, at), row, ...rows.slice(at)] } };
}
