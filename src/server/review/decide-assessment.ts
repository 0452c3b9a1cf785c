/** The office's decisions: ops of the server's chain, written only if what the reviewer saw is what there is. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { withInputs } from '#definition/inputs-of.ts';
import { nextAssessmentState } from '#domain/assessment-workflow.ts';
import type { AssessmentState, DecidedBy, DecisionRecord, ReturnRecord } from '#domain/assessment.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { workflowHeads } from '#oplog/decision-of.ts';
import type { OpDraft, Register } from '#oplog/op.ts';
import { createdAssessment, evidenceOf, projectAssessment } from '#oplog/project-assessment.ts';
import { questionState } from '#oplog/question-state.ts';
import type { Scope } from '#policy/scope.ts';
import { sealObstacles } from '#replica/seal-obstacles.ts';
import type { EntityId, Sha256 } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { ServerContext } from '../context.ts';
import { recordAudit } from '../db/audit.ts';
import { within } from '../db/within.ts';
import { readRegisters } from '../office/assessment-rows.ts';
import { appendIf } from '../server-chain.ts';
import { sha256 } from '../sha256.ts';
import { headsText } from './review-row.ts';
import { sealsOf, storedIn } from './sealed-rows.ts';

export type DecisionOrder =
  | {
      readonly kind: 'return';
      readonly reason: string;
      readonly deadline: string | null;
      readonly items: readonly { readonly question: string; readonly comment: string }[];
    }
  | { readonly kind: 'approve' }
  | { readonly kind: 'seal' }
  | { readonly kind: 'amend'; readonly reason: string };

export type Decider = { readonly scope: Scope; readonly by: DecidedBy };

/** `root` null: the state alone was looked at, as for many at once. */
export type Seen = { readonly heads: string; readonly root: string | null };

/** The caller has checked what the person may, and that the assessment is in scope. */
export async function decideAssessment(
  server: ServerContext,
  { scope, by }: Decider,
  id: string,
  seen: Seen,
  order: DecisionOrder,
): Promise<Outcome<null>> {
  const { open } = server;
  const { registers, stored, seals } = await within(open, scope, async (reader) => ({
    registers: await readRegisters(reader, id),
    stored: await storedIn(reader, id),
    seals: await sealsOf(reader, id),
  }));
  const root = assessmentRoot(registers, sha256);
  const stop = refusalOf(registers, { ...seen, root: seen.root ?? root }, order.kind);
  if (stop !== null) return refused(stop);
  if (order.kind === 'seal') {
    const obstacles = sealObstacles(registers, stored);
    if (obstacles.length > 0) return refused(problem('review.obstacles', { count: obstacles.length }));
  }
  const version = seals.length + (order.kind === 'amend' ? 0 : 1);
  const edition = createdAssessment(registers)?.record.definitionHash ?? '';
  const compiled = server.catalogue.compiled(edition);
  const draft = draftOf(id, order, { registers, root, version, by, compiled });
  const written = await appendIf(server, [draft], async (tx) =>
    refusalOf(await tx.registersOwnedBy(id as EntityId), { heads: seen.heads, root }, order.kind),
  );
  if (written.kind === 'refused') return written;
  const detail = JSON.stringify({ root, version, reason: draft.reason });
  const event = { kind: `review.${order.kind}`, person: by.person, subject: id, detail };
  await recordAudit(open.db, open.kind, event, new Date(server.now()).toISOString());
  return ok(null);
}

/** Why a decision over this cannot be made now. */
function refusalOf(
  registers: readonly Register[],
  seen: { readonly heads: string; readonly root: string },
  kind: DecisionOrder['kind'],
): Problem | null {
  if (headsText(workflowHeads(registers).map(({ hash }) => hash)) !== seen.heads) return problem('review.moved');
  if (assessmentRoot(registers, sha256) !== seen.root) return problem('review.moved');
  const state = projectAssessment(registers, sha256)?.state ?? 'draft';
  return nextAssessmentState(state, kind) === null ? problem('review.not-possible', { state }) : null;
}

/** What may be decided in a state. */
export function decisionsIn(state: AssessmentState): readonly DecisionOrder['kind'][] {
  return (['return', 'approve', 'seal', 'amend'] as const).filter((kind) => nextAssessmentState(state, kind) !== null);
}

type Ground = {
  readonly registers: readonly Register[];
  readonly root: Sha256;
  readonly version: number;
  readonly by: DecidedBy;
  /** Null: this server does not hold its edition. */
  readonly compiled: CompiledDefinition | null;
};

function draftOf(id: string, order: DecisionOrder, ground: Ground): OpDraft {
  const { by, registers } = ground;
  const reason = order.kind === 'return' || order.kind === 'amend' ? order.reason : null;
  const basis = { by: by.person };
  const entityId = id as EntityId;
  const made = { kind: order.kind, entity: 'assessment', entityId, field: null, reason, basis, definition: null } as const;
  if (order.kind === 'return') {
    const items = order.items.map(({ question, comment }) => {
      const paths = ground.compiled === null ? [question] : withInputs(ground.compiled, question);
      return { question, comment, paths, state: questionState(registers, paths, sha256) };
    });
    return { ...made, value: { items, deadline: order.deadline, by } satisfies ReturnRecord };
  }
  const evidence = order.kind === 'seal' ? sealedPieces(registers) : null;
  const { root, version } = ground;
  return { ...made, value: { root, version, by, evidence } satisfies DecisionRecord };
}

function sealedPieces(registers: readonly Register[]): NonNullable<DecisionRecord['evidence']> {
  return evidenceOf(registers)
    .filter(({ voided }) => !voided)
    .map(({ evidenceId, record }) => ({ id: evidenceId as EntityId, sha256: record.sha256 }));
}
