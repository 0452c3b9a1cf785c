/**
 * What this tab knows of the database at one revision, so that a tap reads nothing before it writes. Each writer of the tip, of
 * registers and of headers raises the revision, and each commit rechecks it in its own transaction: what is known here may be old,
 * but nothing is ever written on it then.
 */
import { registerKey } from '#oplog/register.ts';
import type { ClientMeta, ClientPlan, ClientReader, ClientRegister } from '#replica/client-state.ts';
import type { EntityId } from '#shared/ids.ts';
import type { AssessmentRow, StoreDatabase } from './database.ts';

export type KnownState = {
  /** The store's reader, answering for the tip and for registers from memory where it can. */
  readonly reader: ClientReader;
  readonly header: (assessmentId: string) => Promise<AssessmentRow | undefined>;
  /** The header on which a plan of this revision stands. */
  readonly headerAt: (revision: number, assessmentId: string) => Promise<AssessmentRow | undefined>;
  /** All registers of an assessment, firm, visit or action, likewise. */
  readonly registersAt: (revision: number, owner: EntityId) => Promise<readonly ClientRegister[]>;
  /** Asked before an answer that writes nothing and so is not rechecked by a commit. False forgets everything. */
  readonly isCurrent: () => Promise<boolean>;
  readonly forget: () => void;
  /** Keeps in step with a plan that this tab has committed. */
  readonly follow: (plan: ClientPlan, headers: readonly AssessmentRow[]) => void;
  /** Takes in all that one transaction read of an assessment. */
  readonly learn: (meta: ClientMeta, header: AssessmentRow, registers: readonly ClientRegister[]) => void;
  /** Nothing of this assessment would have to be read. */
  readonly isWhole: (assessmentId: string) => boolean;
};

type Known = {
  meta: ClientMeta;
  /** The assessment of which every register is in `registers`. One at a time, so that this stays small. */
  whole: string | null;
  /** By register key; null where there is none. */
  readonly registers: Map<string, ClientRegister | null>;
  readonly headers: Map<string, AssessmentRow>;
};

export function knownState(db: StoreDatabase, reader: ClientReader): KnownState {
  let known: Known | null = null;
  const current = async (): Promise<Known> => {
    if (known !== null) return known;
    // The revision is read first: a row read after it is of this revision, or the commit finds out.
    const meta = await reader.meta();
    known ??= { meta, whole: null, registers: new Map(), headers: new Map() };
    return known;
  };
  const header = async (assessmentId: string): Promise<AssessmentRow | undefined> => {
    const { headers } = await current();
    const row = headers.get(assessmentId) ?? (await db.assessments.get(assessmentId));
    if (row !== undefined) headers.set(assessmentId, row);
    return row;
  };
  const forget = (): void => {
    known = null;
  };

  return {
    reader: {
      ...reader,
      meta: async () => (await current()).meta,
      register: async (name) => {
        const { registers, whole } = await current();
        const key = registerKey(name.entityId, name.register);
        const held = registers.get(key);
        if (held !== undefined) return held;
        const register = whole === name.entityId ? null : await reader.register(name);
        registers.set(key, register);
        return register;
      },
    },
    header,
    headerAt: (revision, assessmentId) =>
      known?.meta.revision === revision ? header(assessmentId) : db.assessments.get(assessmentId),
    registersAt: async (revision, owner) => {
      if (known?.meta.revision !== revision || known.whole !== owner) return reader.registersOf(owner);
      return [...known.registers.values()]
        .filter((each) => each !== null)
        .filter((each) => (each.owner ?? each.entityId) === owner);
    },
    isCurrent: async () => {
      if (known === null) return true;
      const { revision } = await reader.meta();
      if (known?.meta.revision === revision) return true;
      forget();
      return false;
    },
    forget,
    follow: (plan, headers) => {
      if (known === null) return;
      if (known.meta.revision !== plan.revision) return forget();
      known.meta = { ...plan.meta, revision: plan.revision + 1 };
      for (const register of plan.registers) {
        const key = registerKey(register.entityId, register.register);
        const belongs = (register.owner ?? register.entityId) === known.whole;
        if (belongs || known.registers.has(key)) known.registers.set(key, register);
      }
      for (const { entityId, register } of plan.forget) {
        known.registers.delete(registerKey(entityId, register));
        known.headers.delete(entityId);
      }
      for (const row of headers) if (known.headers.has(row.assessmentId)) known.headers.set(row.assessmentId, row);
    },
    learn: (meta, row, registers) => {
      // Something was written since it was read: it will be read again when it is asked for.
      if (known !== null && known.meta.revision !== meta.revision) return;
      known = {
        meta,
        whole: row.assessmentId,
        registers: new Map(registers.map((register) => [registerKey(register.entityId, register.register), register])),
        headers: new Map([[row.assessmentId, row]]),
      };
    },
    isWhole: (assessmentId) => known?.whole === assessmentId,
  };
}
