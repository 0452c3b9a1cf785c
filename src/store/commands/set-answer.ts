import type { AnswerScalar } from '#oplog/answers-of.ts';
import { isWithdrawn, notVerified } from '#oplog/effective-answers.ts';
import { currentValue } from '#oplog/register.ts';
import type { CurrentValue } from '#oplog/register.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import type { EntityId } from '#shared/ids.ts';
import { ok } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { shownHeads } from '#replica/overlay.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { AssessmentRow } from '../database.ts';
import type { Saved } from '../saved.ts';
import type { Store } from '../store.ts';
import { writeStep } from '../write-step.ts';
import { draftOp } from './draft.ts';
import { editable } from './editable.ts';

/** Which known fact an answer was taken over from. `op` wrote it, null for computed values, which no op writes. */
export type FactBasis = {
  readonly fact: string;
  readonly period: string;
  readonly op: string | null;
  readonly assessment: string;
};

/** Whose answer it is: the firm's own, or what an inspector found. */
export type AnswerSide = 'self' | 'verified';

/** `path` is the engine's: `jc01` or `key_processes/<rowId>/key_process_name`. */
export type AnswerChange = { readonly path: string; readonly value: AnswerScalar; readonly basis: FactBasis | null };

/**
 * A value equal to the saved one writes nothing. Over a conflict it is a `resolve` that names every value the person could see, with
 * their `reason` where they gave one.
 */
export function setAnswer(
  store: Store,
  assessmentId: string,
  path: string,
  value: AnswerScalar,
  basis: FactBasis | null = null,
  reason: string | null = null,
): Promise<Outcome<Saved>> {
  return setAnswers(store, assessmentId, [{ path, value, basis }], reason);
}

/**
 * What was found on site: a value equal to the firm's confirms it and is written all the same. `reason` where it differs, which the
 * screens ask for.
 */
export function verifyAnswer(
  store: Store,
  assessmentId: string,
  path: string,
  value: AnswerScalar,
  reason: string | null,
): Promise<Outcome<Saved>> {
  return setAnswers(store, assessmentId, [{ path, value, basis: null }], reason, 'verified');
}

/** Takes back what was found: the field stands as nobody had looked at it, and the log keeps both. */
export function withdrawVerification(store: Store, assessmentId: string, path: string): Promise<Outcome<Saved>> {
  return setAnswers(store, assessmentId, [{ path, value: notVerified, basis: null }], null, 'verified');
}

/** Several answers as one step: all of them or none. */
export function setAnswers(
  store: Store,
  assessmentId: string,
  changes: readonly AnswerChange[],
  reason: string | null = null,
  side: AnswerSide = 'self',
): Promise<Outcome<Saved>> {
  return writeStep(store, async () => {
    const header = await editable(store, assessmentId, side === 'verified');
    if (header.kind === 'refused') return header;
    const drafts: StepDraft[] = [];
    for (const change of changes) {
      const draft = await draftOf(store, header.value, change, { reason, side });
      if (draft !== null) drafts.push(draft);
    }
    return ok({ drafts, alongside: null, result: {} });
  });
}

async function draftOf(
  store: Store,
  header: AssessmentRow,
  { path, value, basis }: AnswerChange,
  { reason, side }: { readonly reason: string | null; readonly side: AnswerSide },
): Promise<StepDraft | null> {
  const entityId = header.assessmentId as EntityId;
  const field = `${side}/${path}`;
  const register = await store.known.reader.register({ entityId, register: field });
  const now = currentValue({ heads: register === null ? [] : shownHeads(register) });
  if (side === 'self' ? isSaid(now, value) : isFound(now, value, reason)) return null;
  const kind = now.kind === 'conflict' ? 'resolve' : 'set';
  const why = kind === 'resolve' || side === 'verified' ? reason : null;
  const draft = draftOp({
    kind,
    entity: 'assessment',
    entityId,
    field,
    value,
    basis,
    reason: why,
    definition: header.definitionHash,
  });
  return { draft, owner: entityId };
}

function isSaid(now: CurrentValue, value: AnswerScalar): boolean {
  if (now.kind === 'empty') return value === null;
  return now.kind !== 'conflict' && canonicalJson(now.value) === canonicalJson(value);
}

/** A blank that was found is a finding, and another reason for the same value is news. */
function isFound(now: CurrentValue, value: AnswerScalar, reason: string | null): boolean {
  if (now.kind === 'empty') return isWithdrawn(value);
  return now.kind !== 'conflict' && canonicalJson(now.value) === canonicalJson(value) && now.head.reason === reason;
}
