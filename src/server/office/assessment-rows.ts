/** The stored rows that one assessment is shown from. The caller has checked the scope. */
import type { WorkflowRecord } from '#domain/assessment.ts';
import type { Register } from '#oplog/op.ts';
import { showsFinance } from '#policy/scope.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { opsOfOwner } from '../db/op-runs.ts';
import type { OpWithReceipt } from '../db/op-runs.ts';
import { registersWithin } from '../db/register-runs.ts';
import type { Reader } from '../db/within.ts';
import type { ArrivedOp } from './arrived-op.ts';
import { actedBy } from './history-of.ts';

export async function readRegisters(reader: Reader, owner: string): Promise<readonly Register[]> {
  return (await registersWithin(reader, [owner])).map(({ register }) => register);
}

export async function readStoredScore(
  { from }: Reader,
  id: string,
): Promise<{
  readonly definitionHash: string;
  readonly phone: WorkflowRecord['phoneScore'];
  readonly result: ScoreResult | null;
  readonly scoredAt: string | null;
}> {
  const row = await from('assessments')
    .leftJoin('scores', 'scores.assessment_id', 'assessments.assessment_id')
    .where('assessments.assessment_id', '=', id)
    .select(['assessments.definition_hash', 'phone_score', 'result', 'scored_at'])
    .executeTakeFirstOrThrow();
  return {
    definitionHash: row.definition_hash,
    phone: row.phone_score === null ? null : (JSON.parse(row.phone_score) as WorkflowRecord['phoneScore']),
    result: row.result === null ? null : (JSON.parse(row.result) as ScoreResult),
    scoredAt: row.scored_at,
  };
}

export async function readFiles({ from }: Reader, owner: string): Promise<ReadonlyMap<string, string>> {
  const rows = await from('evidence_files').where('owner', '=', owner).select(['evidence_id', 'committed_at']).execute();
  return new Map(rows.map((row) => [row.evidence_id, row.committed_at]));
}

/** Newest first by arrival. */
export async function readOps(reader: Reader, owner: string): Promise<readonly ArrivedOp[]> {
  const ops = await opsOfOwner(reader, owner);
  return ops.toSorted(newestFirst).map(({ op, receipt }) => ({
    op,
    serverTime: receipt.serverTime,
    quarantined: receipt.state === 'quarantined' ? (receipt.problem ?? 'sync.quarantined') : null,
  }));
}

function newestFirst(a: OpWithReceipt, b: OpWithReceipt): number {
  if (a.receipt.serverTime !== b.receipt.serverTime) return a.receipt.serverTime < b.receipt.serverTime ? 1 : -1;
  const [first, second] = [a.receipt.gsn ?? Infinity, b.receipt.gsn ?? Infinity];
  return first === second ? b.op.seq - a.op.seq : second > first ? 1 : -1;
}

/** `revenue` is absent for who need not see it. */
export async function readEnterprise({ from, scope }: Reader, code: string): Promise<OfficeDetail['enterprise']> {
  const row = await from('enterprises')
    .where('code', '=', code)
    .select(['industry', 'headcount', 'revenue', 'address', 'contact', 'phone'])
    .executeTakeFirst();
  const { revenue, ...firm } = row ?? noEnterprise;
  return showsFinance(scope, code) ? { ...firm, revenue } : firm;
}

const noEnterprise = { industry: null, headcount: null, revenue: null, address: null, contact: null, phone: null };

export async function readNames(
  { db }: Reader,
  ops: readonly ArrivedOp[],
  registers: readonly Register[],
): Promise<ReadonlyMap<string, string>> {
  const authors = new Set<string>(ops.flatMap(({ op }) => [op.author, actedBy(op)]));
  for (const { heads } of registers) for (const { author } of heads) authors.add(author);
  if (authors.size === 0) return new Map();
  const people = await db
    .selectFrom('people')
    .where('id', 'in', [...authors])
    .select(['id', 'name'])
    .execute();
  return new Map(people.map(({ id, name }) => [id, name]));
}
