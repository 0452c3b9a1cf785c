import type { ActionStep } from '#domain/finding.ts';
import { actionDetailSchema, type ActionDetail } from '#protocol/actions-wire.ts';
import type { ActionEvent } from '#store/queries/read-action-history.ts';
import { stepText } from '#app/actions/action-words.ts';
import { t } from '#app/i18n/t.ts';

/** One step as it is shown. */
export type ShownStep = {
  readonly hash: string;
  readonly text: string;
  readonly reason: string | null;
  readonly name: string;
  /** ISO time of its author's clock. */
  readonly at: string;
};

/** Everybody's steps as the server has them, in order; null without a network or out of scope: this phone tells what it knows. */
export async function fetchSteps(actionId: string): Promise<ActionDetail['history'] | null> {
  if (!navigator.onLine) return null;
  try {
    const reply = await fetch(`/api/office/actions/${actionId}`, { redirect: 'error', credentials: 'same-origin' });
    return reply.ok ? actionDetailSchema.parse(await reply.json()).history : null;
  } catch {
    return null;
  }
}

/** The server's steps, then those that have not reached it. */
export function stepsOf(told: ActionDetail['history'] | null, here: readonly ActionEvent[]): readonly ShownStep[] {
  const known = new Set(told?.map(({ hash }) => hash));
  return [...(told ?? []).map(fromServer), ...here.filter(({ hash }) => !known.has(hash)).map(fromPhone)];
}

function fromServer({ hash, kind, field, value, reason, author, wallTime }: ActionDetail['history'][number]): ShownStep {
  const what = field ?? (kind === 'void' ? '@void' : '@create');
  return { hash, text: stepText(what, value), reason, name: author, at: wallTime };
}

function fromPhone({ hash, field, value, reason, name, author, wallTime }: ActionEvent): ShownStep {
  const step = field === 'state' ? (value as ActionStep) : null;
  const words = step?.state ?? (typeof value === 'string' ? value : value === null ? null : JSON.stringify(value));
  return {
    hash,
    text: stepText(field, words),
    reason: reason ?? step?.reason ?? null,
    name: name ?? t('actions.detail.someone', { id: author.slice(0, 6) }),
    at: wallTime,
  };
}
