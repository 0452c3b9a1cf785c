import type { ActionPlan, ActionRecord, ActionState, ActionStep, FindingRecord } from '#domain/finding.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { Head, Register } from './op.ts';
import { currentValue, latestHead } from './register.ts';

export type ActionOf = {
  readonly actionId: EntityId;
  /** As it stands now: later changes included. Values in conflict show the latest of them, for display only. */
  readonly record: ActionRecord;
  readonly author: PersonId;
  /** ISO time of its author's clock. */
  readonly createdAt: string;
  readonly state: ActionState;
  readonly voided: boolean;
  readonly proof: ActionStep['proof'];
  /** Why it was dropped or opened again. */
  readonly reason: string | null;
  readonly conflicts: readonly string[];
};

/** An action from its registers. Null without a create. Of several states the least settled counts. */
export function projectAction(registers: readonly Register[]): ActionOf | null {
  const created = headOf(registers.find(({ register }) => register === '@create'));
  const [any] = registers;
  if (created === null || any === undefined) return null;
  const edits: Record<string, Json> = {};
  let step: ActionStep = { state: 'open', proof: null, reason: null };
  const conflicts: string[] = [];
  for (const register of registers) {
    const head = headOf(register);
    if (head === null || register.register.startsWith('@')) continue;
    if (currentValue(register).kind === 'conflict') conflicts.push(register.register);
    if (register.register === 'state') step = leastSettled(register.heads.map(({ value }) => value as ActionStep)) ?? step;
    else edits[register.register] = head.value;
  }
  return {
    actionId: any.entityId,
    record: { ...(created.value as ActionRecord), ...(edits as Partial<ActionPlan>) },
    author: created.author,
    createdAt: created.wallTime,
    ...step,
    voided: registers.some(({ register, heads }) => register === '@void' && heads.length > 0),
    conflicts,
  };
}

export type FindingOf = FindingRecord & {
  readonly findingId: EntityId;
  readonly author: PersonId;
  readonly createdAt: string;
};

/** Findings of an assessment that were not withdrawn, in order of creation. */
export function findingsOf(registers: readonly Register[]): readonly FindingOf[] {
  const gone = new Set(
    registers.flatMap(({ entityId, register, heads }) => (register === '@void' && heads.length > 0 ? entityId : [])),
  );
  const made = new Map<EntityId, { readonly head: Head; readonly edits: Record<string, Json> }>();
  for (const { entity, entityId, register, heads } of registers) {
    const head = headOf({ heads });
    if (entity === 'finding' && register === '@create' && head !== null && !gone.has(entityId))
      made.set(entityId, { head, edits: {} });
  }
  for (const { entityId, register, heads } of registers) {
    const head = headOf({ heads });
    const finding = made.get(entityId);
    if (finding !== undefined && head !== null && !register.startsWith('@')) finding.edits[register] = head.value;
  }
  return [...made]
    .sort(([a, { head: x }], [b, { head: y }]) => (`${x.hlc}|${a}` < `${y.hlc}|${b}` ? -1 : 1))
    .map(([findingId, { head, edits }]) => ({
      findingId,
      ...(head.value as FindingRecord),
      ...edits,
      author: head.author,
      createdAt: head.wallTime,
    }));
}

const settled: readonly ActionState[] = ['open', 'reported', 'dropped', 'closed'];

function leastSettled(steps: readonly ActionStep[]): ActionStep | null {
  return steps.reduce<ActionStep | null>(
    (best, step) => (best === null || settled.indexOf(step.state) < settled.indexOf(best.state) ? step : best),
    null,
  );
}

function headOf(register: Pick<Register, 'heads'> | undefined): Head | null {
  const [first, ...others] = register?.heads ?? [];
  return first === undefined ? null : latestHead([first, ...others]);
}
