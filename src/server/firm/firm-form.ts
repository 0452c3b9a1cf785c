/** What the firm's page is given, and how its changes are taken: ops of the server's own chain, with the link as their basis. */
import { randomBytes } from 'node:crypto';
import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { completeness } from '#diagnosis/completeness.ts';
import { firmHandInField } from '#domain/firm-hand-in.ts';
import type { FirmHandIn } from '#domain/firm-hand-in.ts';
import { openSession } from '#engine/session.ts';
import { answerFrom, answersOf, rowsOf } from '#oplog/answers-of.ts';
import type { AnswerScalar } from '#oplog/answers-of.ts';
import type { Head, OpDraft, Register } from '#oplog/op.ts';
import { createdAssessment } from '#oplog/project-assessment.ts';
import { currentValue } from '#oplog/register.ts';
import type { FirmChange, FirmChangeReply, FirmFormReply } from '#protocol/firm-link-wire.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, OpHash } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { ProblemCode } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { opsOfOwner } from '../db/op-runs.ts';
import { readRegisters } from '../db/register-runs.ts';
import { wholeTables } from '../db/within.ts';
import { judgeQuestion } from '../judge-op.ts';
import { appendAsServer } from '../server-chain.ts';
import type { Step } from '../server-chain.ts';
import { noteUse } from './firm-links.ts';
import type { OpenLink } from './firm-links.ts';

/** Rows that one repeat may have by a link. */
const mostRows = 300;
const side = 'self/';

export async function readFirmForm(server: ServerContext, link: OpenLink): Promise<Outcome<FirmFormReply>> {
  const asked = await readAsked(server, link);
  if (asked.kind === 'refused') return asked;
  const { registers, compiled, asks } = asked.value;
  const rows = selfRows(registers);
  const own = await ownHeads(server, link, registers);
  const answers = registers.flatMap((register): FirmFormReply['answers'] => {
    const path = pathOf(register);
    if (path === null || !isOfRows(path, rows)) return [];
    const { heads, value, disputed } = shownTo(register, own);
    return [{ path, value: plain(value), heads: heads.map(({ hash }) => hash), disputed }];
  });
  return ok({
    enterpriseName: link.enterpriseName,
    title: compiled.title,
    edition: compiled.edition,
    definitionHash: link.definitionHash,
    asks: asks === null ? null : [...asks],
    expiresAt: link.expiresAt,
    handedInAt: link.handedInAt,
    answers,
    rows: rows.map(({ rowId, record }) => ({ repeat: record.repeat, rowId })),
  });
}

/** One change after the other for each assessment: two tabs of one firm must not write past each other. */
const turns = new Map<string, Promise<unknown>>();

export async function takeFirmChange(
  server: ServerContext,
  link: OpenLink,
  change: FirmChange,
): Promise<Outcome<FirmChangeReply>> {
  const turn = (turns.get(link.assessment) ?? Promise.resolve()).then(() => takeNow(server, link, change));
  const settled = turn.catch(() => undefined);
  turns.set(link.assessment, settled);
  void settled.then(() => turns.get(link.assessment) === settled && turns.delete(link.assessment));
  return turn;
}

async function takeNow(server: ServerContext, link: OpenLink, change: FirmChange): Promise<Outcome<FirmChangeReply>> {
  const asked = await readAsked(server, link);
  if (asked.kind === 'refused') return asked;
  const { registers, compiled } = asked.value;
  switch (change.kind) {
    case 'answer':
      return takeAnswer(server, link, change, compiled, registers);
    case 'add-row': {
      const { repeat } = change;
      const inRepeat = selfRows(registers).filter(({ record }) => record.repeat === repeat);
      if (!indexDefinition(compiled).repeats.has(repeat)) return refused(problem('input.unknown-question', { question: repeat }));
      if (inRepeat.length >= mostRows) return refused(problem('input.malformed', { field: repeat }));
      const rowId = newId((count) => randomBytes(count));
      const value = { assessment: link.assessment, repeat, side: 'self' };
      const draft = draftOf(link, { kind: 'create', entity: 'row', entityId: rowId, value });
      return append(server, link, [draft], { heads: [], rowId, disputed: false });
    }
    case 'remove-row': {
      const row = selfRows(registers).find(({ rowId }) => rowId === change.rowId);
      const draft = draftOf(link, { kind: 'void', entity: 'row', entityId: change.rowId as EntityId });
      const reply = { heads: [], rowId: change.rowId, disputed: false };
      // Asked again after a lost answer: it is gone already.
      return row === undefined ? ok({ ...reply, savedAt: timeOf(server) }) : append(server, link, [draft], reply);
    }
  }
}

/**
 * The firm's word replaces what its page had before it, and what came by the same link; anything else that stands by now was written
 * without it and against it, so both stay for a person to settle. It never settles a contradiction itself.
 */
async function takeAnswer(
  server: ServerContext,
  link: OpenLink,
  change: Extract<FirmChange, { readonly kind: 'answer' }>,
  compiled: CompiledDefinition,
  registers: readonly Register[],
): Promise<Outcome<FirmChangeReply>> {
  const { path } = change;
  const bad = judgeQuestion(indexDefinition(compiled), `${side}${path}`);
  if (bad !== null) return refused(bad);
  if (!isOfRows(path, selfRows(registers))) return refused(problem('input.unknown-question', { question: path }));
  const question = indexDefinition(compiled).questions.get(path.split('/').at(-1) ?? path)?.question;
  const unknown = question === undefined ? null : unknownChoice(question, change.value);
  if (unknown !== null) return refused(problem('input.unknown-option', { value: unknown }));

  const register = registers.find((each) => each.entity === 'assessment' && each.register === `${side}${path}`);
  const standing = register?.heads ?? [];
  const known = new Set<string>(change.heads);
  const now = currentValue({ heads: standing });
  const allKnown = now.kind !== 'conflict' && standing.every(({ hash }) => known.has(hash));
  const own = allKnown ? known : await ownHeads(server, link, registers);
  const named = standing.filter(({ hash }) => own.has(hash) || (now.kind !== 'conflict' && known.has(hash)));
  const others = standing.filter((head) => !named.includes(head));
  const value = change.value as AnswerScalar;
  const disputed = others.some((head) => canonicalJson(head.value) !== canonicalJson(value));
  const same = now.kind === 'empty' ? value === null : standing.some((head) => sameText(head, value) && own.has(head.hash));
  const merged = now.kind !== 'empty' && now.kind !== 'conflict' && canonicalJson(now.value) === canonicalJson(value);
  if (same || merged)
    return ok({
      savedAt: timeOf(server),
      heads: standing.filter((head) => sameText(head, value)).map(hashOf),
      rowId: null,
      disputed,
    });
  const draft = draftOf(link, { kind: 'set', entity: 'assessment', entityId: link.assessment, field: `${side}${path}`, value });
  return append(server, link, [{ ...draft, parents: named.map(hashOf) }], { heads: null, rowId: null, disputed });
}

/** The firm is done: a mark for staff. The assessment stays open, and may still be changed by the link. */
export async function handInByFirm(server: ServerContext, link: OpenLink): Promise<Outcome<{ readonly handedInAt: string }>> {
  const asked = await readAsked(server, link);
  if (asked.kind === 'refused') return asked;
  const { registers, compiled } = asked.value;
  const { answered, total } = completeness(compiled, openSession(compiled, answersOf(registers, 'self').answers), {});
  const at = timeOf(server);
  const value: FirmHandIn = { link: link.id, at, answered, total };
  const draft = draftOf(link, { kind: 'set', entity: 'assessment', entityId: link.assessment, field: firmHandInField, value });
  const done = await append(server, link, [draft], { heads: null, rowId: null, disputed: false });
  if (done.kind === 'refused') return done;
  await server.open.db.updateTable('firm_links').set({ handed_in_at: at }).where('id', '=', link.id).execute();
  return ok({ handedInAt: at });
}

type Reply = Pick<FirmChangeReply, 'rowId' | 'disputed'> & { readonly heads: readonly string[] | null };

/** Durable when it returns. `heads` null: the op itself. */
async function append(server: ServerContext, link: OpenLink, step: Step, reply: Reply): Promise<Outcome<FirmChangeReply>> {
  const { receipts } = await appendAsServer(server, [step]);
  const refusedOne = receipts.find(({ state }) => state === 'quarantined');
  if (refusedOne !== undefined) return refused(problem((refusedOne.problem ?? 'server.failed') as ProblemCode));
  await noteUse(server, link.id, 1);
  const { heads, ...rest } = reply;
  return ok({ ...rest, heads: [...(heads ?? receipts.map(hashOf))], savedAt: timeOf(server) });
}

function draftOf(
  link: OpenLink,
  change: Pick<OpDraft, 'kind' | 'entity' | 'entityId'> & Partial<Pick<OpDraft, 'field' | 'value'>>,
): OpDraft {
  const { definitionHash: definition, id } = link;
  return { field: null, value: null, reason: null, basis: { firmLink: id }, definition, ...change };
}

/** What stands, and the definition as the assessment asks it: a follow-up asks some questions again (`asks`) and no others. */
async function readAsked({ open, catalogue }: ServerContext, { assessment, definitionHash }: OpenLink) {
  const edition = catalogue.compiled(definitionHash);
  if (edition === null) return refused(problem('definition.unknown', { hash: definitionHash }));
  const registers = (await readRegisters(open.db, open.kind, [assessment])).map(({ register }) => register);
  const followUp = createdAssessment(registers)?.record.followUp;
  return ok({ registers, compiled: askAgain(edition, followUp), asks: followUp?.questions ?? null });
}

/** Heads of answers that were written by this very link. Only asked where somebody else's stand beside. */
async function ownHeads(
  { open, settings }: ServerContext,
  link: OpenLink,
  registers: readonly Register[],
): Promise<ReadonlySet<string>> {
  const byServer = registers.flatMap(({ heads }) => heads.filter(({ device }) => device === settings.serverDevice));
  if (byServer.length === 0) return new Set();
  const ops = await opsOfOwner(wholeTables(open.db), link.assessment);
  return new Set(ops.flatMap(({ op }) => (cameBy(op.basis) === link.id ? [op.hash] : [])));
}

function cameBy(basis: OpDraft['basis']): string | null {
  if (basis === null || typeof basis !== 'object' || Array.isArray(basis)) return null;
  const { firmLink } = basis as { readonly firmLink?: unknown };
  return typeof firmLink === 'string' ? firmLink : null;
}

/** Of a contradiction the firm sees its own side. */
function shownTo(
  { heads }: Register,
  own: ReadonlySet<string>,
): { readonly heads: readonly Head[]; readonly value: AnswerScalar; readonly disputed: boolean } {
  const now = currentValue({ heads });
  if (now.kind === 'empty') return { heads: [], value: null, disputed: false };
  if (now.kind !== 'conflict') return { heads, value: answerFrom(now.value), disputed: false };
  const mine = heads.filter(({ hash }) => own.has(hash));
  return { heads: mine, value: answerFrom(mine[0]?.value ?? null), disputed: true };
}

function pathOf({ entity, register }: Register): string | null {
  return entity === 'assessment' && register.startsWith(side) ? register.slice(side.length) : null;
}

function selfRows(registers: readonly Register[]) {
  return rowsOf(registers).filter(({ record }) => record.side === 'self');
}

/** A question outside repeats, or of a row that is there. */
function isOfRows(path: string, rows: ReturnType<typeof selfRows>): boolean {
  const [repeat, row, question] = path.split('/');
  return question === undefined || rows.some(({ rowId, record }) => rowId === row && record.repeat === repeat);
}

function unknownChoice({ type, choices }: Question, value: AnswerScalar): string | null {
  if (value === null || (type !== 'select_one' && type !== 'select_multiple')) return null;
  const named = typeof value === 'object' ? value : [String(value)];
  return named.find((name) => !choices.some((choice) => choice.name === name)) ?? null;
}

function sameText(head: Head, value: AnswerScalar): boolean {
  return canonicalJson(head.value) === canonicalJson(value);
}

function plain(value: AnswerScalar): FirmFormReply['answers'][number]['value'] {
  return typeof value === 'object' && value !== null ? [...value] : value;
}

function hashOf({ hash }: { readonly hash: OpHash | string }): OpHash {
  return hash as OpHash;
}

function timeOf({ now }: ServerContext): string {
  return new Date(now()).toISOString();
}
