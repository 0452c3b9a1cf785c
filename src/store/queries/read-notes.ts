import { firmHandInField } from '#domain/firm-hand-in.ts';
import type { FirmHandIn } from '#domain/firm-hand-in.ts';
import { currentValue } from '#oplog/register.ts';
import { shown } from '../project-rows.ts';
import { openRegister, registerRowKey } from '../rows.ts';
import type { Store } from '../store.ts';
import type { DisputedValue } from '../views.ts';
import { tellHeads } from './tell-heads.ts';

/** `text` is empty where notes contradict each other; then `disputed` has all of them, earliest first. */
export type SectionNote = { readonly section: string; readonly text: string; readonly disputed: readonly DisputedValue[] };

export type InterviewView = {
  readonly notes: readonly SectionNote[];
  /** Null: the firm has not said that it is done. */
  readonly handIn: FirmHandIn | null;
};

/**
 * What stands beside the answers of an assessment: the notes of these sections, and whether the firm has filled its part. Looked up by
 * name: an answer concerns none of it, and a live query is not asked again.
 */
export async function readInterview(store: Store, assessmentId: string, sections: readonly string[]): Promise<InterviewView> {
  const names = [firmHandInField, ...sections.map((section) => prefix + section)];
  const rows = await store.db.registers.bulkGet(names.map((name) => registerRowKey(assessmentId, name)));
  const found = rows.filter((row) => row !== undefined);
  const registers = shown(await Promise.resolve(Promise.all(found.map((row) => openRegister(store.codec, row)))));
  const notes = registers.filter(({ register }) => register.startsWith(prefix));
  const told = await tellHeads(
    store,
    notes.flatMap(({ heads }) => heads),
  );
  const handIn = currentValue(registers.find(({ register }) => register === firmHandInField));
  return {
    notes: notes.flatMap((register): readonly SectionNote[] => {
      const now = currentValue(register);
      const section = register.register.slice(prefix.length);
      if (now.kind === 'empty') return [];
      if (now.kind === 'conflict') return [{ section, text: '', disputed: told(now.heads) }];
      return [{ section, text: typeof now.value === 'string' ? now.value : '', disputed: [] }];
    }),
    handIn: handIn.kind === 'clean' || handIn.kind === 'merged-equal' ? (handIn.value as FirmHandIn) : null,
  };
}

const prefix = 'notes/';
