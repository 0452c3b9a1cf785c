/** Walks everything that is hashed: each device's ops, the audit log, the evidence files, the seals over them all. Names what does not hold. */
import { stat } from 'node:fs/promises';
import { verifyChain } from '#oplog/verify-chain.ts';
import type { OpHash } from '#shared/ids.ts';
import { evidencePath, hashFile } from '../blobs/commit-evidence.ts';
import type { ServerContext } from '../context.ts';
import { verifyAudit } from '../db/audit.ts';
import { nextOps } from '../db/op-runs.ts';
import { scrubState } from './scrub-evidence.ts';
import type { ScrubState } from './scrub-evidence.ts';
import { verifySignatures } from './verify-signatures.ts';
import { verifySeals } from './verify-seals.ts';

export type Verified = {
  readonly devices: number;
  readonly ops: number;
  readonly auditRows: number;
  readonly files: number;
  /** Of devices over their pushes. */
  readonly signatures: number;
  readonly seals: number;
  /** What the nightly look at the files has done; the files are all hashed here too. */
  readonly scrub: ScrubState;
  readonly faults: readonly string[];
};

export async function verifyChains(server: ServerContext): Promise<Verified> {
  const { db } = server.open;
  const faults: string[] = [];
  let ops = 0;
  const devices = await db.selectFrom('devices').select(['id', 'last', 'last_hash']).orderBy('id').execute();
  for (const device of devices) {
    const found = await verifyDevice(server, device.id);
    ops += found.count;
    if (found.fault !== null) faults.push(`设备 ${device.id}:${found.fault}`);
    else if (found.count !== device.last || found.lastHash !== device.last_hash) {
      faults.push(`设备 ${device.id}:记着 ${String(device.last)} 条,实有 ${String(found.count)} 条`);
    }
  }
  for (const { number, fault } of await verifyAudit(db))
    faults.push(`审计日志第 ${String(number)} 行:${faultWords[fault] ?? fault}`);
  const { auditRows } = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('auditRows'))
    .executeTakeFirstOrThrow();
  const files = await db.selectFrom('evidence_files').select(['evidence_id', 'sha256']).execute();
  for (const { evidence_id: id, sha256 } of files) {
    const path = evidencePath(server.folders.evidence, sha256);
    if ((await stat(path).catch(() => null)) === null) faults.push(`证据 ${id}:文件不见了`);
    else if ((await hashFile(path)) !== sha256) faults.push(`证据 ${id}:文件被改动`);
  }
  const signatures = await verifySignatures(db);
  const sealed = await verifySeals(db);
  return {
    devices: devices.length,
    ops,
    auditRows,
    files: files.length,
    signatures: signatures.count,
    seals: sealed.seals,
    scrub: await scrubState(server),
    faults: [...faults, ...signatures.faults, ...sealed.faults],
  };
}

const faultWords: Readonly<Record<string, string>> = {
  'a row before it is missing': '前面少了一行',
  'does not continue the row before it': '和上一行接不上',
  'was changed': '被改动',
};

type Walked = { readonly count: number; readonly lastHash: string | null; readonly fault: string | null };

async function verifyDevice({ open }: ServerContext, device: string): Promise<Walked> {
  let since: { readonly seq: number; readonly hash: OpHash | null } = { seq: 0, hash: null };
  for (;;) {
    const ops = await nextOps(open.db, device, since.seq);
    if (ops.length === 0) return { count: since.seq, lastHash: since.hash, fault: null };
    const fault = verifyChain(ops, since);
    if (fault !== null)
      return { count: since.seq, lastHash: since.hash, fault: `第 ${String(fault.seq)} 条 ${chainWords[fault.kind]}` };
    const other = ops.find(({ hash, rowHash }) => hash !== rowHash);
    if (other !== undefined)
      return { count: since.seq, lastHash: since.hash, fault: `第 ${String(other.seq)} 条 索引和内容不符` };
    const last = ops.at(-1);
    since = { seq: last?.seq ?? since.seq, hash: last?.hash ?? since.hash };
  }
}

const chainWords = { hash: '被改动', gap: '前面少了', prev: '和上一条接不上', device: '不属于这台设备' } as const;
