import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCreditCode } from '#domain/credit-code.ts';
import { sizeClass } from '#domain/size-class.ts';
import { isIndustryCode } from '#domain/industry.ts';
import { demoPeople, makeDemo } from '#server/demo/make-demo.ts';
import { demoEnterprises } from '#server/demo/demo-enterprises.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { databases, testServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

test('[H60] thirty demo firms are marked, valid, fictitious and of every size', () => {
  const firms = demoEnterprises();
  expect(firms).toHaveLength(30);
  expect(new Set(firms.map(({ code }) => code)).size).toBe(30);
  for (const { code, name, industry, demo } of firms) {
    expect([name.includes('演示'), demo, checkCreditCode(code).kind, code.slice(8, 11), isIndustryCode(industry ?? '')]).toEqual([
      true,
      true,
      'ok',
      'DEM',
      true,
    ]);
  }
  expect(new Set(firms.map(({ headcount, revenue }) => sizeClass(headcount, revenue)))).toEqual(
    new Set(['large', 'medium', 'small', 'micro']),
  );
});

describe.each(databases)('demonstration data on %s', (_name, url) => {
  let test_: TestServer;
  beforeAll(async () => {
    test_ = await testServer(url);
    await makeDemo(test_.server);
  });
  afterAll(() => test_.stop());

  test('[H61] it went the way of every op: nothing quarantined, chains whole, four photos and two signatures committed', async () => {
    const { db } = test_.server.open;
    expect(await db.selectFrom('ops').select('problem').where('state', '=', 'quarantined').execute()).toEqual([]);
    const { faults, files } = await verifyChains(test_.server);
    expect([faults, files]).toEqual([[], 6]);
  });

  test('[H62] assessments stand at every stage and level, and no phone score differs', async () => {
    const rows = await test_.server.open.db.selectFrom('assessments').selectAll().execute();
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(new Set(rows.map(({ level }) => level))).toEqual(new Set(['start', 'single', 'integration', 'innovation', null]));
    expect(new Set(rows.map(({ state }) => state))).toEqual(
      new Set(['draft', 'finished', 'submitted', 'returned', 'approved', 'sealed']),
    );
    expect(rows.filter(({ phone_differs: differs }) => differs === 1)).toEqual([]);
    expect(rows.every(({ demo }) => demo === 1)).toBe(true);
    const [again, ...others] = rows.filter(({ follow_up_of: old }) => old !== null);
    expect([again?.level, again?.follow_up_of, others]).toEqual([null, expect.any(String), []]);
  });

  test('[V29] one assessment is verified in part, with two differences', async () => {
    const rows = await test_.server.open.db.selectFrom('assessments').selectAll().where('verified_looked', '>', 0).execute();
    expect(rows.map((row) => row.verified_differing)).toEqual([2]);
    expect(rows[0]?.verified_l ?? 0).toBeLessThan(rows[0]?.score_l ?? 0);
  });

  test('[H63] the two printed sign-ins work', async () => {
    for (const { account, password, role } of demoPeople) {
      const response = await test_.app.hono.request('/api/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, password }),
      });
      expect(await response.json()).toMatchObject({ person: { account, role, region: '420115', demo: true } });
    }
  });

  test('[H61] the surveyor has two visits today, one next week, and some that are over with people of the firm', async () => {
    const rows = await test_.server.open.db.selectFrom('visits').select(['state', 'date', 'demo']).execute();
    const [today = ''] = [new Date(test_.server.now() + 8 * 3600 * 1000).toISOString().split('T')[0]];
    expect(rows.filter(({ state, date }) => state === 'planned' && date === today)).toHaveLength(2);
    expect(rows.filter(({ state, date }) => state === 'planned' && date > today).length).toBeGreaterThan(0);
    expect(rows.filter(({ state }) => state === 'done').length).toBeGreaterThan(0);
    expect(rows.every(({ demo }) => demo === 1)).toBe(true);
  });
});
