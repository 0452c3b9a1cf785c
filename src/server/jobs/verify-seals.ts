/** Holds what the database says now against what the seals covered: a row that was changed or deleted since, the last one too, is named. */
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { foldOps } from '#oplog/register.ts';
import { readLeaf } from '#proof/log-leaf.ts';
import type { LogLeaf } from '#proof/log-leaf.ts';
import { merkleTree } from '#proof/merkle.ts';
import { opsOfOwner, receiptsBetween } from '../db/op-runs.ts';
import { wholeTables } from '../db/within.ts';
import type { Database } from '../db/schema.ts';
import { sha256 } from '../sha256.ts';
import { leavesOf } from './seal-log.ts';

export async function verifySeals(db: Database): Promise<{ readonly seals: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const seals = await db.selectFrom('seals').selectAll().orderBy('number').execute();
  const assessments = new Map<string, Extract<LogLeaf, { kind: 'assessment' }>>();
  let before: { readonly number: number; readonly root: string } | null = null;
  for (const seal of seals) {
    const name = `封存第 ${String(seal.number)} 次`;
    const texts = await leavesOf(db, seal.number);
    if (seal.number !== (before?.number ?? 0) + 1) faults.push(`${name}：前面少了`);
    if (merkleTree(texts).root !== seal.root) faults.push(`${name}：清单和根哈希对不上`);
    const leaves = texts.map(readLeaf);
    const first = leaves[0];
    const follows = before === null || (first?.kind === 'seal' && first.number === before.number && first.root === before.root);
    if (!follows) faults.push(`${name}：和上一次接不上`);
    for (const leaf of leaves) {
      if (leaf?.kind === 'assessment') assessments.set(leaf.assessment, leaf);
      const fault = leaf === null ? '清单里有读不出的内容' : await faultOf(db, leaf);
      if (fault !== null) faults.push(`${name}：${fault}`);
    }
    before = seal;
  }
  for (const leaf of assessments.values()) {
    if ((await rootAt(db, leaf.assessment, leaf.gsn)) !== leaf.root) faults.push(`评估 ${leaf.assessment}：和封存时的内容不一致`);
  }
  return { seals: seals.length, faults };
}

async function faultOf(db: Database, leaf: LogLeaf): Promise<string | null> {
  switch (leaf.kind) {
    case 'seal':
    case 'assessment':
      return null;
    case 'audit': {
      const row = await db.selectFrom('audit').select('hash').where('number', '=', leaf.number).executeTakeFirst();
      if (row?.hash === leaf.hash) return null;
      return `审计日志第 ${String(leaf.number)} 行${row === undefined ? '不见了' : '和封存时不一致'}`;
    }
    case 'evidence': {
      const row = await db
        .selectFrom('evidence_files')
        .select(['sha256', 'size', 'committed_at'])
        .where('evidence_id', '=', leaf.evidenceId)
        .executeTakeFirst();
      if (row === undefined) return `证据 ${leaf.evidenceId} 的登记不见了`;
      // Committed anew after a restore is later, never earlier.
      const same = row.sha256 === leaf.sha256 && row.size === leaf.size && row.committed_at >= leaf.committedAt;
      return same ? null : `证据 ${leaf.evidenceId} 的登记和封存时不一致`;
    }
    case 'chain': {
      const held = (await receiptsBetween(db, leaf.device, leaf.seq, leaf.seq)).get(leaf.seq);
      if (held?.hash === leaf.hash) return null;
      return `设备 ${leaf.device} 第 ${String(leaf.seq)} 条${held === undefined ? '不见了' : '和封存时不一致'}`;
    }
  }
}

/** From the ops as they were received, not from what was folded of them. */
async function rootAt(db: Database, assessment: string, gsn: number): Promise<string> {
  const ops = await opsOfOwner(wholeTables(db), assessment);
  const then = ops.filter(({ receipt }) => receipt.state === 'stored' && receipt.gsn !== null && receipt.gsn <= gsn);
  return assessmentRoot([...foldOps(then.map(({ op }) => op)).values()], sha256);
}
