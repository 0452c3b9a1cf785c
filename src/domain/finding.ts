/** What was found wrong at a clause, and what is to be done about it. */
import type { EntityId, RegionCode } from '#shared/ids.ts';

export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What the op that creates a finding carries; it is part of the assessment. Photos are linked to `finding/<id>`. */
export type FindingRecord = {
  readonly assessment: EntityId;
  /** Path of the question, null: the assessment as a whole. */
  readonly question: string | null;
  readonly severity: Severity;
  readonly text: string;
  /** What is to be done about it, null: nothing was agreed. */
  readonly action: EntityId | null;
};

/** Where photos of a finding are linked to. */
export function findingPlace(findingId: string): string {
  return `finding/${findingId}`;
}

/** What a piece of evidence is linked to may be a question, or a finding or an action. */
export function isClause(place: string): boolean {
  return !/^(finding|action)\//.test(place);
}

/** Where a follow-up's photos of an action are linked to: its clause, or itself where it has none (a row of before is another row now). */
export function proofPlace(actionId: string, question: string | null): string {
  return question === null || question.includes('/') ? `action/${actionId}` : question;
}

/**
 * open ──the firm says so──▶ reported ──proof──▶ closed
 *   ▲ └────────────────proof────────────────────▶ │
 *   └──reason────────────────────────────────────┘
 * open | reported ──reason──▶ dropped ──reason──▶ open
 */
export const actionStates = ['open', 'reported', 'closed', 'dropped'] as const;
export type ActionState = (typeof actionStates)[number];

/** What the op that creates an action carries. It outlives its assessment: it stands by itself, at its firm. */
export type ActionRecord = {
  readonly enterprise: EntityId;
  readonly enterpriseName: string;
  readonly region: RegionCode;
  /** Where it came from. */
  readonly assessment: EntityId | null;
  readonly definition: string | null;
  readonly question: string | null;
  readonly finding: EntityId | null;
  readonly severity: Severity;
  /** Evidence of how it was before. */
  readonly before: readonly EntityId[];
  readonly demo: boolean;
} & ActionPlan;

/** What a later `set` may change. */
export type ActionPlan = {
  readonly title: string;
  /** Who sees to it at the firm. */
  readonly ownerName: string | null;
  /** `2026-12-31`. */
  readonly due: string | null;
  /** Points of the assessment's main score that are expected of it. */
  readonly gain: number | null;
};

/** Value of the field `state`. */
export type ActionStep = {
  readonly state: ActionState;
  /** Closing needs evidence of how it is now: pieces of the assessment that the follow-up visit filled. */
  readonly proof: { readonly assessment: EntityId; readonly evidence: readonly EntityId[] } | null;
  /** Why it was dropped or opened again. */
  readonly reason: string | null;
};

const next: Readonly<Record<ActionState, readonly ActionState[]>> = {
  open: ['reported', 'closed', 'dropped'],
  reported: ['open', 'closed', 'dropped'],
  closed: ['open'],
  dropped: ['open'],
};

export function mayBecome(from: ActionState, to: ActionState): boolean {
  return next[from].includes(to);
}

/** `today` as `2026-11-21`. */
export function isOverdue(action: { readonly due: string | null; readonly state: ActionState }, today: string): boolean {
  return action.due !== null && action.due < today && (action.state === 'open' || action.state === 'reported');
}
