import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createAssessment,
  createEnterprise,
  databases,
  enterpriseRecord,
  newEntity,
  phone,
  testServer,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('what a lost phone asks on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let colleague: Visitor;
  let mine: Phone;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    mine = await phone(surveyor);
  });
  afterAll(() => test_.stop());

  const keyOf = async (who: Visitor): Promise<string> =>
    ((await (await who.request('POST', '/api/personal-key', {})).json()) as { readonly key: string }).key;

  test('[H110] each person has one key, given to a session of that person alone and noted in the audit log', async () => {
    const [first, again, other] = [await keyOf(surveyor), await keyOf(surveyor), await keyOf(colleague)];
    expect(first).toMatch(/^[\w-]{43}$/u);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const nobody = await test_.app.hono.request('/api/personal-key', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(nobody.status).toBe(401);
    const noted = await test_.server.open.db
      .selectFrom('audit')
      .select('person')
      .where('kind', '=', 'personal-key.released')
      .execute();
    expect(noted.map(({ person }) => person)).toEqual([surveyor.person, surveyor.person, colleague.person]);
  });

  test('[H111] a device’s person learns which of its ops are stored; to others it reads like an unknown one', async () => {
    mine.write(createEnterprise(enterpriseRecord()), createAssessment(test_.server, newEntity()));
    const pushed = await mine.push();
    const ask = async (who: Visitor, device: string) =>
      (await who.request('POST', '/api/sync/receipts', { device, seqs: [1, 2, 3] })).json();
    expect(await ask(surveyor, mine.device)).toMatchObject({ last: 2, receipts: pushed.receipts, epoch: pushed.epoch });
    expect(await ask(colleague, mine.device)).toMatchObject({ last: 0, receipts: [] });
    expect(await ask(surveyor, 'nobody')).toMatchObject({ last: 0, receipts: [] });
  });
});
