import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QuarantinedStep } from '#protocol/quarantine-wire.ts';
import type { EntityId } from '#shared/ids.ts';
import { changePerson } from '#server/auth/people.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { createAssessment, databases, newEntity, phone, setAnswer, testServer, visitor } from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let reviewer: Visitor;
  let stranger: Visitor;
  let mine: Phone;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420100');
    stranger = await visitor(test_, 'stranger', 'reviewer', '420200');
    mine = await phone(surveyor);
  });
  afterAll(() => test_.stop());

  const list = async (who: Visitor = reviewer): Promise<readonly QuarantinedStep[]> =>
    ((await (await who.request('GET', '/api/office/quarantine')).json()) as { steps: QuarantinedStep[] }).steps;
  const release = ({ device, step }: Pick<QuarantinedStep, 'device' | 'step'>, who: Visitor = reviewer): Promise<Response> =>
    who.request('POST', '/api/office/quarantine/release', { device, step, reason: '调动前填的，情况属实' });
  const moveTo = (region: string): Promise<void> =>
    changePerson(test_.server.open.db, surveyor.person, { region }, new Date(test_.server.now()).toISOString());
  /** Registers of an assessment as its author's phone gets them. */
  const registersOf = async (assessment: EntityId): Promise<readonly string[]> =>
    (await mine.pull()).rows.flatMap((row) => (row.kind === 'register' && row.owner === assessment ? [row.register] : []));

  test('[X80] work that its author may no longer hand in stands in the list with its reason; a release makes it count everywhere', async () => {
    const assessment = newEntity();
    // Written before the move to another county; it arrives after it.
    mine.write(createAssessment(test_.server, assessment, { region: '420115' }));
    mine.write(setAnswer(assessment, 'jc01', 42));
    test_.clock.ahead += 1000;
    await moveTo('420114');
    const pushed = await mine.push();
    expect(pushed.receipts.map(({ state }) => state)).toEqual(['quarantined', 'quarantined']);
    const steps = await list();
    expect(
      steps.map(({ author, problem, releasable, enterpriseName }) => ({ author, problem, releasable, enterpriseName })),
    ).toEqual([
      { author: 'surveyor', problem: 'access.ended', releasable: true, enterpriseName: '测试机械有限公司' },

      { author: 'surveyor', problem: 'access.not-found', releasable: false, enterpriseName: null },
    ]);
    const created = steps.find(({ releasable }) => releasable);
    if (created === undefined) throw new Error('nothing to release');
    const { cursor } = await mine.pull();
    expect(await (await release(created)).json()).toEqual({ problem: null });
    // What waited for the assessment is judged again by its author's rights, and stays.
    const [answer] = await list();
    expect(answer).toMatchObject({ problem: 'access.ended', releasable: true, changes: [{ value: '42' }] });
    expect(await (await release(answer as QuarantinedStep)).json()).toEqual({ problem: null });
    expect(await list()).toEqual([]);
    const page = await mine.pull(cursor);
    expect(page.rows.flatMap((row) => (row.kind === 'receipt' ? [row.receipt.state] : []))).toEqual(['stored', 'stored']);
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .selectAll()
      .where('assessment_id', '=', assessment)
      .executeTakeFirst();
    expect(row?.state).toBe('draft');
    expect((await verifyChains(test_.server)).faults).toEqual([]);
  });

  test('[X81] only a reviewer of the place may release, and only what is set aside; every release is audited with its reason', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment, { region: '420116' }));
    await mine.push();
    const [step] = await list();
    if (step === undefined) throw new Error('nothing was set aside');
    expect(await list(stranger)).toEqual([]);
    expect((await release(step, stranger)).status).toBe(404);
    expect((await release(step, surveyor)).status).toBe(403);
    expect((await release({ device: step.device, step: 'nothing' })).status).toBe(404);
    expect((await release(step)).status).toBe(200);
    const audit = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'office.release').execute();
    expect(audit.at(-1)).toMatchObject({ person: reviewer.person, detail: expect.stringContaining('情况属实') as string });
  });

  test('[X82] a release lifts what the author may not do, never what a field cannot hold; nobody else can write one', async () => {
    await moveTo('420115');
    await mine.pull();
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    mine.write(setAnswer(assessment, 'no_such_question', 1));
    await mine.push();
    const [step] = await list();
    expect(step).toMatchObject({ problem: 'input.unknown-question', releasable: false });
    expect(await (await release(step as QuarantinedStep)).json()).toEqual({ problem: 'input.unknown-question' });
    // The same command in a surveyor's own chain.
    const forged = mine.write({ ...setAnswer(assessment, 'x', null), field: `@release/${mine.device}/${step?.step ?? ''}` });
    const pushed = await mine.push([...forged]);
    expect(pushed.receipts.map(({ state, problem }) => [state, problem])).toEqual([['quarantined', 'access.denied']]);
    expect(await registersOf(assessment)).toEqual(['@create']);
  });
});
