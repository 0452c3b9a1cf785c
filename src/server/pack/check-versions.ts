import type { DecisionRecord } from '#domain/assessment.ts';
import { evidenceOf } from '#oplog/project-assessment.ts';
import { foldOps } from '#oplog/register.ts';
import { rootOf } from './check-ops.ts';
import { packFiles } from './pack-format.ts';
import type { PackOp } from './pack-format.ts';

export type VersionReport = {
  readonly version: number;
  /** Name of who sealed it. */
  readonly by: string;
  /** Server time. */
  readonly at: string;
  readonly evidence: number;
};

/** Each seal of the bureau: the ops up to it come to the root that it names, and its evidence is what there was. */
export function checkVersions(ops: readonly PackOp[], fault: (member: string, words: string) => void): readonly VersionReport[] {
  return ops
    .filter(({ op, receipt }) => op.kind === 'seal' && receipt.state === 'stored' && receipt.gsn !== null)
    .toSorted((a, b) => (a.receipt.gsn ?? 0) - (b.receipt.gsn ?? 0))
    .map(({ op, receipt }) => {
      const { version, by, root, evidence } = op.value as DecisionRecord;
      const gsn = receipt.gsn ?? 0;
      const name = `第 ${String(version)} 版`;
      if (rootOf(ops, gsn) !== root) fault(packFiles.ops, `${name}的内容和封存时不一致`);
      const sealed = (evidence ?? []).map((piece) => `${piece.id} ${piece.sha256}`).sort();
      if (sealed.join() !== piecesAt(ops, gsn).join()) fault(packFiles.ops, `${name}的证据和封存时不一致`);
      return { version, by: by.name, at: receipt.serverTime, evidence: sealed.length };
    });
}

function piecesAt(ops: readonly PackOp[], gsn: number): readonly string[] {
  const then = ops.flatMap(({ op, receipt }) => (receipt.state === 'stored' && (receipt.gsn ?? Infinity) <= gsn ? op : []));
  return evidenceOf([...foldOps(then).values()])
    .filter(({ voided }) => !voided)
    .map(({ evidenceId, record }) => `${evidenceId} ${record.sha256}`)
    .sort();
}
