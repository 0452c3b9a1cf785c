import type { EnterpriseRecord, financeFields } from '#domain/enterprise.ts';
import type { Json } from '#shared/json.ts';
import type { Register } from './op.ts';
import { currentValue, latestHead } from './register.ts';

export type EnterpriseOf = {
  /** Values in conflict show the latest of them, for display only. */
  readonly record: EnterpriseRecord;
  readonly conflicts: readonly string[];
};

/**
 * A firm from its registers: what it was created with, and the properties set since. `known` stands in for the create when the firm
 * came with a registry pack. Null when there is neither.
 */
export function projectEnterprise(registers: readonly Register[], known: EnterpriseRecord | null): EnterpriseOf | null {
  const conflicts: string[] = [];
  let base: EnterpriseRecord | null = known;
  const edits: Record<string, Json> = {};
  for (const { register, heads } of registers) {
    const [first, ...others] = heads;
    if (first === undefined) continue;
    const head = latestHead([first, ...others]);
    if (currentValue({ heads }).kind === 'conflict') conflicts.push(register);
    if (register === '@create') base = { ...hidden, ...(head.value as EnterpriseRecord) };
    else if (!register.startsWith('@')) edits[register] = head.value;
  }
  return base === null ? null : { record: { ...base, ...edits }, conflicts };
}

/** Stands for what the server did not send, since this person need not see it. */
const hidden: Pick<EnterpriseRecord, (typeof financeFields)[number]> = { revenue: null };
