/**
 * Registers as rows. Neighbours by number that belong to one assessment (or enterprise) share a row of `register_runs`. A register
 * stands in one row only, at the number of its last change, so the runs of all assessments follow each other without overlapping.
 */
import type { EntityKind, Head, Register } from '#oplog/op.ts';
import type { EntityId, RegionCode } from '#shared/ids.ts';
import type { BulkTable } from './bulk.ts';
import { inList } from './bulk.ts';
import { runRows, runText } from './run-text.ts';
import type { Follows } from './run-text.ts';
import type { Database, DatabaseKind, Tables } from './schema.ts';
import type { Reader } from './within.ts';

/** `pulled`: phones have, or had, it by pull; they must hear of every later change the same way. */
export type HeldRegister = {
  readonly register: Register;
  readonly owner: EntityId | null;
  readonly region: RegionCode;
  readonly gsn: number;
  readonly pulled: boolean;
};

/** The assessment or visit something is part of, or the enterprise itself: what runs are read by. */
export function rootOf({ register, owner }: Pick<HeldRegister, 'register' | 'owner'>): EntityId {
  return owner ?? register.entityId;
}

export function registerRuns(registers: readonly HeldRegister[]): readonly Tables['register_runs'][] {
  const runs: HeldRegister[][] = [];
  for (const entry of registers.toSorted((a, b) => a.gsn - b.gsn)) {
    const open = runs.at(-1);
    const last = open?.[0];
    if (last !== undefined && rootOf(last) === rootOf(entry) && last.pulled === entry.pulled) open?.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap((entries) => {
    const [first, last] = [entries[0], entries.at(-1)];
    return first === undefined || last === undefined ? [] : [runOf(entries, first, last.gsn)];
  });
}

export function registersOfRun({ region, pulled, registers }: Tables['register_runs']): readonly HeldRegister[] {
  return runRows(registers, nextRegister).map(({ entity, entityId, owner, register, gsn, heads }) => ({
    register: { entity, entityId, register, heads },
    owner,
    region: region as RegionCode,
    gsn,
    pulled: pulled === 1,
  }));
}

/** A run without the registers that have moved on; null when nothing is left of it. Its place stays. */
export function withoutMoved(
  run: Tables['register_runs'],
  moved: (entityId: EntityId, register: string) => boolean,
): Tables['register_runs'] | null {
  const left = registersOfRun(run).filter(({ register }) => !moved(register.entityId, register.register));
  const [first] = left;
  return first === undefined ? null : { ...runOf(left, first, run.last_gsn), last_gsn: run.last_gsn };
}

/** All registers of assessments, visits and enterprises. */
export async function readRegisters(
  db: Database,
  kind: DatabaseKind,
  roots: readonly string[],
): Promise<readonly HeldRegister[]> {
  const runs = await db
    .selectFrom('register_runs')
    .selectAll()
    .where(inList(kind, 'root', roots))
    .execute();
  return runs.flatMap(registersOfRun);
}

/** The same of those in scope. */
export async function registersWithin({ from, kind }: Reader, roots: readonly string[]): Promise<readonly HeldRegister[]> {
  const runs = await from('register_runs')
    .selectAll()
    .where(inList(kind, 'root', roots))
    .execute();
  return runs.flatMap(registersOfRun);
}

export const registerRunsTable: BulkTable<'register_runs'> = {
  table: 'register_runs',
  key: ['last_gsn'],
  existing: 'replace',
  long: true,
  columns: { last_gsn: 'bigint', root: 'text', region: 'text', pulled: 'bigint', split: 'bigint', registers: 'text' },
};

type Entry = {
  readonly entity: EntityKind;
  readonly entityId: EntityId;
  readonly owner: EntityId | null;
  readonly register: string;
  readonly gsn: number;
  readonly heads: readonly Head[];
};

const nextRegister: Follows<Entry> = ({ gsn }) => ({ gsn: gsn + 1 });

function runOf(entries: readonly HeldRegister[], first: HeldRegister, lastGsn: number): Tables['register_runs'] {
  const rows = entries.map(({ register: { entity, entityId, register, heads }, owner, gsn }) => ({
    entity,
    entityId,
    owner,
    register,
    gsn,
    heads,
  }));
  return {
    last_gsn: lastGsn,
    root: rootOf(first),
    region: first.region,
    pulled: first.pulled ? 1 : 0,
    split: rows.filter(({ heads }) => heads.length > 1).length,
    registers: runText(rows, nextRegister),
  };
}
