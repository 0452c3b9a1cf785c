import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PullReply, SnapshotReply } from '#protocol/sync-wire.ts';
import { changePerson } from '#server/auth/people.ts';
import type { EntityId } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  enterpriseRecord,
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
  let mine: Phone;
  const firm = enterpriseRecord();
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    mine = await phone(surveyor);
    mine.write(createEnterprise(firm), createAssessment(test_.server, assessment));
    await mine.push();
  });
  afterAll(() => test_.stop());

  const move = async (region: string): Promise<void> => {
    await changePerson(test_.server.open.db, surveyor.person, { region }, new Date(test_.server.now()).toISOString());
  };
  const pull = async (query: Record<string, string>): Promise<PullReply> => {
    const reply = await surveyor.request('GET', `/api/sync/pull?${new URLSearchParams(query).toString()}`);
    return (await reply.json()) as PullReply;
  };
  const snapshot = async (entity: EntityId): Promise<SnapshotReply> =>
    (await (await surveyor.request('GET', `/api/sync/snapshot?entity=${entity}`)).json()) as SnapshotReply;

  test('[R23] [promise 15] a scope that moves away purges what the phone could have, one that comes back grows it', async () => {
    const first = await pull({});
    expect([first.grown, first.purge]).toEqual([[], []]);
    await move('420602');
    const away = await pull({ cursor: String(first.cursor), epoch: first.epoch, scope: first.scopeVersion });
    expect([...away.purge].sort()).toEqual([firm.code, assessment].sort());
    expect(away.grown).toEqual([]);
    const nothing = await snapshot(assessment);
    expect(nothing.rows).toEqual([]);
    await move('420000');
    const back = await pull({ cursor: String(away.cursor), epoch: away.epoch, scope: away.scopeVersion });
    expect([...back.grown].sort()).toEqual([firm.code, assessment].sort());
    expect([back.purge, back.rows]).toEqual([[], []]);
    const whole = await snapshot(assessment);
    expect(whole.at).toBe(back.cursor);
    expect(whole.rows.length).toBeGreaterThan(0);
    await move('420115');
    const narrower = await pull({ cursor: String(back.cursor), epoch: back.epoch, scope: back.scopeVersion });
    expect([narrower.grown, narrower.purge]).toEqual([[], []]);
  });

  test('[R24] what came after a scope was left is not named; a mark of one’s own making, or another person’s, names nothing', async () => {
    const before = await pull({});
    await move('420602');
    const colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    const theirs = await phone(colleague);
    const later = newEntity();
    theirs.write(createAssessment(test_.server, later));
    // Written anew after the scope was left: the number of its row is late, the assessment is old.
    theirs.write(setAnswer(assessment, 'jc01', 1));
    await theirs.push();
    const place = { cursor: String(before.cursor), epoch: before.epoch };
    expect([...(await pull({ ...place, scope: before.scopeVersion })).purge].sort()).toEqual([firm.code, assessment].sort());
    const mark = before.scopeVersion.split('.');
    for (const scope of ['', 'x', `420000.${mark[1] ?? ''}.${mark[2] ?? ''}`, `${mark[0] ?? ''}.999999.${mark[2] ?? ''}`]) {
      const reply = await pull({ ...place, scope });
      expect([reply.grown, reply.purge], scope).toEqual([[], []]);
    }
    const stolen = await colleague.request(
      'GET',
      `/api/sync/pull?${new URLSearchParams({ ...place, scope: before.scopeVersion }).toString()}`,
    );
    expect(((await stolen.json()) as PullReply).purge).toEqual([]);
    await move('420115');
  });

  test('[R22] a pull says whether what was confirmed is still there, under its number', async () => {
    await mine.pull();
    const [op] = mine.write(setAnswer(assessment, 'jc02', 2));
    const reply = await mine.push();
    const gsn = String(reply.receipts[0]?.gsn);
    const place = `${mine.device}.${String(op?.seq)}`;
    const ask = async (confirmed: string) => (await pull({ confirmed })).lost;
    const other = '0'.repeat(64);
    expect(await ask(`${place}.${op?.hash ?? ''}.${gsn}`)).toBeNull();
    // It was never set aside.
    expect(await ask(`${place}.${op?.hash ?? ''}.`)).toBe(op?.hash);
    const [refused] = mine.write(setAnswer(newEntity(), 'jc02', 2));
    await mine.push();
    expect(await ask(`${mine.device}.${String(refused?.seq)}.${refused?.hash ?? ''}.`)).toBeNull();
    expect(await ask(`${place}.${op?.hash ?? ''}.1`)).toBe(op?.hash);
    expect(await ask(`${place}.${other}.${gsn}`)).toBe(other);
    expect(await ask(`${mine.device}.99.${other}.`)).toBe(other);
    const malformed = await surveyor.request('GET', '/api/sync/pull?confirmed=x');
    expect(malformed.status).toBe(400);
  });
});
