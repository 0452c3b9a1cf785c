import type { ActionStep, Severity } from '#domain/finding.ts';
import { actionStates, isOverdue } from '#domain/finding.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { Json } from '#shared/json.ts';
import { t } from '#app/i18n/t.ts';
import type { ReasonWords } from '#app/ui/reason-sheet.tsx';
import { daysBetween } from './due-day.ts';

export function reasonWords(): ReasonWords {
  return {
    reason: t('actions.detail.reason'),
    hint: t('actions.detail.reasonHint'),
    confirm: t('actions.detail.confirm'),
    cancel: t('actions.detail.cancel'),
  };
}

export function severityText(severity: Severity): string {
  return t(`shell.actions.severity.${severity}`);
}

export function actionStateText({ state, voided }: Pick<ActionOf, 'state' | 'voided'>): string {
  return t(`actions.state.${voided ? 'withdrawn' : state}`);
}

/** `2026-12-01 · 还剩 10 天`; `today` as `2026-11-21`. */
export function dueText({ record, state }: Pick<ActionOf, 'record' | 'state'>, today: string): string {
  const { due } = record;
  if (due === null) return t('actions.due.none');
  if (state === 'closed' || state === 'dropped') return due;
  const days = daysBetween(today, due);
  const left =
    days === 0
      ? t('actions.due.today')
      : days < 0
        ? t('actions.due.over', { count: -days })
        : t('actions.due.left', { count: days });
  return `${due} · ${left}`;
}

/** The same in a line of other things. */
export function dueLine(action: Pick<ActionOf, 'record' | 'state'>, today: string): string {
  return action.record.due === null ? t('actions.due.none') : t('actions.due.on', { day: dueText(action, today) });
}

/** What a mark of a state says by its colour, beside its word. */
export function actionTone(action: ActionOf, today: string): 'late' | 'open' | 'done' | 'quiet' {
  if (action.voided || action.state === 'dropped') return 'quiet';
  if (action.state === 'closed') return 'done';
  return isOverdue({ due: action.record.due, state: action.state }, today) ? 'late' : 'open';
}

export function fieldText(field: string): string {
  switch (field) {
    case 'title':
    case 'ownerName':
    case 'due':
    case 'gain':
    case 'state':
      return t(`actions.field.${field}`);
    default:
      return t('actions.field.other');
  }
}

/** A value of one of its fields, in words. */
export function fieldValueText(field: string, value: Json): string {
  if (value === null || value === '') return t('actions.event.blank');
  if (field === 'state') return t(`actions.state.${(value as ActionStep).state}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a step did, in words. `field`: `@create`, `@void`, or the property written; `value`: its new value as text, of `state` the name. */
export function stepText(field: string, value: string | null): string {
  const state = field === 'state' ? actionStates.find((known) => known === value) : undefined;
  const words = { value: state === undefined ? value || t('actions.event.blank') : t(`actions.state.${state}`) };
  switch (field) {
    case '@create':
      return t('actions.event.create');
    case '@void':
      return t('actions.event.void');
    case 'title':
    case 'ownerName':
    case 'due':
    case 'gain':
    case 'state':
      return t(`actions.event.${field}`, words);
    default:
      return fieldText(field);
  }
}

/** At most one decimal. */
export function pointsText(points: number): string {
  return String(Math.round(points * 10) / 10);
}
