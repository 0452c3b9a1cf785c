/** What a device signed stays beside what it sent: kept, checked again, exported. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { verifyDeviceSignature } from '#server/device-signature.ts';
import { up } from '#server/db/migrations/0012-push-signatures.ts';
import { createAssessment, databases, newEntity, phone, setAnswer, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let mine: Phone;
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    mine = await phone(await visitor(test_, 'surveyor', 'surveyor', '420115'));
  });
  afterAll(() => test_.stop());

  const kept = () =>
    test_.server.open.db
      .selectFrom('push_signatures')
      .selectAll()
      .where('device', '=', mine.device)
      .orderBy('last_seq')
      .execute();

  test('[B48] each push leaves one row: which ops, the last hash, and the device’s signature over it', async () => {
    mine.write(createAssessment(test_.server, assessment), setAnswer(assessment, 'jc01', 1));
    const first = await mine.push();
    const more = mine.write(setAnswer(assessment, 'jc02', 2));
    await mine.push();
    const rows = await kept();
    expect(rows.map(({ first_seq: from, last_seq: to }) => [from, to])).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect([rows[0]?.hash, rows[1]?.hash]).toEqual([first.receipts.at(-1)?.hash, more[0]?.hash]);
    for (const { hash, signature } of rows) expect(verifyDeviceSignature(mine.publicKey, signature, hash)).toBe(true);
  });

  test('[B48] the same push again adds none; one whose end was not taken leaves none; what comes twice at once, one', async () => {
    const [third, fourth] = [
      ...mine.write(setAnswer(assessment, 'jc03', 'a')),
      ...mine.write(setAnswer(assessment, 'jc03', 'b')),
    ];
    if (third === undefined || fourth === undefined) throw new Error('nothing was written');
    // A hole: the fourth op without the third.
    await mine.push([fourth]);
    expect(await kept()).toHaveLength(2);
    await Promise.all([mine.push([third, fourth]), mine.push([third, fourth])]);
    await mine.push([third, fourth]);
    expect((await kept()).map(({ last_seq: to }) => to)).toEqual([2, 3, 5]);
  });

  test('[B48] verify-chain holds every signature against key and op, and names the one that does not fit', async () => {
    const whole = await verifyChains(test_.server);
    expect(whole.faults).toEqual([]);
    expect(whole.signatures).toBeGreaterThanOrEqual(3);
    const { db } = test_.server.open;
    const row = (await kept())[1];
    if (row === undefined) throw new Error('nothing was kept');
    const set = (change: { readonly signature?: string; readonly hash?: string }) =>
      db
        .updateTable('push_signatures')
        .set(change)
        .where('device', '=', row.device)
        .where('last_seq', '=', row.last_seq)
        .execute();
    const other = (await kept())[0];
    for (const change of [
      { signature: other?.signature ?? '' },
      { hash: other?.hash ?? '', signature: other?.signature ?? '' },
    ]) {
      await set(change);
      expect((await verifyChains(test_.server)).faults).toEqual([`设备 ${mine.device}:第 3 条的设备签名不对`]);
      await set({ hash: row.hash, signature: row.signature });
    }
  });

  test('[B48] a database from before keeps what it has; a push that is sent again brings its signature', async () => {
    const { db } = test_.server.open;
    await sql`drop table push_signatures`.execute(db);
    await up(db as unknown as Kysely<unknown>);
    expect(await verifyChains(test_.server)).toMatchObject({ faults: [], signatures: 0 });
    const ops = mine.write(setAnswer(assessment, 'jc01', 5));
    await mine.push(ops);
    expect((await kept()).map(({ last_seq: to }) => to)).toEqual([6]);
    expect(test_.errors).toEqual([]);
  });
});
