/** One push's changes to entities and registers, gathered in memory and written at its end, when the numbers are known. */
import type { OpHash, EntityId, PersonId, RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import { registerOf } from '#oplog/op.ts';
import type { Op, Register } from '#oplog/op.ts';
import { projectAssessment } from '#oplog/project-assessment.ts';
import { currentValue, emptyRegister, isSuperseded, mergeOp, registerKey } from '#oplog/register.ts';
import type { EntityRow, Judge, OpSubject, PushPorts, ServerTx } from './ports.ts';

export type Refusal = { readonly problem: Problem; readonly waitsFor: EntityId | null };

export type Folding = {
  /** Reads all that `fold` must know of these ops, so that it waits for nothing. */
  readonly foresee: (ops: readonly Op[]) => Promise<void>;
  /** All ops of a step, or none; they were foreseen. Null: folded. `released`: what their authors may is not asked. */
  readonly fold: (step: readonly Op[], released?: boolean) => Refusal | null;
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
  const held = openHeld(tx, judge);
  const { entities, parents, replaced } = held;
  const changedEntities = new Set<EntityId>();
  const written = new Map<string, Written>();
  const created: EntityId[] = [];

  const registerAt = (key: string, op: Op): Register =>
    written.get(key)?.register ?? held.registers.get(key) ?? emptyRegister(op);

  const merge = (op: Op, row: EntityRow): void => {
    const key = registerKey(op.entityId, registerOf(op));
    const register = mergeOp(registerAt(key, op), op, isSuperseded(op, parents, replaced));
    for (const parent of op.parents) parents.add(parent);
    if (op.was !== null) replaced.add(op.was);
    const before = written.get(key);
    if (before === undefined) written.set(key, { register, row, ops: [op.hash] });
    else written.set(key, { register, row, ops: [...before.ops, op.hash] });
  };

  const check = (op: Op, made: ReadonlyMap<EntityId, EntityRow>, released: boolean): OpSubject | Refusal => {
    const subject = subjectOf(op, (id) => {
      const row = made.get(id) ?? entities.get(id);
      if (row === undefined) throw new Error(`openFolding: ${id} was not foreseen`);
      return row;
    });
    if ('waitsFor' in subject) return subject;
    const refusedBy = judge.judge(op, subject, { signedIn, released });
    if (refusedBy !== null) return { problem: refusedBy, waitsFor: null };
    const key = registerKey(op.entityId, registerOf(op));
    if (op.kind === 'set' && settlesConflict(op, registerAt(key, op))) return denied('conflict');
    return subject;
  };

  const fold = (step: readonly Op[], released = false): Refusal | null => {
    const made = new Map<EntityId, EntityRow>();
    const rows: EntityRow[] = [];
    for (const op of step) {
      const subject = check(op, made, released);
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
      if (row !== undefined) merge(op, row);
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
      const row = await held.entity(owner);
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
      if (row != null) await tx.saveEntity(row);
    }
    for (const { register, row, ops } of written.values()) {
      const gsn = Math.max(...ops.map((hash) => gsnOf.get(hash) ?? 0));
      await tx.saveRegister({ register, owner: row.owner, region: row.region }, gsn);
    }
  };

  return { foresee: held.foresee, fold, nextCreated: () => created.shift() ?? null, settleStates, save, touched };
}

/** The entity an op writes to. A part of an assessment takes its place; what is missing is waited for. */
function subjectOf(op: Op, find: (id: EntityId) => EntityRow | null): OpSubject | Refusal {
  const existing = find(op.entityId);
  if (existing !== null) {
    if (existing.entity !== op.entity) return denied('entity');
    const owner = existing.owner === null || existing.owner === existing.entityId ? null : find(existing.owner);
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
      const ownerId = ownerNamed(op);
      const owner = ownerId === '' ? null : find(ownerId);
      if (owner === null) return { problem: problem('access.not-found', { entity: ownerId }), waitsFor: ownerId };
      return { entity: { ...base, owner: ownerId, region: owner.region, firm: owner.firm, state: null }, owner, isNew: true };
    }
  }
}

/** What was read about the ops of a push. */
type Held = Pick<Folding, 'foresee'> & {
  /** What is stored, null where nothing is; and what the push makes. */
  readonly entities: Map<EntityId, EntityRow | null>;
  readonly entity: (id: EntityId) => Promise<EntityRow | null>;
  /** By `registerKey`, as stored. */
  readonly registers: ReadonlyMap<string, Register>;
  /** Ops that one which counts names as parent, or in `was`. */
  readonly parents: Set<string>;
  readonly replaced: Set<string>;
};

function openHeld(tx: ServerTx, judge: Judge): Held {
  const entities = new Map<EntityId, EntityRow | null>();
  const registers = new Map<string, Register>();
  const parents = new Set<string>();
  const replaced = new Set<string>();

  const entity = async (id: EntityId): Promise<EntityRow | null> => {
    const known = entities.get(id);
    if (known !== undefined) return known;
    const row = await tx.entity(id);
    entities.set(id, row);
    return row;
  };

  const foresee = async (ops: readonly Op[]): Promise<void> => {
    for (const [id, names] of registersOf(ops)) {
      const row = await entity(id);
      if (row?.owner != null) await entity(row.owner);
      for (const register of await tx.registers(id, [...names])) registers.set(registerKey(id, register.register), register);
    }
    for (const id of new Set(ops.filter(({ kind }) => kind === 'create').map(ownerNamed))) if (id !== '') await entity(id);
    const hashes = ops.map(({ hash }) => hash);
    for (const hash of await tx.superseded([...hashes, ...ops.flatMap(({ was }) => was ?? [])])) parents.add(hash);
    for (const hash of await tx.replaced(hashes)) replaced.add(hash);
    await judge.foresee(ops);
  };

  return { entities, registers, parents, replaced, entity, foresee };
}

/** The names of what is written to, by entity. */
function registersOf(ops: readonly Op[]): ReadonlyMap<EntityId, ReadonlySet<string>> {
  const found = new Map<EntityId, Set<string>>();
  for (const op of ops) {
    const names = found.get(op.entityId) ?? new Set();
    found.set(op.entityId, names.add(registerOf(op)));
  }
  return found;
}

/** Of an op that creates a part: what it is part of. '' where it names nothing. */
function ownerNamed({ entity, value }: Op): EntityId {
  return textIn(value, entity === 'participant' ? 'visit' : 'assessment') as EntityId;
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
