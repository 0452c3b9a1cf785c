import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  newEntity,
  phone,
  testServer,
  visitRecord,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let mine: Phone;
  const firm = enterpriseRecord();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    mine = await phone(surveyor);
    mine.write(createEnterprise(firm));
    await mine.push();
  });
  afterAll(() => test_.stop());

  const visitOf = (change: Readonly<Record<string, Json>> = {}): OpDraft => {
    const value = visitRecord({ people: [surveyor.person], ...change });
    return draft({ kind: 'create', entity: 'visit', entityId: newEntity(), value });
  };
  const actionOf = (entityId: EntityId): OpDraft => draft({ kind: 'create', entity: 'action', entityId, value: actionRecord() });
  const problems = (reply: Awaited<ReturnType<Phone['push']>>) => reply.receipts.map(({ problem }) => problem);

  test('[V3] visits, participants and actions are listed as they stand, and reach colleagues', async () => {
    const visit = visitOf();
    const participant = newEntity();
    const action = newEntity();
    mine.write(visit);
    mine.write(
      draft({
        kind: 'create',
        entity: 'participant',
        entityId: participant,
        value: { visit: visit.entityId, name: '李主任', role: 'management', post: null },
      }),
      draft({
        kind: 'set',
        entity: 'visit',
        entityId: visit.entityId,
        field: 'checkIn',
        value: { at: '2026-11-23T01:00:00.000Z', position: null, reason: '没有信号' },
      }),
    );
    mine.write(actionOf(action));
    expect(problems(await mine.push())).toEqual([null, null, null, null]);
    const { db } = test_.server.open;
    expect(await db.selectFrom('visits').selectAll().where('visit_id', '=', visit.entityId).executeTakeFirst()).toMatchObject({
      state: 'under-way',
      date: '2026-11-23',
      people: JSON.stringify([surveyor.person]),
    });
    expect(await db.selectFrom('actions').selectAll().where('action_id', '=', action).executeTakeFirst()).toMatchObject({
      state: 'open',
      title: '补录台账',
      gain: 1.5,
    });
    const theirs = await phone(await visitor(test_, 'colleague', 'inspector', '420115'));
    const ids = new Set((await theirs.pull()).rows.flatMap((row) => (row.kind === 'register' ? [row.entityId] : [])));
    expect([visit.entityId, participant, action].filter((id) => !ids.has(id))).toEqual([]);
  });

  test('[V4] malformed visits, unknown fields and closing without proof are set aside', async () => {
    const action = newEntity();
    mine.write(visitOf({ date: '23.11.2026' }));
    mine.write(visitOf({ purpose: 'holiday' }));
    mine.write(actionOf(action));
    mine.write(
      draft({
        kind: 'set',
        entity: 'action',
        entityId: action,
        field: 'state',
        value: { state: 'closed', proof: null, reason: null },
      }),
    );
    mine.write(draft({ kind: 'set', entity: 'action', entityId: action, field: 'enterprise', value: firm.code }));
    expect(problems(await mine.push())).toEqual([
      'input.malformed',
      'input.malformed',
      null,
      'input.malformed',
      'input.malformed',
    ]);
  });

  test('[V11] who may verify an answer may; remarks are the office’s alone; a deputy GM verifies nothing', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    mine.write(draft({ kind: 'set', entity: 'assessment', entityId: assessment, field: 'verified/zz9', value: 1 }));
    mine.write(draft({ kind: 'set', entity: 'assessment', entityId: assessment, field: 'review/jc01', value: '好' }));
    mine.write(draft({ kind: 'set', entity: 'assessment', entityId: assessment, field: 'notes/s1', value: '访谈记录' }));
    mine.write(
      draft({ kind: 'approve', entity: 'assessment', entityId: assessment, value: { root: '0'.repeat(64), version: 1 } }),
    );
    expect(problems(await mine.push())).toEqual([null, 'input.unknown-question', 'access.denied', null, 'access.denied']);
  });
});
