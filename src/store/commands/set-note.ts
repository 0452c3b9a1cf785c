import type { AssessmentState } from '#domain/assessment.ts';
import { currentValue } from '#oplog/register.ts';
import type { CurrentValue } from '#oplog/register.ts';
import { shownHeads } from '#replica/overlay.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
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

/**
 * What was said in a section, in the interviewer's words; `base` is what they had before them when they wrote. Where somebody else wrote
 * meanwhile both texts are kept in one, and so are notes that contradict each other. Returns what stands.
 */
export function setNote(
  store: Store,
  assessmentId: string,
  section: string,
  { text, base }: { readonly text: string; readonly base: string },
): Promise<Outcome<Saved & { readonly text: string }>> {
  return writeStep(store, async () => {
    const header = await store.known.header(assessmentId);
    if (header === undefined) return refused(problem('access.not-found', { entity: assessmentId }));
    if (!open.has(header.state)) return refused(problem('assessment.not-editable', { state: header.state }));
    const entityId = assessmentId as EntityId;
    const field = noteField(section);
    const register = await store.known.reader.register({ entityId, register: field });
    const now = currentValue({ heads: register === null ? [] : shownHeads(register) });
    const stands = standing(now);
    const whole = (stands === base || stands === text ? text : joined([stands, text])).slice(0, noteLimit);
    if (now.kind !== 'conflict' && whole === stands) return ok({ drafts: [], alongside: null, result: { text: stands } });
    const draft = draftOp({
      kind: now.kind === 'conflict' ? 'resolve' : 'set',
      entity: 'assessment',
      entityId,
      field,
      value: whole.trim() === '' ? null : whole,
      definition: header.definitionHash,
    });
    return ok({ drafts: [{ draft, owner: entityId }], alongside: null, result: { text: whole } });
  });
}

/** Several notes as one, none of them lost. */
export function joined(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}

/** Notes that contradict each other count as all of them, earliest first. */
function standing(now: CurrentValue): string {
  if (now.kind === 'empty') return '';
  if (now.kind !== 'conflict') return textOf(now.value);
  return joined(now.heads.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1)).map(({ value }) => textOf(value)));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}
