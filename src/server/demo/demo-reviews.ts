/** What the demonstration bureau decided: one returned with marked questions, one approved and drawn for a second review, one sealed. */
import type { DecidedBy } from '#domain/assessment.ts';
import { isDrawn } from '#domain/second-review.ts';
import { noFirms } from '#domain/person.ts';
import { workflowHeads } from '#oplog/decision-of.ts';
import type { Register } from '#oplog/op.ts';
import { scopeOf } from '#policy/scope.ts';
import type { EntityId, PersonId } from '#shared/ids.ts';
import type { ServerContext } from '../context.ts';
import { decideAssessment } from '../review/decide-assessment.ts';
import type { DecisionOrder } from '../review/decide-assessment.ts';
import { headsText } from '../review/review-row.ts';
import { writeRemarks, writeReviewer } from '../review/write-remarks.ts';
import { demoCounty } from './demo-enterprises.ts';

export type Reviewed = 'returned' | 'approved' | 'sealed';

export type DemoReview = {
  readonly assessment: EntityId;
  readonly reviewed: Reviewed;
  readonly reviewer: PersonId;
  readonly registersOf: (id: EntityId) => Promise<readonly Register[]>;
};

/** An id that the draw falls on. */
export function drawnId(make: () => EntityId): EntityId {
  for (;;) {
    const id = make();
    if (isDrawn(id)) return id;
  }
}

export async function demoReview(
  server: ServerContext,
  { assessment, reviewed, reviewer, registersOf }: DemoReview,
): Promise<void> {
  const mine: DecidedBy = { person: reviewer, name: '演示审核员' };
  // Who grades a second time must be somebody else.
  const city: DecidedBy = { person: server.settings.serverPerson, name: '演示市级审核员' };
  const by = reviewed === 'approved' ? city : mine;
  const scope = scopeOf({ person: reviewer, role: 'reviewer', region: demoCounty, assigned: noFirms });
  const decide = async (order: DecisionOrder): Promise<void> => {
    const heads = headsText(workflowHeads(await registersOf(assessment)).map(({ hash }) => hash));
    const done = await decideAssessment(server, { scope, by }, assessment, { heads, root: null }, order);
    if (done.kind === 'refused') throw new Error(`demoReview: ${done.problem.code}`);
  };
  await writeReviewer(server, by, assessment, 'first', by);
  if (reviewed === 'returned') {
    await writeRemarks(
      server,
      by,
      assessment,
      returned.map(({ question, comment }) => ({ path: question, text: comment })),
    );
    const deadline = new Date(server.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    return decide({ kind: 'return', reason: '两处依据不足，请补齐后再提交。', deadline, items: returned });
  }
  await decide({ kind: 'approve' });
  if (reviewed === 'sealed') await decide({ kind: 'seal' });
  else await writeReviewer(server, by, assessment, 'second', mine);
}

const returned = [
  { question: 'jc08', comment: '数控设备台数和上年报表对不上，请核对后补一张设备台账照片。' },
  { question: 'dx07', comment: '没有看到看板照片，请补拍。' },
] as const;
