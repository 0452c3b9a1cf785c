import type { OpHash } from '#shared/ids.ts';
import { hashOp } from './hash-op.ts';
import type { Op } from './op.ts';

export type ChainFault =
  | { readonly kind: 'hash'; readonly seq: number; readonly hash: OpHash }
  | { readonly kind: 'gap'; readonly seq: number; readonly expected: number }
  | { readonly kind: 'prev'; readonly seq: number; readonly expected: OpHash | null }
  | { readonly kind: 'device'; readonly seq: number };

/** Walks one device's ops in order, from its first or from after `since`. Null: whole. The first fault otherwise. */
export function verifyChain(
  ops: readonly Op[],
  since: { readonly seq: number; readonly hash: OpHash | null } = { seq: 0, hash: null },
): ChainFault | null {
  let { seq, hash } = since;
  const device = ops[0]?.device;
  for (const op of ops) {
    if (op.device !== device) return { kind: 'device', seq: op.seq };
    if (op.seq !== seq + 1) return { kind: 'gap', seq: op.seq, expected: seq + 1 };
    if (op.prev !== hash) return { kind: 'prev', seq: op.seq, expected: hash };
    if (hashOp(op) !== op.hash) return { kind: 'hash', seq: op.seq, hash: op.hash };
    seq = op.seq;
    hash = op.hash;
  }
  return null;
}
