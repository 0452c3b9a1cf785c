/** Something to see on a new installation: people, firms and assessments at every stage, all written as ops of the server's chain. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LoadedDefinition } from '../definitions/load-definitions.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { SignatureOf } from '#domain/evidence.ts';
import { noFirms } from '#domain/person.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { EntityKind, OpDraft, Register } from '#oplog/op.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, PersonId, Sha256 } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import { addPerson } from '../auth/people.ts';
import { commitEvidence, evidencePath } from '../blobs/commit-evidence.ts';
import { openUploads } from '../blobs/upload-store.ts';
import type { ServerContext } from '../context.ts';
import { readRegisters } from '../db/register-runs.ts';
import { scoreAssessment } from '../score-assessment.ts';
import { appendAsServer } from '../server-chain.ts';
import { demoActions, demoFindings, demoFollowUp } from './demo-actions.ts';
import { demoAnswers } from './demo-answers.ts';
import { demoAssignments } from './demo-assignments.ts';
import { demoCounty, demoEnterprises } from './demo-enterprises.ts';
import { demoInterview } from './demo-interview.ts';
import { demoVerified } from './demo-verified.ts';
import { demoReview, drawnId } from './demo-reviews.ts';
import type { Reviewed } from './demo-reviews.ts';
import { demoVisits } from './demo-visits.ts';

/** Documented in the README and printed at the start; they exist only where demonstration data was asked for. */
export const demoPeople = [
  { account: 'diaoyan01', name: '演示调研员', role: 'surveyor', password: 'yanshi-diaoyan-2026' },
  { account: 'fuzong01', name: '演示科技副总', role: 'deputy-gm', password: 'yanshi-fuzong-2026' },
  { account: 'shenhe01', name: '演示审核员', role: 'reviewer', password: 'yanshi-shenhe-2026' },
  { account: 'guanli01', name: '演示管理员', role: 'administrator', password: 'yanshi-guanli-2026' },
] as const;

type Stage = 'draft' | 'finished' | 'submitted' | Reviewed;
type Plan = {
  readonly firm: number;
  readonly maturity: number;
  readonly stage: Stage;
  readonly share: number;
  readonly photos: boolean;
};

const plans: readonly Plan[] = [
  { firm: 0, maturity: 0.66, stage: 'submitted', share: 1, photos: true },
  { firm: 1, maturity: 0.86, stage: 'submitted', share: 1, photos: false },
  { firm: 2, maturity: 0.6, stage: 'submitted', share: 1, photos: false },
  { firm: 3, maturity: 0.55, stage: 'submitted', share: 1, photos: false },
  { firm: 4, maturity: 0.3, stage: 'submitted', share: 1, photos: false },
  { firm: 14, maturity: 0.95, stage: 'submitted', share: 1, photos: false },
  { firm: 5, maturity: 0.58, stage: 'returned', share: 1, photos: false },
  { firm: 6, maturity: 0.64, stage: 'approved', share: 1, photos: false },
  { firm: 7, maturity: 0.74, stage: 'sealed', share: 1, photos: false },
  { firm: 20, maturity: 0.72, stage: 'finished', share: 1, photos: false },
  { firm: 25, maturity: 0.4, stage: 'draft', share: 0.45, photos: false },
];

const photos = [
  { file: 'workshop.jpg', question: 'jc08', caption: '演示:机加工车间三台数控机床' },
  { file: 'board.jpg', question: 'dx07', caption: '演示:车间生产看板' },
  { file: 'record.jpg', question: 'dx10', caption: '演示:随工单上的过程检验记录' },
] as const;

const photoAfter = { file: 'board.jpg', caption: '演示:整改后,检验数据在看板上可查' } as const;

export async function makeDemo(server: ServerContext): Promise<void> {
  const at = new Date(server.now()).toISOString();
  const made = new Map<string, string | null>();
  for (const person of demoPeople)
    made.set(person.role, await addPerson(server.open.db, { ...person, region: demoCounty, demo: true }, at));
  const firms = demoEnterprises();
  await appendAsServer(
    server,
    firms.map((firm) => [draft('create', 'enterprise', firm.code as EntityId, { ...firm })]),
  );
  const deputy = made.get('deputy-gm') ?? null;
  if (deputy !== null) await demoAssignments(server, deputy, firms);
  const surveyor = made.get('surveyor') as PersonId | null | undefined;
  const reviewer = (made.get('reviewer') ?? null) as PersonId | null;
  if (surveyor != null) await demoVisits(server, { surveyor, deputy: deputy as PersonId | null, reviewer }, firms);
  const definition = server.catalogue.latest('two-integration');
  if (definition === null) return;
  for (const plan of plans) {
    const firm = firms[plan.firm];
    if (firm !== undefined)
      await makeAssessment(server, definition, firm, {
        plan,
        reviewer: made.get('reviewer') ?? null,
        surveyor: surveyor ?? null,
      });
  }
}

async function makeAssessment(
  server: ServerContext,
  definition: LoadedDefinition,
  firm: EnterpriseRecord,
  { plan, reviewer, surveyor }: { readonly plan: Plan; readonly reviewer: string | null; readonly surveyor: string | null },
): Promise<void> {
  const { compiled, hash } = definition;
  const make = (): EntityId => newId(random);
  const id = plan.stage === 'approved' ? drawnId(make) : make();
  const answers = demoAnswers(
    compiled,
    { headcount: firm.headcount ?? 50, revenue: firm.revenue ?? 1000, productionType: productionTypeOf(firm) },
    { maturity: plan.maturity, seed: firm.code, share: plan.share },
  );
  const with_ = (drafted: OpDraft): OpDraft => ({ ...drafted, definition: hash });
  const record = {
    enterprise: firm.code,
    enterpriseName: firm.name,
    region: firm.region,
    definition: compiled.id,
    edition: compiled.edition,
    definitionHash: hash,
    visit: null,
    demo: true,
  };
  const steps: OpDraft[][] = [[with_(draft('create', 'assessment', id, record))]];
  for (const [name, value] of Object.entries(answers.values)) steps.push([with_(answer(id, name, value))]);
  for (const process of answers.processes) {
    const row = newId(random);
    steps.push([
      with_(draft('create', 'row', row, { assessment: id, repeat: 'key_processes', side: 'self' })),
      with_(answer(id, `key_processes/${row}/key_process_name`, process.name)),
      with_(answer(id, `key_processes/${row}/key_process_controlled`, process.controlled ? 'yes' : 'no')),
    ]);
  }
  await appendAsServer(server, steps);
  if (plan.photos) {
    const { steps: findings, found } = demoFindings(id, await attachPhotos(server, id, hash, photos), () => newId(random));
    await appendAsServer(server, findings);
    await appendAsServer(server, demoActions(firm, id, { found, definition: compiled.id, now: server.now() }));
    const again = demoFollowUp(id, found);
    const after = newId(random);
    await appendAsServer(server, [
      [with_(draft('create', 'assessment', after, { ...record, followUp: again.followUp }))],
      ...Object.entries(answers.values)
        .filter(([name]) => name === again.question)
        .map(([name, value]) => [with_(answer(after, name, value))]),
    ]);
    const proof = await attachPhotos(server, after, hash, [{ ...photoAfter, question: again.question }]);
    await appendAsServer(server, [[again.close(after, [...proof.values()])]]);
  }
  if (plan.photos)
    await appendAsServer(
      server,
      demoVerified(id, answers.values).map((step) => step.map(with_)),
    );
  if (plan.stage === 'draft') {
    if (surveyor !== null) await demoInterview(server, compiled, { assessment: id, definition: hash, person: surveyor });
    return;
  }
  const registers = await registersOf(server, id);
  const { result } = scoreAssessment(compiled, registers);
  const measures = Object.fromEntries(Object.entries(result.measures).map(([measure, { score }]) => [measure, score]));
  const value = { root: assessmentRoot(registers), phoneScore: { level: result.level, measures } };
  // The one with photos is signed by both sides; the others say why they are not.
  if (plan.photos) await attachPhotos(server, id, hash, demoSignatures(value.root));
  const unsigned = plan.photos ? null : '演示：企业负责人不在场，稍后补签';
  const finish = [with_({ ...draft('finalise', 'assessment', id, value), reason: unsigned })];
  await appendAsServer(
    server,
    plan.stage === 'finished' ? [finish] : [finish, [with_(draft('submit', 'assessment', id, value))]],
  );
  if (plan.stage === 'finished' || plan.stage === 'submitted' || reviewer === null) return;
  const about = { assessment: id, reviewed: plan.stage, reviewer: reviewer as PersonId };
  await demoReview(server, { ...about, registersOf: (of) => registersOf(server, of) });
}

type Photo = {
  readonly file: string;
  /** Null for a signature, which hangs on none. */
  readonly question: string | null;
  readonly caption: string;
  readonly signs?: SignatureOf;
};

function demoSignatures(root: Sha256): readonly Photo[] {
  return [
    { file: 'signature-firm.png', question: null, caption: '演示：企业签字', signs: { root, side: 'firm', name: '王演示' } },
    {
      file: 'signature-staff.png',
      question: null,
      caption: '演示：走访人员签字',
      signs: { root, side: 'staff', name: '李演示' },
    },
  ];
}

/** Ids of the pieces by their question. */
async function attachPhotos(
  server: ServerContext,
  assessment: EntityId,
  definition: string,
  wanted: readonly Photo[],
): Promise<ReadonlyMap<string, EntityId>> {
  const made = new Map<string, EntityId>();
  const uploads = openUploads(server.folders.uploads);
  for (const photo of wanted) {
    const bytes = await readFile(new URL(`./photos/${photo.file}`, import.meta.url));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const evidence = newId(random);
    const link = newId(random);
    const { signs, question } = photo;
    const sides = signs === undefined ? { width: 1280, height: 960 } : { width: 640, height: 400 };
    const size = { size: bytes.length, ...sides };
    const record = {
      assessment,
      sha256,
      ...size,
      mime: signs === undefined ? 'image/jpeg' : 'image/png',
      method: signs === undefined ? 'file' : 'signature',
      capturedAt: new Date(server.now()).toISOString(),
      position: null,
      original: { sha256, ...size, takenAt: null, device: '演示' },
      caption: photo.caption,
      ...(signs === undefined ? {} : { signs }),
    };
    await appendAsServer(server, [
      [
        { ...draft('create', 'evidence', evidence, record), definition },
        ...(question === null
          ? []
          : [{ ...draft('create', 'evidence-link', link, { assessment, evidence, question }), definition }]),
      ],
    ]);
    const place = evidencePath(server.folders.evidence, sha256);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
    const actor = { person: server.settings.serverPerson, role: 'server', region: demoCounty, assigned: noFirms } as const;
    const committed = await commitEvidence(server, uploads, actor, { evidenceId: evidence, uploadId: '', sha256 });
    if (committed.kind === 'refused') throw new Error(`makeDemo: ${committed.problem.code}`);
    if (question !== null) made.set(question, evidence);
  }
  return made;
}

async function registersOf({ open }: ServerContext, owner: string): Promise<readonly Register[]> {
  return (await readRegisters(open.db, open.kind, [owner])).map(({ register }) => register);
}

function productionTypeOf(firm: EnterpriseRecord): string {
  return ['C13', 'C15', 'C26', 'C27', 'C30'].includes((firm.industry ?? '').slice(0, 3)) ? 'process' : 'discrete_small';
}

function draft(kind: OpDraft['kind'], entity: EntityKind, entityId: EntityId, value: Json): OpDraft {
  return { kind, entity, entityId, field: null, value, reason: null, basis: null, definition: null };
}

function answer(assessment: EntityId, path: string, value: Json): OpDraft {
  return { ...draft('set', 'assessment', assessment, value), field: `self/${path}` };
}

const random = (count: number): Uint8Array => randomBytes(count);
