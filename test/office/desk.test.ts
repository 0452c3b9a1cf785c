import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { officeSortKeys, readQuery, type OfficeSortKey } from '#protocol/office-query.ts';
import {
  officeDetailSchema,
  officeFacetsSchema,
  officeListReplySchema,
  type OfficeDetail,
  type OfficeRow,
} from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import { makeDemo } from '#server/demo/make-demo.ts';
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
  visitor,
} from '../server/test-server.ts';
import type { TestServer, Visitor } from '../server/test-server.ts';
import { parseCsv } from './support/parse-csv.ts';

describe.each(databases)('the desk on %s', (_name, url) => {
  let test_: TestServer;
  let reviewer: Visitor;
  let city: Visitor;
  let stranger: Visitor;
  let disputed: EntityId;
  let wrongScore: EntityId;
  let voided: EntityId;

  beforeAll(async () => {
    test_ = await testServer(url);
    await makeDemo(test_.server);
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    city = await visitor(test_, 'city', 'reviewer', '420100');
    stranger = await visitor(test_, 'stranger', 'reviewer', '420200');
    const surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    const colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    const [one, other] = [await phone(surveyor), await phone(colleague)];
    one.write(createEnterprise(enterpriseRecord({ name: '=HYPERLINK("http://x")100%_机械\\有限公司' })));
    disputed = newEntity();
    one.write(createAssessment(test_.server, disputed));
    one.write(setAnswer(disputed, 'jc03', 'a'));
    await one.push();
    other.write(setAnswer(disputed, 'jc03', 'd'));
    await other.push();
    wrongScore = newEntity();
    one.write(createAssessment(test_.server, wrongScore));
    one.write(setAnswer(wrongScore, 'jc03', 'c'));
    await one.push();
    const root = assessmentRoot(
      (await readRegisters(test_.server.open.db, test_.server.open.kind, [wrongScore])).map(({ register }) => register),
    );
    one.write(
      draft({
        kind: 'finalise',
        entity: 'assessment',
        entityId: wrongScore,
        value: { root, phoneScore: { level: 'innovation', measures: { JC: 99 } } },
      }),
    );
    await one.push();
    voided = newEntity();
    one.write(createAssessment(test_.server, voided));
    one.write(draft({ kind: 'void', entity: 'assessment', entityId: voided, reason: '选错了企业' }));
    await one.push();
  });
  afterAll(() => test_.stop());

  const list = async (parameters = '', as = reviewer): Promise<{ total: number; rows: readonly OfficeRow[] }> => {
    const response = await as.request('GET', `/api/office/assessments?${parameters}`);
    expect([parameters, response.status]).toEqual([parameters, 200]);
    return officeListReplySchema.parse(await response.json());
  };
  const detail = async (id: string, as = reviewer): Promise<OfficeDetail> =>
    officeDetailSchema.parse(await (await as.request('GET', `/api/office/assessments/${id}`)).json());

  test('[X30] the list holds what lies in the reader’s subtree and nothing else', async () => {
    const stored = await test_.server.open.db.selectFrom('assessments').select(['assessment_id', 'state']).execute();
    const expected = stored.filter(({ state }) => state !== 'voided').map((row) => row.assessment_id);
    for (const reader of [reviewer, city]) {
      const { total, rows } = await list('limit=500', reader);
      expect(total).toBe(expected.length);
      expect(rows.map((row) => row.assessmentId).sort()).toEqual(expected.sort());
    }
    expect(await list('', stranger)).toEqual({ total: 0, rows: [] });
  });

  test('[X31] asking for a wider region shows no more, asking for a foreign one shows nothing', async () => {
    const own = await list();
    expect((await list('region=420000')).total).toBe(own.total);
    expect((await list('region=420115', city)).total).toBe(own.total);
    expect(await list('region=420200')).toEqual({ total: 0, rows: [] });
  });

  test('[X32] out of scope answers like absent, for the detail and its export', async () => {
    for (const path of ['', '/export.xlsx', '/export.csv']) {
      const foreign = await stranger.request('GET', `/api/office/assessments/${disputed}${path}`);
      const absent = await stranger.request('GET', `/api/office/assessments/${newEntity()}${path}`);
      expect([foreign.status, await foreign.text()]).toEqual([absent.status, await absent.text()]);
      expect(foreign.status).toBe(404);
    }
  });

  test('[X33] [X48] every filter keeps exactly the rows that fit', async () => {
    const { rows: all } = await list('limit=500&state=draft,finished,submitted,returned,approved,sealed,voided');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const cases: readonly (readonly [string, (row: OfficeRow) => boolean])[] = [
      ['state=submitted', (row) => row.state === 'submitted'],
      ['state=voided', (row) => row.assessmentId === voided],
      ['', (row) => row.state !== 'voided'],
      ['stage=single,innovation', (row) => row.state !== 'voided' && (row.level === 'single' || row.level === 'innovation')],
      ['stage=none', (row) => row.state !== 'voided' && row.level === null],
      ['stage=none,start', (row) => row.state !== 'voided' && (row.level === null || row.level === 'start')],
      ['definition=two-integration', (row) => row.state !== 'voided'],
      ['definition=another', () => false],
      ['q=' + encodeURIComponent('光电'), (row) => row.enterpriseName.includes('光电')],
      ['q=91420115dem', (row) => row.state !== 'voided' && row.enterpriseCode.startsWith('91420115DEM')],
      [`from=${today}`, (row) => row.submittedAt !== null],
      ['to=2020-01-01', () => false],
      ['conflicts=1', (row) => row.state !== 'voided' && row.conflicts > 0],
    ];
    for (const [parameters, fits] of cases) {
      const { total, rows } = await list(`limit=500&${parameters}`);
      const expected = all.filter(fits).map((row) => row.assessmentId);
      expect([parameters, rows.map((row) => row.assessmentId).sort()]).toEqual([parameters, expected.sort()]);
      expect(total).toBe(expected.length);
    }
  });

  test('[X34] percent, underline and backslash are searched for, not obeyed', async () => {
    for (const [text, found] of [
      ['100%_机械', false],
      ['测试机械', true],
      ['%', false],
      ['_', false],
      ['\\', false],
    ] as const) {
      const { total } = await list(`q=${encodeURIComponent(text)}`);
      expect([text, total > 0]).toEqual([text, found]);
    }
  });

  test.each(officeSortKeys)(
    '[X35] sorted by %s either way, blanks stand last and pages join without gap or repeat',
    async (key) => {
      for (const sign of ['', '-']) {
        const { rows: whole } = await list(`limit=500&sort=${sign}${key}`);
        const keys = whole.map((row) => sortValue(row, key)).filter((value) => value !== null);
        const ordered = keys.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
        // Names follow the registry's pinyin, levels and states the order of their ladder: compared elsewhere.
        if (key !== 'name' && key !== 'level' && key !== 'state')
          expect(keys).toEqual(sign === '' ? ordered : ordered.toReversed());
        const blanks = whole.map((row) => sortValue(row, key) === null);
        expect(blanks).toEqual(blanks.toSorted((one, other) => Number(one) - Number(other)));
        const pages: OfficeRow[] = [];
        for (let offset = 0; offset < whole.length; offset += 3) {
          pages.push(...(await list(`sort=${sign}${key}&limit=3&offset=${String(offset)}`)).rows);
        }
        expect(pages.map((row) => row.assessmentId)).toEqual(whole.map((row) => row.assessmentId));
      }
    },
  );

  test('[X36] levels sort as their ladder climbs', async () => {
    const { rows } = await list('limit=500&sort=level');
    const reached = rows.flatMap((row) => row.ladder.reached ?? []);
    expect(reached).toEqual(reached.toSorted((one, other) => one - other));
    expect(new Set(reached).size).toBeGreaterThan(2);
  });

  test('[X37] a parameter that does not fit is refused by name', async () => {
    for (const bad of ['region=x', 'state=open', 'limit=9999', 'sort=password', 'from=2026-02']) {
      const response = await reviewer.request('GET', `/api/office/assessments?${bad}`);
      expect([bad, response.status]).toEqual([bad, 400]);
      expect(await response.json()).toMatchObject({ problem: { detail: { parameters: bad.split('=')[0] } } });
    }
  });

  test('[X38] the detail shows the server’s score of every item, and phone and server side by side', async () => {
    const [row] = (await list('sort=-photos&state=submitted&limit=1&q=' + encodeURIComponent('江夏精密'))).rows;
    const shown = await detail(row?.assessmentId ?? '');
    const stored = await test_.server.open.db
      .selectFrom('scores')
      .select('result')
      .where('assessment_id', '=', shown.assessmentId)
      .executeTakeFirstOrThrow();
    const result = JSON.parse(stored.result) as ScoreResult;
    const items = shown.sections.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'answer' ? part.answer.items : [])),
    );
    expect(Object.fromEntries(items.map(({ name, score, state }) => [name, { score, state }]))).toEqual(result.items);
    expect(items).toHaveLength(Object.keys(result.items).length);
    expect(shown.score.phoneSent).toBe(true);
    for (const measure of shown.score.measures) {
      expect([measure.id, measure.score, measure.differs]).toEqual([
        measure.id,
        result.measures[measure.id]?.score ?? null,
        false,
      ]);
      expect(measure.phone).toBe(measure.score);
    }
    expect(shown.evidence.map(({ committedAt, questions }) => [committedAt !== null, questions.length])).toEqual([
      [true, 1],
      [true, 1],
      [true, 1],
      // The signatures of both sides are of no question.
      [true, 0],
      [true, 0],
    ]);
    expect(shown.photos).toEqual({ committed: 5, expected: 5 });
    expect(shown.evidence.every(({ questions }) => questions.every(({ label, path }) => label !== path))).toBe(true);
  });

  test('[X39] a question in conflict names every candidate in words, counts in the list and has no value', async () => {
    const shown = await detail(disputed);
    const answers = shown.sections.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'answer' ? part.answer : [])));
    const answer = answers.find(({ path }) => path === 'jc03');
    expect(answer?.conflict.map(({ value, author }) => [value, author]).sort()).toEqual([
      ['a', 'surveyor'],
      ['d', 'colleague'],
    ]);
    expect(answer?.conflict.every(({ text }) => (text ?? '').length > 3)).toBe(true);
    expect(answer?.value).toBeNull();
    expect(answer?.items[0]).toMatchObject({ score: null, state: 'unanswered' });
    expect((await list('limit=500')).rows.find((row) => row.assessmentId === disputed)?.conflicts).toBe(1);
  });

  test('[X40] a phone score that the server does not confirm is marked, measure by measure', async () => {
    const shown = await detail(wrongScore);
    expect([shown.state, shown.phoneDiffers, shown.score.phoneLevel]).toEqual(['finished', true, 'innovation']);
    expect(shown.score.measures.filter(({ differs }) => differs).map(({ id }) => id)).toEqual(['JC']);
  });

  test('[X41] history is newest first, with both clocks, the person and the reason', async () => {
    const shown = await detail(voided);
    expect(shown.history.map(({ kind }) => kind)).toEqual(['void', 'create']);
    expect(shown.history[0]).toMatchObject({ author: 'surveyor', reason: '选错了企业', quarantined: null });
    expect(shown.voidReason).toBe('选错了企业');
    const set = (await detail(disputed)).history.find(({ kind }) => kind === 'set');
    expect(set?.subject).toBe('谁牵头管数字化？');
    expect(set?.value?.length).toBeGreaterThan(3);
  });

  test('[X42] the filters offer the reader’s own regions and every instrument’s levels', async () => {
    const facets = officeFacetsSchema.parse(await (await city.request('GET', '/api/office/facets')).json());
    expect(facets.regions[0]).toMatchObject({ code: '420100', depth: 0 });
    expect(facets.regions.every(({ code }) => code.startsWith('4201'))).toBe(true);
    expect(facets.definitions.find(({ id }) => id === 'two-integration')?.levels).toHaveLength(4);
  });

  test('[X43] an exported list is the list on screen, and the audit log knows who took what', async () => {
    const parameters = 'state=submitted&sort=-L';
    const response = await reviewer.request('GET', `/api/office/export/assessments.xlsx?${parameters}`);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('评估列表.xlsx'));
    const [sheet] = await readExcelFile(Buffer.from(await response.arrayBuffer()));
    const { rows } = await list(`limit=500&${parameters}`);
    expect(sheet?.data.slice(1).map(([id]) => id)).toEqual(rows.map((row) => row.assessmentId));
    const audit = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'office.export').execute();
    expect(audit.at(-1)).toMatchObject({ person: reviewer.person, subject: 'assessments' });
    expect(JSON.parse(audit.at(-1)?.detail ?? '{}')).toMatchObject({
      state: 'submitted',
      sort: '-L',
      format: 'xlsx',
      count: rows.length,
    });
  });

  test('[X44] all answers as CSV: one row a question asked, of every assessment in scope, none out of it', async () => {
    const read = async (as: Visitor): Promise<string[][]> => {
      const response = await as.request('GET', '/api/office/export/assessments.csv?content=answers&state=submitted,draft');
      return parseCsv((await response.text()).replace(/^\ufeff/u, ''));
    };
    const [, ...rows] = await read(reviewer);
    const { rows: listed } = await list('limit=500&state=submitted,draft');
    expect(new Set(rows.map(([id]) => id))).toEqual(new Set(listed.map((row) => row.assessmentId)));
    const shown = await detail(listed[0]?.assessmentId ?? '');
    const asked = shown.sections.flatMap(({ parts }) => parts.filter((part) => part.kind === 'answer' && part.answer.relevant));
    expect(rows.filter(([id]) => id === shown.assessmentId)).toHaveLength(asked.length);
    expect((await read(stranger)).slice(1)).toEqual([]);
  });

  test('[X45] an export of one assessment has both sheets and is audited by its id', async () => {
    const response = await reviewer.request('GET', `/api/office/assessments/${disputed}/export.xlsx?lang=en`);
    const sheets = await readExcelFile(Buffer.from(await response.arrayBuffer()));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Assessments', 'Answers']);
    const last = await test_.server.open.db
      .selectFrom('audit')
      .select('subject')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    expect(last?.subject).toBe(disputed);
  });

  test('[X46] a surveyor reads the desk within the own region too', async () => {
    const surveyor = await visitor(test_, 'another', 'surveyor', '420115');
    expect((await list('', surveyor)).total).toBe((await list()).total);
  });

  test('[X47] the order of an unknown sort is the newest arrival first', () => {
    expect(readQuery(new URLSearchParams()).query.sort).toEqual({ key: 'submitted', descending: true });
  });
});

function sortValue(row: OfficeRow, key: OfficeSortKey): string | number | null {
  switch (key) {
    case 'submitted':
      return row.submittedAt;
    case 'updated':
      return row.updatedAt;
    case 'name':
      return row.enterpriseName;
    case 'region':
      return row.region;
    case 'state':
      return row.state;
    case 'level':
      return row.level;
    case 'L':
      return row.L;
    case 'B':
      return row.B;
    case 'completeness':
      return row.completeness;
    case 'photos':
      return row.photos.expected - row.photos.committed;
  }
}
