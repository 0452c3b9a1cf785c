/** Offline work arriving in every order. The cases are those that offline entities of ODK Central are tested with, said in our terms. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentValue } from '#oplog/register.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import { hlcZero } from '#oplog/hybrid-clock.ts';
import { makeOp } from '#oplog/make-op.ts';
import type { Op } from '#oplog/op.ts';
import type { EntityId, OpHash } from '#shared/ids.ts';
import { createAssessment, databases, draft, newEntity, phone, setAnswer, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let colleague: Visitor;
  let one: Phone;
  let two: Phone;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    one = await phone(surveyor);
    two = await phone(colleague);
  });
  afterAll(() => test_.stop());

  const values = async (assessment: EntityId, path: string) => {
    const { db, kind } = test_.server.open;
    const found = (await readRegisters(db, kind, [assessment])).find(({ register }) => register.register === `self/${path}`);
    return (found?.register.heads ?? [])
      .map(({ value }) => JSON.stringify(value).replaceAll('"', ''))
      .sort((a, b) => (a < b ? -1 : 1));
  };
  const isSettled = async (assessment: EntityId, path: string): Promise<boolean> => {
    const { db, kind } = test_.server.open;
    const found = (await readRegisters(db, kind, [assessment])).find(({ register }) => register.register === `self/${path}`);
    return currentValue(found?.register).kind !== 'conflict';
  };
  const begun = async (): Promise<EntityId> => {
    const assessment = newEntity();
    one.write(createAssessment(test_.server, assessment));
    await one.push();
    return assessment;
  };
  const later = new Map<OpHash, Phone>();
  /** An op on a phone of its own, whose author had seen these. */
  const after = async (
    writer: Phone,
    seen: readonly OpHash[],
    assessment: EntityId,
    path: string,
    value: string,
  ): Promise<Op> => {
    const fresh = await phone(writer.owner);
    const op = makeOp(setAnswer(assessment, path, value), {
      device: fresh.device,
      seq: 1,
      prev: null,
      author: fresh.owner.person,
      salt: '00',
      parents: [...seen].sort(),
      seen: null,
      step: newEntity(),
      beacon: null,
      was: null,
      hlc: hlcZero,
      wallTime: new Date().toISOString(),
      monotonic: 0,
    });
    later.set(op.hash, fresh);
    return op;
  };
  const arrive = async (op: Op) => {
    const [receipt] = (await later.get(op.hash)?.push([op]))?.receipts ?? [];
    return receipt?.state;
  };

  test('[H140] in order: each update follows the one before it, and a record may begin with its creation', async () => {
    const assessment = newEntity();
    one.write(createAssessment(test_.server, assessment));
    one.write(setAnswer(assessment, 'jc03', 'a'));
    one.write(setAnswer(assessment, 'jc03', 'b'));
    await one.push(one.waiting.splice(0, 2));
    expect(await values(assessment, 'jc03')).toEqual(['a']);
    await one.push();
    expect(await values(assessment, 'jc03')).toEqual(['b']);
  });

  test('[H140] in order while others went on: another question stands beside, the same one contradicts, nothing is lost', async () => {
    const assessment = await begun();
    one.write(setAnswer(assessment, 'jc03', 'a'));
    two.write(setAnswer(assessment, 'jc04', 'b'));
    await two.push();
    await one.push();
    two.write(setAnswer(assessment, 'jc03', 'c'));
    one.write(setAnswer(assessment, 'jc03', 'd'));
    await two.push();
    await one.push();
    expect(await values(assessment, 'jc04')).toEqual(['b']);
    expect(await values(assessment, 'jc03')).toEqual(['c', 'd']);
    expect(await isSettled(assessment, 'jc03')).toBe(false);
  });

  test('[H141] backwards within a chain: a later op is not taken before an earlier one, and the answer says where to go on', async () => {
    const assessment = await begun();
    const [first] = one.write(setAnswer(assessment, 'jc03', 'a'));
    const [second] = one.write(setAnswer(assessment, 'jc03', 'b'));
    one.waiting.splice(0);
    if (first === undefined || second === undefined) throw new Error('two ops were written');
    const early = await one.push([second]);
    expect(early).toMatchObject({ ok: [], fork: false, last: first.seq - 1 });
    expect(await values(assessment, 'jc03')).toEqual([]);
    await one.push([first, second]);
    expect(await values(assessment, 'jc03')).toEqual(['b']);
  });

  test('[H142] backwards across phones: what was written later outdoes what it had seen, whichever comes first', async () => {
    const assessment = await begun();
    const first = await after(one, [], assessment, 'jc03', 'a');
    const second = await after(two, [first.hash], assessment, 'jc03', 'b');
    const third = await after(one, [second.hash], assessment, 'jc03', 'c');
    for (const op of [third, second, first]) expect(await arrive(op)).toBe('stored');
    expect(await values(assessment, 'jc03')).toEqual(['c']);
  });

  test('[H142] interleaved: two lines of updates to one question end as their two last values', async () => {
    const assessment = await begun();
    for (const step of ['1', '2', '3']) {
      one.write(setAnswer(assessment, 'jc03', `a${step}`));
      two.write(setAnswer(assessment, 'jc03', `b${step}`));
      await two.push();
      await one.push();
    }
    expect(await values(assessment, 'jc03')).toEqual(['a3', 'b3']);
  });

  test('[H142] missing: what names an op that never came stands all the same, beside what that op had seen, until it comes', async () => {
    const assessment = await begun();
    const first = await after(one, [], assessment, 'jc03', 'a');
    const lost = await after(two, [first.hash], assessment, 'jc03', 'b');
    const third = await after(one, [lost.hash], assessment, 'jc03', 'c');
    await arrive(first);
    await arrive(third);
    expect(await values(assessment, 'jc03')).toEqual(['a', 'c']);
    await arrive(lost);
    expect(await values(assessment, 'jc03')).toEqual(['c']);
  });

  test('[H143] delayed create: updates and parts of a record that is not there yet wait, and count when it comes', async () => {
    const assessment = newEntity();
    const rowId = newEntity();
    const row = { assessment, repeat: 'key_processes', side: 'self' };
    two.write(setAnswer(assessment, 'jc03', 'b'));
    two.write(draft({ kind: 'create', entity: 'row', entityId: rowId, value: row }));
    two.write(setAnswer(assessment, `key_processes/${rowId}/key_process_name`, '冲压'));
    const waiting = await two.push();
    expect(waiting.receipts.map(({ state }) => state)).toEqual(['quarantined', 'quarantined', 'quarantined']);
    expect(await values(assessment, 'jc03')).toEqual([]);
    one.write(createAssessment(test_.server, assessment));
    await one.push();
    expect(await values(assessment, 'jc03')).toEqual(['b']);
    expect(await values(assessment, `key_processes/${rowId}/key_process_name`)).toEqual(['冲压']);
    two.write(setAnswer(assessment, 'jc04', 'a'));
    expect((await two.push()).receipts.map(({ state }) => state)).toEqual(['stored']);
  });

  test('[H143] an update that arrives after the record was voided changes nothing of that', async () => {
    const assessment = await begun();
    two.write(setAnswer(assessment, 'jc03', 'b'));
    one.write({ ...draft({ kind: 'void', entity: 'assessment', entityId: assessment }), reason: '误建' });
    await one.push();
    await two.push();
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .select('state')
      .where('assessment_id', '=', assessment)
      .executeTakeFirst();
    expect(row?.state).toBe('voided');
  });

  test('[Y71] ops come in by whoever carries them, once, and are judged by their author', async () => {
    const assessment = await begun();
    const written = one.write(setAnswer(assessment, 'jc03', 'a'));
    one.waiting.splice(0);
    const carried = await one.push(written, colleague);
    expect(carried.receipts.map(({ state }) => state)).toEqual(['stored']);
    expect((await one.push(written)).receipts).toEqual(carried.receipts);
    const { heads } = (await readRegisters(test_.server.open.db, test_.server.open.kind, [assessment])).find(
      ({ register }) => register.register === 'self/jc03',
    )?.register ?? { heads: [] };
    expect(heads.map(({ author }) => author)).toEqual([surveyor.person]);
  });

  test('[T49] a pull names who wrote what it shows, and nobody else', async () => {
    const assessment = await begun();
    const page = await one.pull(0);
    const authors = new Set(page.rows.flatMap((row) => (row.kind === 'register' ? row.heads.map(({ author }) => author) : [])));
    expect(new Set(page.people.map(({ person }) => person))).toEqual(authors);
    expect(page.people.find(({ person }) => person === surveyor.person)?.name).toBe('surveyor');
    const stranger = await phone(await visitor(test_, `stranger${assessment.slice(0, 5)}`, 'surveyor', '420114'));
    expect((await stranger.pull(0)).people).toEqual([]);
  });
});
