/** Between what the replica speaks of and what lies in the database. */
import type { EntityId, OpHash } from '#shared/ids.ts';
import { sha256Text } from '#shared/sha256.ts';
import { registerOf } from '#oplog/op.ts';
import type { Head, Op } from '#oplog/op.ts';
import { currentValue } from '#oplog/register.ts';
import type { ClientRegister, OwnOp } from '#replica/client-state.ts';
import { shownHeads } from '#replica/overlay.ts';
import { sealNonceLength } from '#replica/seal-binding.ts';
import type { Codec } from './codec.ts';
import type { FormDraftKey, OpRow, PersonRow, RegisterRow } from './database.ts';

/** Key of a register's row. The name itself says which question was answered, so only its hash is in clear. */
export function registerRowKey(entityId: string, register: string): string {
  return `${entityId}|${sha256Text(`${entityId}|${register}`).slice(0, 24)}`;
}

/** What is typed about values of one register that contradict each other: why one of them, or another one. */
export type DisputeText = { readonly part: 'reason' | 'third'; readonly entityId: string; readonly register: string };

/** Keys of what is typed about contradictions begin so, and end in the register's own key: whether it still holds is seen without the key. */
export const disputeDrafts = 'form-draft|dispute|';

/** Key of a form's draft. What a form is about stays unread; that of the new firm is older than names. */
export function formDraftKey(form: string | DisputeText): FormDraftKey {
  if (typeof form !== 'string') return `${disputeDrafts}${form.part}|${registerRowKey(form.entityId, form.register)}`;
  return form === 'enterprise' ? 'form-draft' : `form-draft|${sha256Text(form).slice(0, 24)}`;
}

/** Of the register that a text is about. */
export function registerOfDraft(key: string): string {
  const part = key.slice(disputeDrafts.length);
  return part.slice(part.indexOf('|') + 1);
}

/** What a piece of a recording is sealed as. */
export function recordingPieceId(recordingId: string, n: number): string {
  return `${recordingId}|${n}`;
}

export async function sealOp(codec: Codec, own: OwnOp): Promise<OpRow> {
  const { op } = own;
  return {
    hash: op.hash,
    device: op.device,
    seq: op.seq,
    order: own.order,
    entityId: op.entityId,
    owner: own.owner ?? op.entityId,
    owned: own.owner === null ? 0 : 1,
    registerKey: registerRowKey(op.entityId, registerOf(op)),
    at: op.wallTime,
    carried: own.carried,
    sealed: await codec.seal('ops', op.hash, op),
    ...receiptColumns(own),
  };
}

/** The part of an op's row that changes after it was written. */
export function receiptColumns(own: OwnOp): Pick<OpRow, 'offered' | 'state' | 'gsn' | 'receiptEra' | 'serverTime' | 'problem'> {
  return {
    offered: own.offered ? 1 : 0,
    state: own.state,
    gsn: own.receipt?.gsn ?? null,
    receiptEra: own.receiptEra,
    serverTime: own.receipt?.serverTime ?? null,
    problem: own.receipt?.problem ?? null,
  };
}

export async function openOp(codec: Codec, row: OpRow): Promise<OwnOp> {
  const op = (await codec.open('ops', row.hash, row.sealed)) as Op;
  const { gsn, serverTime, problem } = row;
  const state = row.state === 'quarantined' ? 'quarantined' : 'stored';
  return {
    op,
    owner: row.owned === 1 ? (row.owner as EntityId) : null,
    offered: row.offered === 1,
    state: row.state,
    receipt: serverTime === null ? null : { hash: row.hash as OpHash, gsn, serverTime, state, problem },
    receiptEra: row.receiptEra,
    order: row.order,
    carried: row.carried ?? null,
  };
}

export async function sealPerson(codec: Codec, personId: string, name: string): Promise<PersonRow> {
  return { personId, sealed: await codec.seal('people', personId, name) };
}

type SealedRegister = {
  readonly register: string;
  readonly base: readonly Head[];
  readonly heads: readonly Head[];
  readonly held: readonly Head[];
};

export async function sealRegister(codec: Codec, register: ClientRegister): Promise<RegisterRow> {
  const { entity, entityId, owner, base, heads, held, baseGsn, baseEra } = register;
  const key = registerRowKey(entityId, register.register);
  const content: SealedRegister = { register: register.register, base, heads, held };
  const place = { entity, entityId, owner: owner ?? entityId, owned: owner === null ? 0 : 1 } as const;
  return {
    key,
    ...place,
    baseGsn,
    baseEra: baseEra ?? '',
    disputed: disputedMark(register),
    sealed: await codec.seal('registers', key, content),
  };
}

/** Tells one state of a register's row from any other: the random nonce in front of what is sealed is new with each write. */
export type SealedMark = { readonly key: string; readonly nonce: string };

export function sealedMark({ key, sealed }: RegisterRow): SealedMark {
  return { key, nonce: new Uint8Array(sealed, 0, sealNonceLength).join('.') };
}

export function disputedMark(register: Pick<ClientRegister, 'heads' | 'held'>): RegisterRow['disputed'] {
  return currentValue({ heads: shownHeads(register) }).kind === 'conflict' ? 1 : 0;
}

export async function openRegister(codec: Codec, row: RegisterRow): Promise<ClientRegister> {
  const content = (await codec.open('registers', row.key, row.sealed)) as SealedRegister;
  return {
    ...content,
    entity: row.entity,
    entityId: row.entityId as EntityId,
    owner: row.owned === 1 ? (row.owner as EntityId) : null,
    baseGsn: row.baseGsn,
    baseEra: row.baseEra === '' ? null : row.baseEra,
  };
}
