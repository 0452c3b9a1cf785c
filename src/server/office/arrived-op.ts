import type { Op } from '#oplog/op.ts';

/** An op with what the server noted when it arrived. */
export type ArrivedOp = {
  readonly op: Op;
  readonly serverTime: string;
  /** Code of the problem that set it aside; null when it counts. */
  readonly quarantined: string | null;
};
