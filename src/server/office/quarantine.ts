/** What was set aside within a scope, and the office's command that lets a step of it count. */
import { sql } from 'kysely';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { AssessmentRecord } from '#domain/assessment.ts';
import type { Op } from '#oplog/op.ts';
import { releaseField } from '#oplog/release.ts';
import type { Release } from '#oplog/release.ts';
import { showsFinance } from '#policy/scope.ts';
import type { Scope } from '#policy/scope.ts';
import type { QuarantineReply, QuarantinedStep } from '#protocol/quarantine-wire.ts';
import type { ServerContext } from '../context.ts';
import { isFinance } from '../db/shown-heads.ts';
import type { Reader } from '../db/within.ts';
import { appendAsServer } from '../server-chain.ts';
import { editionOf } from './desk.ts';
import type { Desk } from './desk.ts';
import { historyOf } from './history-of.ts';

/** Newest first, at most this many steps. */
const listLimit = 500;

export async function listQuarantine(desk: Desk, reader: Reader): Promise<readonly QuarantinedStep[]> {
  const rows = await quarantined(reader)
    .orderBy('received_at', 'desc')
    .orderBy('device')
    .orderBy('seq')
    .limit(listLimit * 4)
    .execute();
  const steps = [...Map.groupBy(rows, ({ device, step }) => `${device} ${step}`).values()].slice(0, listLimit);
  return steps.flatMap((step) => describe(desk, reader.scope, step) ?? []);
}

/** The same of one assessment. */
export async function quarantineOf(desk: Desk, reader: Reader, assessmentId: string): Promise<readonly QuarantinedStep[]> {
  const rows = await quarantined(reader).where('owner', '=', assessmentId).orderBy('device').orderBy('seq').execute();
  return [...Map.groupBy(rows, ({ device, step }) => `${device} ${step}`).values()].flatMap(
    (step) => describe(desk, reader.scope, step) ?? [],
  );
}

/** Of the last thirty days, newest first. */
export async function listDifferences({ from }: Reader, now: number): Promise<QuarantineReply['differences']> {
  const rows = await from('assessments')
    .innerJoin('audit', 'audit.subject', 'assessments.assessment_id')
    .leftJoin('people', 'people.id', 'audit.person')
    .select(['assessment_id', 'enterprise_name', 'people.name as person', 'at'])
    .where('audit.kind', '=', 'state.differs')
    .where('at', '>', new Date(now - 30 * 24 * 60 * 60 * 1000).toISOString())
    .orderBy('number', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    assessment: row.assessment_id,
    enterpriseName: row.enterprise_name,
    person: row.person ?? '',
    at: row.at,
  }));
}

type Row = Awaited<ReturnType<ReturnType<typeof quarantined>['execute']>>[number];

function quarantined({ from }: Reader) {
  return from('ops')
    .leftJoin('people', 'people.id', 'ops.author')
    .leftJoin('assessments', (join) =>
      // What waited for its assessment was stored without a place.
      join.on('assessments.assessment_id', '=', sql<string>`coalesce(ops.owner, ops.entity_id)`),
    )
    .select(['device', 'step', 'seq', 'hash', 'problem', 'waits_for', 'received_at', 'body', 'owner', 'ops.region as region'])
    .select(['people.name as author_name', 'people.region as author_region', 'enterprise_name', 'definition_hash'])
    .where('ops.state', '=', 'quarantined');
}

function describe(desk: Desk, scope: Scope, rows: readonly Row[]): QuarantinedStep | null {
  const [first] = rows;
  if (first === undefined) return null;
  const ops = rows.map(({ body }) => JSON.parse(body) as Op);
  const created = ops.find(({ kind, entity }) => kind === 'create' && entity === 'assessment')?.value as
    | AssessmentRecord
    | undefined;
  const compiled: CompiledDefinition | null = editionOf(desk, first.definition_hash ?? created?.definitionHash ?? '');
  const told = historyOf(
    rows.map((row, index) => ({ op: ops[index] as Op, serverTime: row.received_at, quarantined: row.problem })),
    compiled,
    () => first.author_name ?? '',
  );
  const problem = rows.find((row) => row.problem !== 'sync.quarantined')?.problem ?? 'sync.quarantined';
  return {
    device: first.device,
    step: first.step,
    author: first.author_name ?? '',
    receivedAt: first.received_at,
    region: first.region ?? first.author_region,
    assessment: first.owner,
    enterpriseName: first.enterprise_name ?? created?.enterpriseName ?? null,
    problem,
    releasable: rows.every(({ waits_for: waits }) => waits === null) && liftable.has(problem),
    changes: told.map(({ hash, kind, entity, subject, value, quarantined: why }, index) => ({
      hash,
      kind,
      entity,
      subject,
      value: isHidden(scope, ops[index]) ? null : value,
      problem: why,
    })),
  };
}

function isHidden(scope: Scope, op: Op | undefined): boolean {
  return op?.entity === 'enterprise' && isFinance(op.field ?? '') && !showsFinance(scope, op.entityId);
}

/** What only speaks of the author, the place or the moment. */
const liftable: ReadonlySet<string> = new Set([
  'access.denied',
  'access.not-found',
  'access.ended',
  'access.not-yet',
  'assessment.not-editable',
  'sync.quarantined',
]);

/** The step as it stands, null when nothing of it is set aside within this scope. */
export async function readQuarantined(reader: Reader, { device, step }: Release): Promise<readonly Op[] | null> {
  const rows = await quarantined(reader).where('device', '=', device).where('step', '=', step).orderBy('seq').execute();
  return rows.length === 0 ? null : rows.map(({ body }) => JSON.parse(body) as Op);
}

/** Writes the command as an op of the server's chain. Returns the problem for which the step is still set aside, null when it counts. */
export async function releaseStep(
  server: ServerContext,
  ops: readonly Op[],
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<string | null> {
  const [first] = ops;
  if (first === undefined) return null;
  const { device, step, entity, entityId } = first;
  const command = {
    kind: 'set',
    entity,
    entityId,
    field: releaseField({ device, step }),
    value: null,
    definition: null,
  } as const;
  await appendAsServer(server, [[{ ...command, reason, basis: { releasedBy: by } }]]);
  const left = await server.open.db
    .selectFrom('ops')
    .select('problem')
    .where('device', '=', device)
    .where('step', '=', step)
    .where('state', '=', 'quarantined')
    .executeTakeFirst();
  return left?.problem ?? null;
}
