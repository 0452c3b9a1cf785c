import { readLeaf } from '#proof/log-leaf.ts';
import type { LogLeaf } from '#proof/log-leaf.ts';
import { rootOfPath } from '#proof/merkle.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import { sha256 } from '../sha256.ts';
import { checkTimestamp } from '../timestamp/timestamp-response.ts';
import { rootOf } from './check-ops.ts';
import { packFiles, rootFile, tokenFile } from './pack-format.ts';
import type { PackAudit, PackLog, PackManifest, PackOp } from './pack-format.ts';

/** `trusted`: the certificate leads to a root that was given. */
export type StampReport = { readonly seal: number; readonly at: string; readonly signer: string; readonly trusted: boolean };

export type LogCheck = {
  readonly manifest: PackManifest;
  readonly log: PackLog;
  readonly audit: readonly PackAudit[];
  readonly ops: readonly PackOp[];
  readonly texts: ReadonlyMap<string, string>;
  readonly token: (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly authorities: readonly Uint8Array<ArrayBuffer>[];
  readonly fault: (member: string, words: string) => void;
};

/** Every photo, audit row and the assessment itself stand in the sealed log, the seals follow each other, and the timestamps are over them. */
export async function checkLog(check: LogCheck): Promise<readonly StampReport[]> {
  const { manifest, log, audit, ops, fault } = check;
  const bad = (words: string): void => fault(packFiles.log, words);
  const proven = provenLeaves(log, bad);
  checkSeals(log, proven, bad);
  checkAudit(audit, proven, fault);
  for (const { evidenceId, sha256: hash, committedAt, file } of manifest.evidence) {
    if (file === null) continue;
    const leaf = proven.find((found) => found.kind === 'evidence' && found.evidenceId === evidenceId);
    if (leaf?.kind !== 'evidence' || leaf.sha256 !== hash || leaf.committedAt > (committedAt ?? ''))
      bad(`证据 ${evidenceId} 不在封存的日志里`);
  }
  const states = proven.filter((leaf) => leaf.kind === 'assessment' && leaf.assessment === manifest.assessment);
  if (states.length === 0) bad('评估不在封存的日志里');
  for (const leaf of states)
    if (leaf.kind === 'assessment' && rootOf(ops, leaf.gsn) !== leaf.root)
      bad(`评估内容和封存时（编号 ${String(leaf.gsn)}）不一致`);
  return checkTimestamps(check);
}

type Bad = (words: string) => void;

/** The leaves whose path leads to the root of their seal. */
function provenLeaves(
  { seals, proofs }: PackLog,
  bad: Bad,
): readonly (LogLeaf & { readonly seal: number; readonly position: number })[] {
  const known = new Map(seals.map((seal) => [seal.number, seal]));
  return proofs.flatMap(({ seal, position, leaf: text, path }) => {
    const leaf = readLeaf(text);
    const sealed = known.get(seal);
    if (leaf !== null && sealed !== undefined && rootOfPath(text, position, sealed.leaves, path) === sealed.root)
      return [{ ...leaf, seal, position }];
    bad(`第 ${String(seal)} 次封存里第 ${String(position)} 项的证明不成立`);
    return [];
  });
}

/** Each seal but the first covers the one before. */
function checkSeals({ seals }: PackLog, proven: readonly (LogLeaf & { readonly seal: number })[], bad: Bad): void {
  for (const [index, { number }] of seals.entries()) {
    const before = seals[index - 1];
    if (before === undefined) continue;
    const link = proven.some(
      (leaf) => leaf.kind === 'seal' && leaf.seal === number && leaf.number === before.number && leaf.root === before.root,
    );
    if (!link || number !== before.number + 1) bad(`第 ${String(number)} 次封存和上一次接不上`);
  }
}

function checkAudit(audit: readonly PackAudit[], proven: readonly LogLeaf[], fault: LogCheck['fault']): void {
  const leaves = new Map(proven.flatMap((leaf) => (leaf.kind === 'audit' ? [[leaf.number, leaf.hash] as const] : [])));
  let before: PackAudit | null = null;
  for (const { hash, ...row } of audit) {
    const name = `审计日志第 ${String(row.number)} 行`;
    if (sha256(canonicalJson(row)) !== hash) fault(packFiles.audit, `${name}被改动`);
    else if (before?.number === row.number - 1 && row.prev !== before.hash) fault(packFiles.audit, `${name}和上一行接不上`);
    else if (leaves.get(row.number) !== hash) fault(packFiles.audit, `${name}不在封存的日志里`);
    before = { ...row, hash };
  }
  const held = new Set(audit.map(({ number }) => number));
  for (const number of leaves.keys()) if (!held.has(number)) fault(packFiles.audit, `缺少审计日志第 ${String(number)} 行`);
}

async function checkTimestamps({ log, token, texts, authorities, fault }: LogCheck): Promise<readonly StampReport[]> {
  const stamped: StampReport[] = [];
  for (const { seal } of log.timestamps) {
    const root = log.seals.find(({ number }) => number === seal)?.root ?? '';
    const answer = await token(tokenFile(seal));
    const said = answer === null ? null : await checkTimestamp(answer, root, authorities);
    if (said?.kind !== 'stamped') fault(tokenFile(seal), '时间戳核对不通过');
    else if (texts.get(rootFile(seal)) !== root) fault(rootFile(seal), '和封存的根哈希不符');
    else stamped.push({ seal, at: said.at, signer: said.signer, trusted: said.trusted });
  }
  return stamped;
}
