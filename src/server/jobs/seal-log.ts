/**
 * Once an hour a Merkle root over all that came into the log since the last one: audit rows, committed evidence, the tip of each device's
 * chain, the state of each assessment. Each root covers the one before, so whoever knows the newest can tell every later change of what was.
 */
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { leafText, readLeaf } from '#proof/log-leaf.ts';
import type { LogLeaf } from '#proof/log-leaf.ts';
import { merkleTree } from '#proof/merkle.ts';
import type { ServerContext } from '../context.ts';
import { bulkWriter } from '../db/bulk.ts';
import type { BulkTable } from '../db/bulk.ts';
import { readRegisters } from '../db/register-runs.ts';
import type { Database, Tables } from '../db/schema.ts';
import { sha256 } from '../sha256.ts';

export type Seal = Tables['seals'];

/** The new seal; null when nothing came in since the last one, or another process was first. */
export async function sealLog(server: ServerContext): Promise<Seal | null> {
  const { db, kind } = server.open;
  const before = await latestSeal(db);
  // Numbers are given under one lock: what is not above these is all there.
  const { gsn } = await db.selectFrom('sync_head').select('gsn').executeTakeFirstOrThrow();
  const { audit } = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.max('number').as('audit'))
    .executeTakeFirstOrThrow();
  const until = { gsn, audit: audit ?? 0 };
  const news = await leavesSince(server, before, until);
  if (news.length === 0) return null;
  const number = (before?.number ?? 0) + 1;
  const leaves: readonly LogLeaf[] =
    before === null ? news : [{ kind: 'seal', number: before.number, root: before.root }, ...news];
  const texts = leaves.map(leafText);
  const seal: Seal = {
    number,
    made_at: new Date(server.now()).toISOString(),
    root: merkleTree(texts).root,
    leaves: texts.length,
    last_gsn: until.gsn,
    last_audit: until.audit,
  };
  const rows = leaves.map((leaf, position) => ({
    seal: number,
    position,
    kind: leaf.kind,
    subject: subjectOf(leaf),
    leaf: texts[position] ?? '',
  }));
  return db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows: made } = await tx
      .insertInto('seals')
      .values(seal)
      .onConflict((conflict) => conflict.column('number').doNothing())
      .executeTakeFirstOrThrow();
    if (made === 0n) return null;
    await bulkWriter(tx, kind)(leavesTable, rows);
    return seal;
  });
}

export async function latestSeal(db: Database): Promise<Seal | null> {
  return (await db.selectFrom('seals').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** The leaves of a seal in order, as they were hashed. */
export async function leavesOf(db: Database, seal: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('seal_leaves').select('leaf').where('seal', '=', seal).orderBy('position').execute();
  return rows.map(({ leaf }) => leaf);
}

type Until = { readonly gsn: number; readonly audit: number };

async function leavesSince(server: ServerContext, before: Seal | null, until: Until): Promise<readonly LogLeaf[]> {
  const { db } = server.open;
  const since = { gsn: before?.last_gsn ?? 0, audit: before?.last_audit ?? 0 };
  const audit = await db
    .selectFrom('audit')
    .select(['number', 'hash'])
    .where('number', '>', since.audit)
    .where('number', '<=', until.audit)
    .orderBy('number')
    .execute();
  const files = await db
    .selectFrom('evidence_files')
    .select(['evidence_id', 'sha256', 'size', 'committed_at'])
    .where('gsn', '>', since.gsn)
    .where('gsn', '<=', until.gsn)
    .orderBy('gsn')
    .execute();
  return [
    ...audit.map(({ number, hash }): LogLeaf => ({ kind: 'audit', number, hash })),
    ...files.map((file): LogLeaf => ({
      kind: 'evidence',
      evidenceId: file.evidence_id,
      sha256: file.sha256,
      size: file.size,
      committedAt: file.committed_at,
    })),
    ...(await movedChains(db)),
    ...(await changedAssessments(server, since.gsn)),
  ];
}

/** Devices whose chain is longer than the last seal that names it says. */
async function movedChains(db: Database): Promise<readonly LogLeaf[]> {
  const newest = db
    .selectFrom('seal_leaves')
    .select(({ fn, ref }) => ['subject', fn.max(ref('seal')).as('seal')])
    .where('kind', '=', 'chain')
    .groupBy('subject')
    .as('newest');
  const sealed = await db
    .selectFrom('seal_leaves')
    .innerJoin(newest, (join) =>
      join.onRef('newest.subject', '=', 'seal_leaves.subject').onRef('newest.seal', '=', 'seal_leaves.seal'),
    )
    .select('leaf')
    .where('kind', '=', 'chain')
    .execute();
  const known = new Map<string, number>();
  for (const leaf of sealed.map((row) => readLeaf(row.leaf))) if (leaf?.kind === 'chain') known.set(leaf.device, leaf.seq);
  const devices = await db.selectFrom('devices').select(['id', 'last', 'last_hash']).orderBy('id').execute();
  return devices.flatMap(({ id, last, last_hash: hash }): readonly LogLeaf[] =>
    hash === null || last === (known.get(id) ?? 0) ? [] : [{ kind: 'chain', device: id, seq: last, hash }],
  );
}

/** Assessments read at a time: their registers are long. */
const atOnce = 50;

async function changedAssessments({ open }: ServerContext, since: number): Promise<readonly LogLeaf[]> {
  const { db, kind } = open;
  const changed = await db
    .selectFrom('register_runs')
    .innerJoin('assessments', 'assessments.assessment_id', 'register_runs.root')
    .select('root')
    .distinct()
    .where('last_gsn', '>', since)
    .orderBy('root')
    .execute();
  const leaves: LogLeaf[] = [];
  for (let at = 0; at < changed.length; at += atOnce) {
    const roots = changed.slice(at, at + atOnce).map(({ root }) => root);
    const held = await readRegisters(db, kind, roots);
    for (const assessment of roots) {
      const own = held.filter(({ register, owner }) => (owner ?? register.entityId) === assessment);
      const gsn = Math.max(...own.map((entry) => entry.gsn));
      leaves.push({
        kind: 'assessment',
        assessment,
        gsn,
        root: assessmentRoot(
          own.map(({ register }) => register),
          sha256,
        ),
      });
    }
  }
  return leaves;
}

function subjectOf(leaf: LogLeaf): string {
  switch (leaf.kind) {
    case 'seal':
    case 'audit':
      return String(leaf.number);
    case 'evidence':
      return leaf.evidenceId;
    case 'chain':
      return leaf.device;
    case 'assessment':
      return leaf.assessment;
  }
}

const leavesTable: BulkTable<'seal_leaves'> = {
  table: 'seal_leaves',
  key: ['seal', 'position'],
  existing: 'fail',
  columns: { seal: 'bigint', position: 'bigint', kind: 'text', subject: 'text', leaf: 'text' },
};
