import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';
import type { ActionDetail, ActionsReply } from '#protocol/actions-wire.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import {
  actionRecord,
  createAssessment,
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  evidenceDraft,
  newEntity,
  phone,
  setAnswer,
  testServer,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let reviewer: Visitor;
  const firm = enterpriseRecord();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '4201');
    const mine = await phone(surveyor);
    mine.write(createEnterprise(firm));
    await mine.push();
  });
  afterAll(() => test_.stop());

  const actionOf = (entityId: EntityId, change: Readonly<Record<string, Json>> = {}): OpDraft =>
    draft({ kind: 'create', entity: 'action', entityId, value: actionRecord(change) });
  const at = (assessment: EntityId, enterprise: string = firm.code): OpDraft =>
    createAssessment(test_.server, assessment, { enterprise });
  const move = (action: EntityId, value: OpDraft['value']): OpDraft =>
    draft({ kind: 'set', entity: 'action', entityId: action, field: 'state', value });
  const closing = (action: EntityId, assessment: EntityId, evidence: readonly EntityId[]): OpDraft =>
    move(action, { state: 'closed', proof: { assessment, evidence }, reason: null });
  const list = async (query = '', who = reviewer): Promise<ActionsReply> => {
    const reply = await who.request('GET', `/api/office/actions?${query}`);
    expect(reply.status).toBe(200);
    return (await reply.json()) as ActionsReply;
  };
  const shownOf = async (action: EntityId) => (await list()).rows.find(({ actionId }) => actionId === action);
  const written = async (of: Phone, ...drafts: readonly OpDraft[]): Promise<void> => {
    for (const each of drafts) of.write(each);
    expect((await of.push()).receipts.map(({ problem }) => problem)).toEqual(drafts.map(() => null));
  };

  test('[V36] a closing counts once its photos are there, whichever of the two arrives first', async () => {
    for (const photoFirst of [true, false]) {
      const [action, assessment, evidence] = [newEntity(), newEntity(), newEntity()];
      const [one, two] = [await phone(surveyor), await phone(surveyor)];
      await written(one, actionOf(action), at(assessment));
      const photo = evidenceDraft(assessment, evidence, 'a'.repeat(64), 1000);
      const close = closing(action, assessment, [evidence]);
      if (photoFirst) await written(one, photo);
      await written(two, close);
      if (!photoFirst) {
        expect(await shownOf(action)).toMatchObject({ state: 'closed', proven: false });
        await written(one, photo);
      }
      expect([photoFirst, await shownOf(action)]).toMatchObject([photoFirst, { state: 'closed', proven: true }]);
      // An answer to that assessment is no reason to think otherwise; a removed photo is.
      await written(one, setAnswer(assessment, 'jc01', 10));
      expect(await shownOf(action)).toMatchObject({ proven: true });
      await written(one, { ...draft({ kind: 'void', entity: 'evidence', entityId: evidence }), reason: '拍错了' });
      expect(await shownOf(action)).toMatchObject({ state: 'closed', proven: false });
    }
  });

  test('[V36] photos of another firm, or of another assessment than the one that is named, prove nothing', async () => {
    const mine = await phone(surveyor);
    const other = enterpriseRecord({ code: demoCreditCode('420115', 900_077) });
    const [action, ours, theirs, photo, foreign] = [newEntity(), newEntity(), newEntity(), newEntity(), newEntity()];
    await written(mine, createEnterprise(other));
    await written(mine, actionOf(action));
    await written(mine, at(ours, firm.code), evidenceDraft(ours, photo, 'b'.repeat(64), 10));
    await written(mine, at(theirs, other.code), evidenceDraft(theirs, foreign, 'c'.repeat(64), 10));
    await written(mine, closing(action, theirs, [foreign]));
    expect(await shownOf(action)).toMatchObject({ state: 'closed', proven: false });
    await written(mine, move(action, { state: 'open', proof: null, reason: '用错了照片' }));
    await written(mine, closing(action, ours, [photo, foreign]));
    expect(await shownOf(action)).toMatchObject({ state: 'closed', proven: false });
    await written(mine, move(action, { state: 'open', proof: null, reason: '用错了照片' }));
    await written(mine, closing(action, ours, [photo]));
    expect(await shownOf(action)).toMatchObject({ state: 'closed', proven: true });
  });

  test('[V32] a follow-up is complete once its clauses are answered, and has neither level nor total', async () => {
    const mine = await phone(surveyor);
    const [old, action, again] = [newEntity(), newEntity(), newEntity()];
    const created = at(again);
    const followUp = { of: old, actions: [action], questions: ['jc03'] };
    await written(mine, at(old), actionOf(action, { assessment: old, definition: 'two-integration', question: 'jc03' }));
    await written(mine, { ...created, value: { ...(created.value as object), followUp } }, setAnswer(again, 'jc03', 'a'));
    const { db } = test_.server.open;
    const row = await db.selectFrom('assessments').selectAll().where('assessment_id', '=', again).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ completeness: 1, level: null, measures: '{}', follow_up_of: old });
    const detail = (await (await reviewer.request('GET', `/api/office/assessments/${again}`)).json()) as {
      readonly followUp: boolean;
      readonly sections: readonly { readonly name: string }[];
    };
    expect([detail.followUp, detail.sections.length]).toEqual([true, 1]);
  });

  test('[V38] the desk lists what is overdue, reported, closed and closed without its photos, with counts; a neighbour sees none', async () => {
    const before = await list();
    const mine = await phone(surveyor);
    const [late, told, gone, bare] = [newEntity(), newEntity(), newEntity(), newEntity()];
    await written(mine, actionOf(late, { due: '2020-01-01', title: '更换 老旧机床' }));
    await written(mine, actionOf(told), move(told, { state: 'reported', proof: null, reason: null }));
    await written(mine, actionOf(gone), move(gone, { state: 'dropped', proof: null, reason: '产线已停' }));
    await written(mine, actionOf(bare, { due: '2020-01-02' }), closing(bare, newEntity(), [newEntity()]));
    const { counts, authors } = await list();
    expect(authors).toContainEqual({ id: surveyor.person, name: expect.any(String) as string });
    const more = Object.fromEntries(
      Object.entries(counts).map(([view, count]) => [view, count - (before.counts[view as 'all'] ?? 0)]),
    );
    expect(more).toEqual({ all: 4, open: 1, overdue: 2, reported: 1, unproven: 1, closed: 0, dropped: 1 });
    const overdue = (await list('view=overdue')).rows.map(({ actionId }) => actionId);
    expect(overdue.slice(0, 2)).toEqual([late, bare]);
    expect((await list('q=机床')).rows.map(({ actionId }) => actionId)).toEqual([late]);
    expect((await list('region=420116')).total).toBe(0);
    expect((await reviewer.request('GET', '/api/office/actions?view=nonsense')).status).toBe(400);
    const neighbour = await visitor(test_, `neighbour-${late}`, 'reviewer', '420116');
    expect(await list('', neighbour)).toMatchObject({ total: 0, rows: [], authors: [] });
    expect((await neighbour.request('GET', `/api/office/actions/${late}`)).status).toBe(404);
  });

  test('[V38] one action is shown with its finding, its photos before and after, and every step of everybody', async () => {
    const mine = await phone(surveyor);
    const [action, old, found, followed, before, after] = [
      newEntity(),
      newEntity(),
      newEntity(),
      newEntity(),
      newEntity(),
      newEntity(),
    ];
    await written(
      mine,
      at(old),
      evidenceDraft(old, before, 'd'.repeat(64), 10),
      draft({
        kind: 'create',
        entity: 'finding',
        entityId: found,
        value: { assessment: old, question: 'jc01', severity: 'major', text: '台账与现场不符', action },
      }),
      actionOf(action, { assessment: old, definition: 'two-integration', question: 'jc01', finding: found, before: [before] }),
      at(followed),
      evidenceDraft(followed, after, 'e'.repeat(64), 10),
    );
    const colleague = await phone(await visitor(test_, `colleague-${action}`, 'inspector', '420115'));
    await written(colleague, move(action, { state: 'reported', proof: null, reason: null }), closing(action, followed, [after]));
    const detail = (await (await reviewer.request('GET', `/api/office/actions/${action}`)).json()) as ActionDetail;
    expect(detail).toMatchObject({
      finding: '台账与现场不符',
      proofAssessment: followed,
      proven: true,
      before: [{ evidenceId: before, committedAt: null }],
      after: [{ evidenceId: after }],
    });
    expect(detail.question).not.toBe('jc01');
    expect(detail.history.map(({ kind, field, value }) => [kind, field, value])).toEqual([
      ['create', null, null],
      ['set', 'state', 'reported'],
      ['set', 'state', 'closed'],
    ]);
  });

  test('[V38] the list goes out as a table, and that is written down', async () => {
    const reply = await reviewer.request('GET', '/api/office/export/actions.csv?q=机床');
    expect(reply.status).toBe(200);
    const lines = (await reply.text()).trim().split(/\r?\n/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('更换 老旧机床');
    const audit = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'office.export').execute();
    expect(audit.map(({ subject }) => subject)).toContain('actions');
    const sheet = await reviewer.request('GET', '/api/office/export/actions.xlsx');
    expect(new Uint8Array(await sheet.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
  });
});
