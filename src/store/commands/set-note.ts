import type { AssessmentState } from '#domain/assessment.ts';
import { currentValue } from '#oplog/register.ts';
import { shownHeads } from '#replica/overlay.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';

/** Notes of an interview go on after an assessment was finished or handed in: they are no part of it. */
const open: ReadonlySet<AssessmentState> = new Set(['draft', 'finished', 'submitted', 'returned']);

/** The most characters a note may have. */
export const noteLimit = 6_000;

export function noteField(section: string): string {
  return `notes/${section}`;
}

/** What was said in a section, in the interviewer's words. Over two notes that contradict each other it is the one that replaces both. */
export function setNote(store: Store, assessmentId: string, section: string, text: string): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const header = await store.known.header(assessmentId);
    if (header === undefined) return refused(problem('access.not-found', { entity: assessmentId }));
    if (!open.has(header.state)) return refused(problem('assessment.not-editable', { state: header.state }));
    const entityId = assessmentId as EntityId;
    const field = noteField(section);
    const register = await store.known.reader.register({ entityId, register: field });
    const now = currentValue({ heads: register === null ? [] : shownHeads(register) });
    const value = text.trim() === '' ? null : text.slice(0, noteLimit);
    const same = now.kind === 'empty' ? value === null : now.kind !== 'conflict' && now.value === value;
    if (same) return ok({ drafts: [], alongside: null, result: {} });
    const draft = draftOp({
      kind: now.kind === 'conflict' ? 'resolve' : 'set',
      entity: 'assessment',
      entityId,
      field,
      value,
      definition: header.definitionHash,
    });
    return ok({ drafts: [{ draft, owner: entityId }], alongside: null, result: {} });
  });
}
