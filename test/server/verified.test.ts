import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officeDetailSchema } from '#protocol/office-wire.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { up } from '#server/db/migrations/0009-verified.ts';
import type { EntityId } from '#shared/ids.ts';
import { parseCsv } from '../office/support/parse-csv.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  draft,
  evidenceDraft,
  enterpriseRecord,
  linkDraft,
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
  let mine: Phone;
  let theirs: Phone;
  const firm = enterpriseRecord();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    mine = await phone(surveyor);
    theirs = await phone(await visitor(test_, 'inspector', 'inspector', '420115'));
    mine.write(createEnterprise(firm));
    await mine.push();
  });
  afterAll(() => test_.stop());

  const found = (id: EntityId, path: string, value: string | number | readonly string[], reason: string | null = null) =>
    draft({ kind: 'set', entity: 'assessment', entityId: id, field: `verified/${path}`, value, reason });
  const rowOf = (id: EntityId) =>
    test_.server.open.db.selectFrom('assessments').selectAll().where('assessment_id', '=', id).executeTakeFirstOrThrow();
  const detailOf = async (id: EntityId): Promise<OfficeDetail> =>
    officeDetailSchema.parse(await (await reviewer.request('GET', `/api/office/assessments/${id}`)).json());

  async function claimed(): Promise<EntityId> {
    const id = newEntity();
    mine.write(createAssessment(test_.server, id, { enterprise: firm.code }));
    for (const path of ['jc03', 'jc04', 'jc05']) mine.write(setAnswer(id, path, 'd'));
    await mine.push();
    return id;
  }

  test('[V28] what was found is scored beside what the firm said, which stays as it was; taken back, it is gone', async () => {
    const id = await claimed();
    const before = await rowOf(id);
    expect([before.verified_measures, before.verified_looked]).toEqual([null, null]);
    theirs.write(found(id, 'jc03', 'a', '没有单独设部门'), found(id, 'jc04', 'd'));
    await theirs.push();
    const after = await rowOf(id);
    expect([after.measures, after.level, after.phone_differs]).toEqual([before.measures, before.level, before.phone_differs]);
    expect([after.verified_looked, after.verified_of, after.verified_differing]).toEqual([2, 3, 1]);
    const detail = await detailOf(id);
    expect(detail.verified).toMatchObject({ looked: 2, of: 3, differing: 1 });
    expect(detail.verification?.ledger.map(({ path, reason, by }) => [path, reason, by])).toEqual([
      ['jc03', '没有单独设部门', 'inspector'],
    ]);
    expect(detail.verification?.ledger[0]?.claimed).not.toBe(detail.verification?.ledger[0]?.found);
    theirs.write(found(id, 'jc03', []), found(id, 'jc04', []));
    await theirs.push();
    expect(await rowOf(id)).toMatchObject({ verified_looked: 0, verified_differing: 0 });
    expect((await detailOf(id)).verification?.ledger).toEqual([]);
  });

  test('[V17] two findings that differ count as a conflict at the desk too, and have no value', async () => {
    const id = await claimed();
    mine.write(found(id, 'jc03', 'a', '一'));
    theirs.write(found(id, 'jc03', 'b', '二'));
    await mine.push();
    await theirs.push();
    const detail = await detailOf(id);
    expect([detail.conflicts, detail.verification?.ledger]).toEqual([1, []]);
  });

  test('[V28] the exports carry both sides: the list its scores, the answers what was found and why', async () => {
    const id = await claimed();
    theirs.write(found(id, 'jc03', 'a', '没有单独设部门'));
    await theirs.push();
    const list = parseCsv(
      await (await reviewer.request('GET', '/api/office/export/assessments.csv?content=list&state=draft')).text(),
    );
    const cell = (rows: readonly (readonly string[])[], at: number, heading: string) =>
      rows[at]?.[rows[0]?.indexOf(heading) ?? -1];
    const place = list.findIndex(([assessment]) => assessment === id);
    expect([cell(list, place, '已核实题数'), cell(list, place, '与自评不一致题数')]).toEqual(['1', '1']);
    const answers = parseCsv(await (await reviewer.request('GET', `/api/office/assessments/${id}/export.csv`)).text());
    const line = answers.findIndex((row) => row.includes('jc03'));
    expect(cell(answers, line, '更正理由')).toBe('没有单独设部门');
    expect(cell(answers, line, '核实情况')).toBe('已核实，无证据');
    expect(cell(answers, line, '核实为')).not.toBe(cell(answers, line, '回答'));
  });

  test('[V21] a piece that was taken over is evidence of its own assessment: and said to be the same file', async () => {
    const [one, other] = [await claimed(), await claimed()];
    const [first, second] = [newEntity(), newEntity()];
    const sha256 = 'ab'.repeat(32);
    const piece = evidenceDraft(one, first, sha256, 2000);
    mine.write(piece, linkDraft(one, first, 'jc03'));
    const taken = evidenceDraft(other, second, sha256, 2000);
    mine.write({ ...taken, value: { ...(taken.value as object), derivedFrom: first } }, linkDraft(other, second, 'jc04'));
    await mine.push();
    const pieces = (await detailOf(other)).evidence;
    expect(
      pieces.map(({ evidenceId, takenOver, derivedFrom, committedAt }) => [evidenceId, takenOver, derivedFrom, committedAt]),
    ).toEqual([[second, true, null, null]]);
    expect((await detailOf(one)).evidence.map(({ takenOver }) => takenOver)).toEqual([false]);
  });

  test('[V28] a database from before gets the columns, empty for what was there, filled with the next finding', async () => {
    const { db } = test_.server.open;
    const id = await claimed();
    const columns = Object.keys(await rowOf(id)).filter((column) => column.startsWith('verified_'));
    expect(columns).toHaveLength(8);
    for (const column of columns) await sql`alter table assessments drop column ${sql.raw(column)}`.execute(db);
    await up(db as unknown as Kysely<unknown>);
    const upgraded = await rowOf(id);
    expect(columns.map((column) => upgraded[column as keyof typeof upgraded])).toEqual(columns.map(() => null));
    theirs.write(found(id, 'jc03', 'd'));
    await theirs.push();
    expect(await rowOf(id)).toMatchObject({ verified_looked: 1, verified_of: 3, verified_differing: 0 });
    expect(test_.errors).toEqual([]);
  });
});
