import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { ActionStep, Severity } from '#domain/finding.ts';
import { findingPlace } from '#domain/finding.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

/** Three findings of one assessment with what was agreed: one overdue, one that the firm reports done, one closed with a photo. */
type Plan = {
  readonly question: string;
  readonly severity: Severity;
  readonly text: string;
  readonly title: string;
  readonly owner: string;
  /** Days from today. */
  readonly due: number;
  readonly gain: number;
  readonly ends: 'open' | 'reported' | 'closed';
};

const plans: readonly Plan[] = [
  {
    question: 'jc08',
    severity: 'major',
    text: '演示：机加工车间两台数控机床没有联网，产量靠人工抄表',
    title: '演示：两台数控机床加装采集终端并接入设备管理系统',
    owner: '设备科 刘科长',
    due: -20,
    gain: 1.8,
    ends: 'open',
  },
  {
    question: 'dx07',
    severity: 'minor',
    text: '演示：车间看板的数据隔天更新',
    title: '演示：看板改为每班自动更新',
    owner: '生产部 王主管',
    due: 10,
    gain: 0.9,
    ends: 'reported',
  },
  {
    question: 'dx10',
    severity: 'minor',
    text: '演示：过程检验记录只有纸质单据',
    title: '演示：检验记录改为平板录入，纸单留底',
    owner: '质检部 陈工',
    due: 30,
    gain: 1.2,
    ends: 'closed',
  },
];

/** `photos`: of the assessment, by question. Findings are part of it: they come before it is finished. */
export function demoFindings(
  assessment: EntityId,
  photos: ReadonlyMap<string, EntityId>,
  newId: () => EntityId,
): { readonly steps: readonly (readonly OpDraft[])[]; readonly found: readonly DemoFinding[] } {
  const found = plans.map((plan) => ({ plan, finding: newId(), action: newId(), photo: photos.get(plan.question) ?? null }));
  const steps = found.map(({ plan: { question, severity, text }, finding, action, photo }): readonly OpDraft[] => [
    draft('finding', finding, { assessment, question, severity, text, action }),
    ...(photo === null
      ? []
      : [draft('evidence-link', newId(), { assessment, evidence: photo, question: findingPlace(finding) })]),
  ]);
  return { steps, found };
}

export type DemoFinding = {
  readonly plan: Plan;
  readonly finding: EntityId;
  readonly action: EntityId;
  readonly photo: EntityId | null;
};

export function demoActions(
  firm: EnterpriseRecord,
  assessment: EntityId,
  { found, definition, now }: { readonly found: readonly DemoFinding[]; readonly definition: string; readonly now: number },
): readonly (readonly OpDraft[])[] {
  const day = (days: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10);
  return found.map(({ plan, finding, action, photo }) => [
    draft('action', action, {
      enterprise: firm.code,
      enterpriseName: firm.name,
      region: firm.region,
      assessment,
      definition,
      question: plan.question,
      finding,
      severity: plan.severity,
      before: photo === null ? [] : [photo],
      demo: true,
      title: plan.title,
      ownerName: plan.owner,
      due: day(plan.due),
      gain: plan.gain,
    }),
    ...(plan.ends === 'open' ? [] : [step(action, { state: 'reported', proof: null, reason: null })]),
  ]);
}

/** The one that is closed: what its follow-up asks, and the closing itself. */
export function demoFollowUp(assessment: EntityId, found: readonly DemoFinding[]) {
  const done = found.find(({ plan }) => plan.ends === 'closed');
  if (done === undefined) throw new Error('demoFollowUp: no demonstration action is closed');
  const { action, plan } = done;
  return {
    followUp: { of: assessment, actions: [action], questions: [plan.question] },
    question: plan.question,
    close: (of: EntityId, evidence: readonly EntityId[]): OpDraft =>
      step(action, { state: 'closed', proof: { assessment: of, evidence }, reason: null }),
  };
}

function draft(entity: OpDraft['entity'], entityId: EntityId, value: Json): OpDraft {
  return { kind: 'create', entity, entityId, field: null, value, reason: null, basis: null, definition: null };
}

function step(action: EntityId, value: ActionStep): OpDraft {
  return { ...draft('action', action, value), kind: 'set', field: 'state' };
}
