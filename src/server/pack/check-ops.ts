import { assessmentRoot } from '#oplog/assessment-root.ts';
import { hashOp, hashOpWithheld, valueHash } from '#oplog/hash-op.ts';
import type { Op } from '#oplog/op.ts';
import { foldOps } from '#oplog/register.ts';
import { sha256 } from '../sha256.ts';
import { packFiles } from './pack-format.ts';
import type { PackManifest, PackOp } from './pack-format.ts';

/**
 * Each op has its hash, neighbours of a chain follow each other, and together they come to the root of the manifest. Returns what is no
 * fault: where a device's work on other firms was left out.
 */
export function checkOps(
  manifest: PackManifest,
  entries: readonly PackOp[],
  fault: (member: string, words: string) => void,
): readonly string[] {
  const notes: string[] = [];
  const bad = (words: string): void => fault(packFiles.ops, words);
  if (entries.length !== manifest.ops) bad(`应有 ${String(manifest.ops)} 条操作，实有 ${String(entries.length)} 条`);
  let before: Op | null = null;
  for (const entry of entries) {
    const op = entry.op;
    const name = `设备 ${op.device} 第 ${String(op.seq)} 条`;
    if (opHash(entry) !== op.hash) bad(`${name}被改动`);
    const sameDevice: Op | null = before?.device === op.device ? before : null;
    if (sameDevice !== null && op.seq <= sameDevice.seq) bad(`${name}顺序不对`);
    else if (sameDevice !== null && op.seq === sameDevice.seq + 1 && op.prev !== sameDevice.hash) bad(`${name}和上一条接不上`);
    else if (op.seq !== (sameDevice?.seq ?? 0) + 1)
      notes.push(`设备 ${op.device} 第 ${String((sameDevice?.seq ?? 0) + 1)}–${String(op.seq - 1)} 条属于其他工作，不在包内`);
    before = op;
  }
  if (rootOf(entries) !== manifest.root) bad('操作合起来的根哈希和清单不符：有缺少或多出的操作');
  const withheld = entries.filter((entry) => entry.valueHash !== null).length;
  return withheld === 0 ? notes : [...notes, `${String(withheld)} 条操作只给出值的哈希，值未附`];
}

/** `assessmentRoot` of the ops that count, up to a number of the server's. It needs no values. */
export function rootOf(entries: readonly PackOp[], gsn = Infinity): string {
  const counted = entries.filter(({ receipt }) => receipt.state === 'stored' && receipt.gsn !== null && receipt.gsn <= gsn);
  return assessmentRoot([...foldOps(counted.map(({ op }) => op)).values()], sha256);
}

/** By the value, or where it is withheld by its hash. */
function opHash({ op, valueHash: withheld }: PackOp): string | null {
  try {
    if (withheld === null) return hashOp(op, sha256);
    // A withheld value that is given all the same must be the one.
    return op.value === null || valueHash(op.salt, op.value, sha256) === withheld ? hashOpWithheld(op, withheld, sha256) : null;
  } catch {
    return null;
  }
}
