/** One push's changes to entities and registers, gathered in memory and written at its end, when the numbers are known. */
import type { OpHash, EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op, Register } from '#oplog/op.ts';
import { projectAssessment } from '#oplog/project-assessment.ts';
import { currentValue, emptyRegister, isSuperseded, mergeOp, registerKey } from '#oplog/register.ts';
import type { EntityRow, OpSubject, PushPorts, ServerTx } from './ports.ts';

export type Refusal = { readonly problem: Problem; readonly waitsFor: EntityId | null };

export type Folding = {
  /** Asks at once what is stored about these ops, which `fold` must know of them. */
  readonly foresee: (ops: readonly Op[]) => Promise<void>;
  /** All ops of a step, or none. Null: folded. `released`: what their authors may is not asked. */
  readonly fold: (step: readonly Op[], released?: boolean) => Promise<Refusal | null>;
  /** Entities that this push created and nobody asked for yet, each once. */
  readonly nextCreated: () => EntityId | null;
  /** Brings the workflow state of every touched assessment up to date. */
  readonly settleStates: () => Promise<void>;
  readonly save: (gsnOf: ReadonlyMap<OpHash, number>) => Promise<void>;
  /** Owners (assessments, visits) and enterprises whose registers changed. */
  readonly touched: () => readonly EntityId[];
};

type Written = { register: Register; readonly row: EntityRow; readonly ops: OpHash[] };

export function openFolding(tx: ServerTx, { judge, sha256 }: Pick<PushPorts, 'judge' | 'sha256'>, signedIn: PersonId): Folding {
  const entities = new Map<EntityId, EntityRow>();
  const changedEntities = new Set<EntityId>();
  const written = new Map<string, Written>();
  const parents = new Set<string>();
  const replaced = new Set<string>();
  const created: EntityId[] = [];

  const entity = async (id: EntityId): Promise<EntityRow | null> => entities.get(id) ?? (await tx.entity(id));

  const registerFor = async (op: Op): Promise<Register> => {
    const name = registerOf(op);
    const known = written.get(registerKey(op.entityId, name));
    if (known !== undefined) return known.register;
    const [stored] = await tx.registers(op.entityId, [name]);
    return stored ?? emptyRegister(op);
  };

  const foresee = async (ops: readonly Op[]): Promise<void> => {
    const hashes = ops.map(({ hash }) => hash);
    for (const hash of await tx.superseded([...hashes, ...ops.flatMap(({ was }) => was ?? [])])) parents.add(hash);
    for (const hash of await tx.replaced(hashes)) replaced.add(hash);
  };

  const merge = async (op: Op, row: EntityRow): Promise<void> => {
    const register = await registerFor(op);
    const merged = mergeOp(register, op, isSuperseded(op, parents, replaced));
    for (const parent of op.parents) parents.add(parent);
    if (op.was !== null) replaced.add(op.was);
    const key = registerKey(op.entityId, registerOf(op));
    written.set(key, { register: merged, row, ops: [...(written.get(key)?.ops ?? []), op.hash] });
  };

  const check = async (op: Op, made: ReadonlyMap<EntityId, EntityRow>, released: boolean): Promise<OpSubject | Refusal> => {
    const find = async (id: EntityId): Promise<EntityRow | null> => made.get(id) ?? entity(id);
    const subject = await subjectOf(op, find);
    if ('waitsFor' in subject) return subject;
    const refusedBy = await judge(op, subject, { signedIn, released });
    if (refusedBy !== null) return { problem: refusedBy, waitsFor: null };
    if (op.kind === 'set' && settlesConflict(op, await registerFor(op))) return denied('conflict');
    return subject;
  };

  const fold = async (step: readonly Op[], released = false): Promise<Refusal | null> => {
    const made = new Map<EntityId, EntityRow>();
    const rows: EntityRow[] = [];
    for (const op of step) {
      const subject = await check(op, made, released);
      if ('waitsFor' in subject) return subject;
      rows.push(subject.entity);
      if (subject.isNew) made.set(op.entityId, subject.entity);
    }
    for (const [id, row] of made) {
      entities.set(id, row);
      changedEntities.add(id);
      created.push(id);
    }
    for (const [index, op] of step.entries()) {
      const row = rows[index];
      if (row !== undefined) await merge(op, row);
    }
    return null;
  };

  const touched = (): readonly EntityId[] => [...new Set([...written.values()].map(({ row }) => row.owner ?? row.entityId))];

  /** Without workflow or void it is a draft, whatever the answers are: most pushes need not read them. */
  const hasWorkflow = async (owner: EntityId): Promise<boolean> => {
    const names = ['@workflow', '@void'];
    if (names.some((name) => written.has(registerKey(owner, name)))) return true;
    return (await tx.registers(owner, names)).some(({ heads }) => heads.length > 0);
  };

  const settleStates = async (): Promise<void> => {
    for (const owner of touched()) {
      const row = await entity(owner);
      if (row === null || row.entity !== 'assessment') continue;
      if (!(await hasWorkflow(owner))) continue;
      const all = new Map(
        (await tx.registersOwnedBy(owner)).map((register) => [registerKey(register.entityId, register.register), register]),
      );
      for (const [key, change] of written) if (change.row.owner === owner) all.set(key, change.register);
      const state = projectAssessment([...all.values()], sha256)?.state ?? row.state;
      if (state === row.state) continue;
      entities.set(owner, { ...row, state });
      changedEntities.add(owner);
    }
  };

  const save = async (gsnOf: ReadonlyMap<OpHash, number>): Promise<void> => {
    for (const id of changedEntities) {
      const row = entities.get(id);
      if (row !== undefined) await tx.saveEntity(row);
    }
    for (const { register, row, ops } of written.values()) {
      const gsn = Math.max(...ops.map((hash) => gsnOf.get(hash) ?? 0));
      await tx.saveRegister({ register, owner: row.owner, region: row.region }, gsn);
    }
  };

  return { foresee, fold, nextCreated: () => created.shift() ?? null, settleStates, save, touched };
}

/** The entity an op writes to. A part of an assessment takes its place; what is missing is waited for. */
async function subjectOf(op: Op, find: (id: EntityId) => Promise<EntityRow | null>): Promise<OpSubject | Refusal> {
  const existing = await find(op.entityId);
  if (existing !== null) {
    if (existing.entity !== op.entity) return denied('entity');
    const owner = existing.owner === null || existing.owner === existing.entityId ? null : await find(existing.owner);
    return { entity: existing, owner: existing.owner === existing.entityId ? existing : owner, isNew: false };
  }
  if (op.kind !== 'create') return { problem: problem('access.not-found', { entity: op.entityId }), waitsFor: op.entityId };
  const base = { entity: op.entity, entityId: op.entityId, createdBy: op.author };
  switch (op.entity) {
    case 'enterprise':
      return {
        entity: { ...base, owner: null, region: textIn(op.value, 'region') as RegionCode, firm: op.entityId, state: null },
        owner: null,
        isNew: true,
      };
    case 'visit':
    case 'action':
    case 'assessment': {
      const state = op.entity === 'assessment' ? 'draft' : null;
      const [region, firm] = [textIn(op.value, 'region') as RegionCode, textIn(op.value, 'enterprise') as EntityId];
      const row: EntityRow = { ...base, owner: op.entityId, region, firm: firm === '' ? null : firm, state };
      return { entity: row, owner: row, isNew: true };
    }
    case 'row':
    case 'evidence':
    case 'evidence-link':
    case 'participant':
    case 'finding': {
      const ownerId = textIn(op.value, op.entity === 'participant' ? 'visit' : 'assessment') as EntityId;
      const owner = await find(ownerId);
      if (owner === null) return { problem: problem('access.not-found', { entity: ownerId }), waitsFor: ownerId };
      return { entity: { ...base, owner: ownerId, region: owner.region, firm: owner.firm, state: null }, owner, isNew: true };
    }
  }
}

/** A conflict that the author saw may only be written by a `resolve` that names all its heads. */
function settlesConflict(op: Op, register: Register): boolean {
  const named = register.heads.filter(({ hash, was }) => op.parents.includes(hash) || (was !== null && op.parents.includes(was)));
  return named.length > 1 && currentValue({ heads: named }).kind === 'conflict';
}

function denied(reason: string): Refusal {
  return { problem: problem('access.denied', { reason }), waitsFor: null };
}

function textIn(value: Json, key: string): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return '';
  const found = (value as { readonly [key: string]: Json })[key];
  return typeof found === 'string' ? found : '';
}
