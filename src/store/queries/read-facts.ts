import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FactDictionary } from '#definition/fact-dictionary.ts';
import { answersOf } from '#oplog/answers-of.ts';
import type { AnswerRecord } from '#oplog/answers-of.ts';
import { currentValue } from '#oplog/register.ts';
import type { Json } from '#shared/json.ts';
import type { OpHash } from '#shared/ids.ts';
import type { AssessmentRow } from '../database.ts';
import { shown } from '../project-rows.ts';
import { openOp, openRegister, registerRowKey } from '../rows.ts';
import type { Store } from '../store.ts';
import { readDefinition } from './read-definition.ts';

/** The dictionary that the last sync brought; empty before the first. */
export async function readFactDictionary(store: Store): Promise<FactDictionary> {
  const row = await store.db.meta.get('facts');
  return row?.key === 'facts' ? row.facts : {};
}

/** What one assessment of a firm says, for facts to be taken from. */
export type FirmAnswers = {
  readonly assessment: string;
  readonly compiled: CompiledDefinition;
  readonly answers: AnswerRecord;
  /** ISO time at which it was begun. */
  readonly visitedAt: string;
  readonly updatedAt: string;
  /** The op and time that wrote an answer last, by path. */
  readonly written: ReadonlyMap<string, { readonly op: OpHash; readonly at: string }>;
};

/** Every assessment of a firm on this phone but one, voided ones and those without their edition left out. */
export async function listFirmAnswers(store: Store, enterprise: string, except: string): Promise<readonly FirmAnswers[]> {
  const rows = await store.db.assessments.where('enterprise').equals(enterprise).toArray();
  const others = rows.filter(({ assessmentId, state }) => assessmentId !== except && state !== 'voided');
  const read = await Promise.all(others.map((row) => firmAnswers(store, row)));
  return read.filter((each) => each !== null);
}

async function firmAnswers(store: Store, row: AssessmentRow): Promise<FirmAnswers | null> {
  const { assessmentId, definitionHash, createdAt, updatedAt } = row;
  const compiled = await readDefinition(store, definitionHash);
  if (compiled === null) return null;
  const rows = await store.db.registers.where('owner').equals(assessmentId).toArray();
  const registers = shown(await Promise.all(rows.map((each) => openRegister(store.codec, each))));
  const written = new Map<string, { op: OpHash; at: string }>();
  for (const register of registers) {
    if (register.entity !== 'assessment' || !register.register.startsWith('self/')) continue;
    const current = currentValue(register);
    if (current.kind === 'clean' || current.kind === 'merged-equal')
      written.set(register.register.slice('self/'.length), { op: current.head.hash, at: current.head.wallTime });
  }
  const { answers } = answersOf(registers, 'self');
  return { assessment: assessmentId, compiled, answers, visitedAt: createdAt, updatedAt, written };
}

/** Which of these answers stand on this phone as the op that is named beside them wrote them. */
export async function listStanding(
  store: Store,
  assessmentId: string,
  written: readonly { readonly path: string; readonly hash: string }[],
): Promise<readonly string[]> {
  const rows = await store.db.registers.bulkGet(written.map(({ path }) => registerRowKey(assessmentId, `self/${path}`)));
  const opened = await Promise.resolve(
    Promise.all(rows.flatMap((row) => (row === undefined ? [] : [openRegister(store.codec, row)]))),
  );
  const only = new Map(shown(opened).map(({ register, heads }) => [register, heads.length === 1 ? heads[0]?.hash : undefined]));
  return written.flatMap(({ path, hash }) => (only.get(`self/${path}`) === hash ? [path] : []));
}

/**
 * Which of these answers were taken over from a fact and still stand as taken over. Told from the ops of this phone; what others took
 * over the server knows.
 */
export async function listAdopted(
  store: Store,
  assessmentId: string,
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly basis: Json }[]> {
  const keyOf = new Map(paths.map((path) => [registerRowKey(assessmentId, `self/${path}`), path]));
  const keys = [...keyOf.keys()];
  const [registers, ops] = await Promise.all([
    store.db.registers.bulkGet(keys),
    store.db.ops.where('registerKey').anyOf(keys).toArray(),
  ]);
  const standing = await Promise.resolve(
    Promise.all(registers.flatMap((row) => (row === undefined ? [] : [openRegister(store.codec, row)]))),
  );
  const heads = new Set(shown(standing).flatMap((register) => register.heads.map(({ hash }) => hash as string)));
  const current = ops.filter(({ hash }) => heads.has(hash));
  const opened = await Promise.resolve(Promise.all(current.map((row) => openOp(store.codec, row))));
  return opened.flatMap(({ op }, index) => {
    const path = keyOf.get(current[index]?.registerKey ?? '');
    return path === undefined || op.basis === null || op.value === null ? [] : [{ path, basis: op.basis }];
  });
}
