/** Headers that lists read, brought up to date with the registers that a plan writes, in the same transaction. */
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import type { Json } from '#shared/json.ts';
import type { EntityId } from '#shared/ids.ts';
import { isContent } from '#oplog/assessment-root.ts';
import { projectAssessment } from '#oplog/project-assessment.ts';
import { projectAction } from '#oplog/project-action.ts';
import { projectEnterprise } from '#oplog/project-enterprise.ts';
import { projectVisit } from '#oplog/project-visit.ts';
import type { EntityKind, Head, Register } from '#oplog/op.ts';
import { registerKey } from '#oplog/register.ts';
import type { ClientPlan, ClientRegister } from '#replica/client-state.ts';
import { shownHeads } from '#replica/overlay.ts';
import type { Codec } from './codec.ts';
import type { ActionRow, AssessmentRow, EnterpriseRow, EvidenceRow, StoreDatabase, VisitRow } from './database.ts';
import { openPackEntry } from './pack-entry.ts';

export type ProjectedRows = {
  readonly assessments: readonly AssessmentRow[];
  readonly enterprises: readonly EnterpriseRow[];
  readonly evidence: readonly EvidenceRow[];
  readonly visits: readonly VisitRow[];
  readonly actions: readonly ActionRow[];
};

type Surroundings = {
  readonly db: StoreDatabase;
  readonly codec: Codec;
  readonly person: string;
  readonly header: (id: string) => Promise<AssessmentRow | undefined>;
  readonly registersOf: (owner: EntityId) => Promise<readonly ClientRegister[]>;
};

/** An answer to a draft costs one read here: its header. What was once finished is folded anew at each write, from memory where it can. */
export async function projectRows(around: Surroundings, plan: ClientPlan): Promise<ProjectedRows> {
  const byOwner = new Map<string, ClientRegister[]>();
  for (const register of plan.registers) {
    const owner = register.owner ?? register.entityId;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), register]);
  }
  const assessments: AssessmentRow[] = [];
  const enterprises: EnterpriseRow[] = [];
  const evidence: EvidenceRow[] = [];
  const visits: VisitRow[] = [];
  const actions: ActionRow[] = [];
  for (const [owner, changed] of byOwner) {
    const is = (...kinds: readonly EntityKind[]): boolean => changed.some(({ entity }) => kinds.includes(entity));
    if (is('enterprise')) enterprises.push(...(await enterpriseRow(around, owner, changed)));
    else if (is('visit', 'participant')) visits.push(...(await visitRow(around, owner, changed)));
    else if (is('action')) actions.push(...(await actionRow(around, owner, changed)));
    else assessments.push(...(await assessmentRow(around, owner, changed)));
    evidence.push(...(await evidenceRows(around, changed)));
  }
  return { assessments, enterprises, evidence, visits, actions };
}

/** Registers as screens fold them: what the server set aside shows where there is nothing else. */
export function shown(registers: readonly ClientRegister[]): readonly Register[] {
  return registers.map((register) => ({ ...register, heads: shownHeads(register) }));
}

async function assessmentRow(
  around: Surroundings,
  owner: string,
  changed: readonly ClientRegister[],
): Promise<readonly AssessmentRow[]> {
  const known = await around.header(owner);
  const updatedAt = latest([
    ...changed.flatMap(({ heads, held }) => [...heads, ...held].map(({ wallTime }) => wallTime)),
    known?.updatedAt ?? '',
  ]);
  const isPlain = changed.every(
    (register) => isContent(register) && (register.entity !== 'assessment' || register.register !== '@create'),
  );
  if (known !== undefined && isPlain && known.worked === 0) return [{ ...known, updatedAt }];
  const registers = await registersAfter(around, owner, changed);
  const folded = projectAssessment(shown(registers));
  if (folded === null) return [];
  const { record, created } = folded;
  const worked = registers.some(({ register, heads }) => register === '@workflow' && heads.length > 0);
  // The root speaks of what the server holds or will hold: ops that were set aside have no part in it.
  const state = projectAssessment(registers)?.state ?? folded.state;
  return [
    {
      assessmentId: owner,
      enterprise: record.enterprise,
      region: record.region,
      definitionHash: record.definitionHash,
      state,
      worked: worked ? 1 : 0,
      mine: created.author === around.person ? 1 : 0,
      demo: record.demo ? 1 : 0,
      createdAt: created.wallTime,
      updatedAt,
      sealed: await around.codec.seal('assessments', owner, { record: record as Json, voidReason: folded.voidReason }),
    },
  ];
}

async function enterpriseRow(
  around: Surroundings,
  code: string,
  changed: readonly ClientRegister[],
): Promise<readonly EnterpriseRow[]> {
  const registers = await registersAfter(around, code, changed);
  const known = await openPackEntry(around.db, around.codec, code);
  const folded = projectEnterprise(shown(registers), known);
  if (folded === null) return [];
  const created = registers.find(({ register }) => register === '@create');
  const [head] = created === undefined ? [] : shownHeads(created);
  const source = head === undefined ? 'registry' : head.author === around.person ? 'phone' : 'others';
  const updatedAt = changedAt(registers);
  const sealed = await around.codec.seal('enterprises', code, folded.record satisfies EnterpriseRecord);
  return [{ code, region: folded.record.region, source, updatedAt, sealed }];
}

async function visitRow(around: Surroundings, owner: string, changed: readonly ClientRegister[]): Promise<readonly VisitRow[]> {
  const registers = await registersAfter(around, owner, changed);
  const visit = projectVisit(shown(registers));
  if (visit === null) return [];
  const { enterprise, region, date } = visit.record;
  const sealed = await around.codec.seal('visits', owner, visit);
  return [{ visitId: owner, enterprise, region, state: visit.state, date, updatedAt: changedAt(registers), sealed }];
}

async function actionRow(around: Surroundings, owner: string, changed: readonly ClientRegister[]): Promise<readonly ActionRow[]> {
  const registers = await registersAfter(around, owner, changed);
  const action = projectAction(shown(registers));
  if (action === null) return [];
  const { enterprise, region, due } = action.record;
  const state = action.voided ? 'withdrawn' : action.state;
  const sealed = await around.codec.seal('actions', owner, action);
  return [{ actionId: owner, enterprise, region, state, due: due ?? '', updatedAt: changedAt(registers), sealed }];
}

function changedAt(registers: readonly ClientRegister[]): string {
  return latest(registers.flatMap(({ heads, held }) => [...heads, ...held].map(({ wallTime }) => wallTime)));
}

async function evidenceRows(around: Surroundings, changed: readonly ClientRegister[]): Promise<readonly EvidenceRow[]> {
  const rows = new Map<string, EvidenceRow>();
  for (const register of changed) {
    if (register.entity !== 'evidence') continue;
    const [head] = shownHeads(register);
    if (head === undefined || (register.register !== '@create' && register.register !== '@void')) continue;
    const known = rows.get(register.entityId) ?? (await around.db.evidence.get(register.entityId));
    const row = known ?? (register.register === '@create' ? unseen(register.entityId, head) : null);
    if (row !== null) rows.set(register.entityId, register.register === '@void' ? { ...row, voided: 1 } : row);
  }
  return [...rows.values()];
}

function unseen(evidenceId: EntityId, head: Head): EvidenceRow {
  const record = head.value as EvidenceRecord;
  const { assessment, sha256, size } = record;
  return { evidenceId, assessment, sha256, size, chunks: 0, voided: 0, committedAt: null, createdAt: head.wallTime };
}

async function registersAfter(
  { registersOf }: Surroundings,
  owner: string,
  changed: readonly ClientRegister[],
): Promise<readonly ClientRegister[]> {
  const all = new Map(
    (await registersOf(owner as EntityId)).map((register) => [registerKey(register.entityId, register.register), register]),
  );
  for (const register of changed) all.set(registerKey(register.entityId, register.register), register);
  return [...all.values()];
}

function latest(times: readonly string[]): string {
  return times.reduce((best, time) => (time > best ? time : best), '');
}
