import type { ApproveCleanReply } from '#protocol/review-wire.ts';
import type { ServerContext } from '../context.ts';
import { within } from '../db/within.ts';
import type { Desk } from '../office/desk.ts';
import { rowsOf } from '../office/list-assessments.ts';
import { decideAssessment } from './decide-assessment.ts';
import type { Decider } from './decide-assessment.ts';
import { readReview } from './read-review.ts';

/** Approves those that nothing speaks against, one by one, and says of the others why not. What is out of scope is left out. */
export async function approveClean(
  server: ServerContext,
  desk: Desk,
  decider: Decider,
  items: readonly { readonly assessmentId: string; readonly heads: string }[],
): Promise<ApproveCleanReply> {
  const approved: ApproveCleanReply['approved'] = [];
  const left: ApproveCleanReply['left'] = [];
  for (const { assessmentId, heads } of items) {
    const found = await within(server.open, decider.scope, async (reader) => {
      const [row] = await rowsOf(desk, reader, [assessmentId]);
      return row === undefined ? null : { row, review: await readReview(desk, reader, assessmentId) };
    });
    if (found === null) continue;
    const { row, review } = found;
    const about = { assessmentId, enterpriseName: row.enterpriseName };
    const reasons = review?.unclean ?? [];
    if (reasons.length > 0) {
      left.push({ ...about, reasons });
      continue;
    }
    const done = await decideAssessment(
      server,
      decider,
      assessmentId,
      { heads, root: review?.root ?? null },
      { kind: 'approve' },
    );
    if (done.kind === 'ok') approved.push(about);
    else left.push({ ...about, reasons: ['moved'] });
  }
  return { approved, left };
}
