import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScoreResult } from '#scoring/score-result.ts';
import { evaluateAll } from '#engine/evaluate-all.ts';
import { scoreAll } from '#scoring/score.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import type { EntityId } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  newEntity,
  phone,
  setAnswer,
  testServer,
  twoIntegration,
  visitor,
} from './test-server.ts';
import { opsOfDevice } from './stored-ops.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let neighbour: Visitor;
  let colleague: Visitor;
  let mine: Phone;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    neighbour = await visitor(test_, 'neighbour', 'surveyor', '420114');
    colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    mine = await phone(surveyor);
  });
  afterAll(() => test_.stop());

  const registersOf = async (assessment: EntityId) => {
    const { db, kind } = test_.server.open;
    return (await readRegisters(db, kind, [assessment])).map(({ register }) => register);
  };
  const questions = () => {
    const [section] = twoIntegration(test_.server).compiled.sections;
    expect(section).toBeDefined();
    return [...(test_.server.catalogue.indexed(twoIntegration(test_.server).hash)?.questions.values() ?? [])];
  };

  test('[promise 11] acknowledged ops are in the database, and again is no harm', async () => {
    const assessment = newEntity();
    const ops = mine.write(createEnterprise(enterpriseRecord()), createAssessment(test_.server, assessment));
    const reply = await mine.push();
    expect(reply.ok).toEqual(ops.map(({ hash }) => hash));
    expect(reply.receipts.map(({ state, problem }) => [state, problem])).toEqual([
      ['stored', null],
      ['stored', null],
    ]);
    const again = await mine.push(ops);
    expect(again.receipts).toEqual(reply.receipts);
    expect(again.last).toBe(reply.last);
    const stored = await opsOfDevice(test_.server.open.db, mine.device);
    expect(stored.map(({ hash }) => hash).sort()).toEqual(ops.map(({ hash }) => hash).sort());
  });

  test('[promise 14] the score of record is made on arrival by the same functions and travels by pull', async () => {
    const assessment = newEntity();
    const choice = questions().find(({ question, repeat }) => question.type === 'select_one' && repeat === null)?.question;
    const first = choice?.choices[1]?.name ?? '';
    mine.write(createAssessment(test_.server, assessment));
    mine.write(setAnswer(assessment, choice?.name ?? '', first));
    const reply = await mine.push();
    expect(reply.receipts.every(({ state }) => state === 'stored')).toBe(true);
    const compiled = twoIntegration(test_.server).compiled;
    const expected = scoreAll(compiled, evaluateAll(compiled, { values: { [choice?.name ?? '']: first }, rows: {} }));
    const { rows } = await mine.pull();
    const score = rows.find((row) => row.kind === 'score' && row.assessmentId === assessment);
    expect(score?.kind === 'score' ? (score.result as unknown as ScoreResult) : null).toEqual(
      JSON.parse(JSON.stringify(expected)),
    );
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .selectAll()
      .where('assessment_id', '=', assessment)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('draft');
    expect(row.completeness).toBeGreaterThan(0);
  });

  test('[H157] what stands as taken over from a fact is told to whoever may see the assessment, and nobody else', async () => {
    const assessment = newEntity();
    const [typed, taken, changed] = questions()
      .filter(({ question, repeat }) => question.type === 'integer' && repeat === null)
      .map(({ question }) => question.name);
    const basis = { fact: 'equipment_total', period: '2026-05-20', op: null, assessment: newEntity() };
    mine.write(createAssessment(test_.server, assessment));
    mine.write(setAnswer(assessment, typed ?? '', 3));
    const [op] = mine.write({ ...setAnswer(assessment, taken ?? '', 4), basis });
    mine.write({ ...setAnswer(assessment, changed ?? '', 5), basis });
    mine.write(setAnswer(assessment, changed ?? '', 6));
    await mine.push();
    const path = `/api/assessments/${assessment}/adopted`;
    const reply = await colleague.request('GET', path);
    expect(await reply.json()).toEqual({ adopted: [{ path: taken, hash: op?.hash }] });
    expect((await neighbour.request('GET', path)).status).toBe(404);
    expect((await neighbour.request('GET', `/api/assessments/${newEntity()}/adopted`)).status).toBe(404);
  });

  test('[promise 15] a neighbour in another county receives nothing of it, a colleague in the same county does', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    const theirs = await (await phone(neighbour)).pull();
    expect(theirs.rows).toEqual([]);
    const snapshot = await neighbour.request('GET', `/api/sync/snapshot?entity=${assessment}`);
    expect(((await snapshot.json()) as { rows: unknown[] }).rows).toEqual([]);
    const ours = await (await phone(colleague)).pull();
    expect(ours.rows.some((row) => row.kind === 'register' && row.entityId === assessment)).toBe(true);
    const own = await colleague.request('GET', `/api/sync/snapshot?entity=${assessment}`);
    expect(((await own.json()) as { rows: unknown[] }).rows.length).toBeGreaterThan(0);
  });

  test('[H10] a write outside the own county is quarantined: the chain goes on, nothing is folded', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment, { region: '420114' }));
    const [refused] = (await mine.push()).receipts;
    expect(refused).toMatchObject({ state: 'quarantined', problem: 'access.not-found', gsn: null });
    expect(await registersOf(assessment)).toEqual([]);
    const inside = newEntity();
    mine.write(createAssessment(test_.server, inside));
    expect((await mine.push()).receipts[0]?.state).toBe('stored');
  });

  test('[H11] an answer to a question that there is not, or that is computed, is quarantined', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    mine.write(setAnswer(assessment, 'no_such_question', 1));
    const computed = questions().find(({ question }) => question.type === 'calculate')?.question.name ?? '';
    mine.write(setAnswer(assessment, computed, 1));
    const states = (await mine.push()).receipts.map(({ state, problem }) => problem ?? state);
    expect(states).toEqual(['stored', 'input.unknown-question', 'input.computed-question']);
  });

  test('[H159] a value that no question takes is quarantined: an object, true, texts or lists beyond all measure', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    const question = questions().find(({ repeat }) => repeat === null)?.question.name ?? '';
    const long = (length: number): string => '长'.repeat(length);
    // A character that few fonts have is one character too, whatever it takes in memory.
    const rare = (length: number): string => '𠮷'.repeat(length);
    const list = (length: number): readonly string[] => Array.from({ length }, () => 'a');
    const taken = [null, -1.5, '', long(20_000), rare(20_000), [], ['a', 'b'], list(500), [long(200)], [rare(200)]];
    const refused = [true, { a: 1 }, long(20_001), rare(20_001), [1], [['a']], list(501), [long(201)], [rare(201)]];
    for (const value of [...taken, ...refused]) mine.write(setAnswer(assessment, question, value));
    const states = (await mine.push()).receipts.map(({ state, problem }) => problem ?? state);
    expect(states.slice(1)).toEqual([...taken.map(() => 'stored'), ...refused.map(() => 'input.wrong-type')]);
  });

  test('[H12] two phones that answer at once both count: the field is in conflict and out of the score', async () => {
    const assessment = newEntity();
    const other = await phone(colleague);
    const choice = questions().find(({ question, repeat }) => question.type === 'select_one' && repeat === null)?.question;
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    mine.write(setAnswer(assessment, choice?.name ?? '', choice?.choices[0]?.name ?? ''));
    other.write(setAnswer(assessment, choice?.name ?? '', choice?.choices[1]?.name ?? ''));
    await Promise.all([mine.push(), other.push()]);
    const register = (await registersOf(assessment)).find((held) => held.register === `self/${choice?.name ?? ''}`);
    expect(register?.heads.length).toBe(2);
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .select('completeness')
      .where('assessment_id', '=', assessment)
      .executeTakeFirstOrThrow();
    expect(row.completeness).toBe(0);
  });

  test('[H13] an op that came before its assessment waits, is taken in when that arrives, and its author is told', async () => {
    const assessment = newEntity();
    const other = await phone(colleague);
    const choice = questions().find(({ question, repeat }) => question.type === 'select_one' && repeat === null)?.question;
    const [early] = other.write(setAnswer(assessment, choice?.name ?? '', choice?.choices[0]?.name ?? ''));
    expect((await other.push()).receipts[0]).toMatchObject({ state: 'quarantined', problem: 'access.not-found' });
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    const { rows } = await other.pull();
    const receipt = rows.find((row) => row.kind === 'receipt' && row.receipt.hash === early?.hash);
    expect(receipt?.kind === 'receipt' ? receipt.receipt.state : null).toBe('stored');
    expect(rows.some((row) => row.kind === 'register' && row.entityId === assessment && row.register.startsWith('self/'))).toBe(
      true,
    );
  });

  test('[H14] pages follow each other without a hole or a double, and the hash at the cursor is repeated', async () => {
    const all: number[] = [];
    let cursor = 0;
    let hash: string | null = null;
    for (;;) {
      const response = await surveyor.request(
        'GET',
        `/api/sync/pull?cursor=${String(cursor)}&epoch=${surveyor.session.epoch}&limit=2`,
      );
      const page = (await response.json()) as Awaited<ReturnType<Phone['pull']>>;
      expect(page.from).toBe(cursor);
      if (cursor > 0) expect(page.hashAtCursor).toBe(hash);
      all.push(...page.rows.map(({ gsn }) => gsn));
      cursor = page.cursor;
      hash = page.cursorHash;
      if (!page.more) break;
    }
    expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
    const whole = await mine.pull();
    expect(all).toEqual(whole.rows.map(({ gsn }) => gsn));
  });

  test('[H15] finish and submit set the state; a phone score that differs raises the alarm once', async () => {
    const assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    const { assessmentRoot } = await import('#oplog/assessment-root.ts');
    const root = assessmentRoot(await registersOf(assessment));
    const value = { root, phoneScore: { level: 'innovation', measures: { B: 99 } } };
    mine.write(draft({ kind: 'finalise', entity: 'assessment', entityId: assessment, value }));
    mine.write(draft({ kind: 'submit', entity: 'assessment', entityId: assessment, value }));
    expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual([null, null]);
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .selectAll()
      .where('assessment_id', '=', assessment)
      .executeTakeFirstOrThrow();
    expect([row.state, row.phone_differs, row.submitted_at === null]).toEqual(['submitted', 1, false]);
    const alarms = await test_.server.open.db.selectFrom('audit').select('subject').where('kind', '=', 'score.differs').execute();
    expect(alarms).toEqual([{ subject: assessment }]);
  });

  test('[H16] a chain with a hole stops there; a second history of one device is a fork', async () => {
    const lost = await phone(surveyor);
    const ops = [newEntity(), newEntity(), newEntity()].flatMap((id) => lost.write(createAssessment(test_.server, id)));
    const [first, , third] = ops;
    if (first === undefined || third === undefined) throw new Error('three ops were written');
    expect(await lost.push([first, third])).toMatchObject({ last: 1, ok: [first.hash], fork: false });
    const { hash: _hash, ...rest } = first;
    const { hashOp } = await import('#oplog/hash-op.ts');
    const other = { ...rest, salt: 'another' };
    expect(await lost.push([{ ...other, hash: hashOp(other) }])).toMatchObject({ last: 1, ok: [], fork: true });
  });

  test('[H17] another device signature, another proto or a changed byte is refused whole', async () => {
    const [op] = mine.write(createAssessment(test_.server, newEntity()));
    if (op === undefined) throw new Error('one op was written');
    const request = mine.sign([op]);
    const codes = async (body: unknown): Promise<string> => {
      const response = await surveyor.request('POST', '/api/sync/push', body);
      return ((await response.json()) as { problem?: { code: string } }).problem?.code ?? 'ok';
    };
    const { deviceSignature: signed } = request;
    const another = `${signed.startsWith('A') ? 'B' : 'A'}${signed.slice(1)}`;
    expect(await codes({ ...request, deviceSignature: another })).toBe('sync.bad-signature');
    expect(await codes({ ...request, proto: 99 })).toBe('sync.protocol-version');
    expect(await codes({ ...request, ops: [{ ...op, reason: 'changed' }] })).toBe('sync.bad-hash');
    expect(await codes({ ...request, ops: [{ ...op, extra: 1 }] })).toBe('input.malformed');
    expect(await codes({ ...request, device: 'nobody' })).toBe('input.malformed');
    expect(await codes(request)).toBe('ok');
  });

  test('[H19] what is answered is what the protocol says, to the last key', async () => {
    const { pullReplySchema, pushReplySchema } = await import('#protocol/sync-wire.ts');
    const { sessionReplySchema } = await import('#protocol/session-wire.ts');
    mine.write(createAssessment(test_.server, newEntity()));
    expect(pushReplySchema.safeParse(await mine.push()).error).toBeUndefined();
    expect(pullReplySchema.safeParse(await mine.pull()).error).toBeUndefined();
    expect(sessionReplySchema.safeParse(surveyor.session).error).toBeUndefined();
  });

  test('[H18] nothing of this was answered by an unexpected error', () => {
    expect(test_.errors).toEqual([]);
  });
});
