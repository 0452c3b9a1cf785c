/** Pages and snapshots for people drawn at random, each row held against what was put where. */
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';
import { roles } from '#domain/person.ts';
import type { Actor } from '#domain/person.ts';
import type { PullRow } from '#protocol/sync-wire.ts';
import { buildPull, buildSnapshot } from '#replica/build-pull.ts';
import { pullSnapshot } from '#server/db/pull-reader.ts';
import { newId } from '#shared/ids.ts';
import type { EntityId, PersonId, RegionCode } from '#shared/ids.ts';
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
import type { TestServer } from '../server/test-server.ts';

const places = ['420115', '420115101', '420115102', '420114', '420100', '420602', '430100'];
type Where = { readonly region: string; readonly firm: string };

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  /** By assessment, and by credit code. */
  const where = new Map<string, Where>();
  const firms: string[] = [];

  beforeAll(async () => {
    test_ = await testServer(url);
    for (const [at, region] of places.entries()) {
      const writer = await phone(await visitor(test_, `writer-${region}`, 'surveyor', region));
      for (let number = 0; number < 6; number += 1) {
        const code = demoCreditCode('420115', 600_000 + at * 100 + number);
        firms.push(code);
        where.set(code, { region, firm: code });
        writer.write(createEnterprise(enterpriseRecord({ code, region: region as RegionCode, revenue: 1 })));
        writer.write(draft({ kind: 'set', entity: 'enterprise', entityId: code as EntityId, field: 'revenue', value: 2 }));
        const assessment = newEntity();
        where.set(assessment, { region, firm: code });
        writer.write(createAssessment(test_.server, assessment, { region, enterprise: code }));
        for (let question = 1; question <= 6; question += 1) writer.write(setAnswer(assessment, `jc0${String(question)}`, 1));
        await writer.push();
      }
    }
  });
  afterAll(() => test_.stop());

  /** Whether somebody may have what belongs there: written down once more, in as few words as can be. */
  const may = ({ role, region, assigned }: Actor, it: Where): boolean => {
    const digits = region.endsWith('0000') ? 2 : region.length === 6 && region.endsWith('00') ? 4 : region.length;
    return it.region.slice(0, digits) === region.slice(0, digits) && (role !== 'deputy-gm' || assigned.has(it.firm));
  };
  const mayMoney = ({ role, assigned }: Actor, firm: string): boolean =>
    role === 'reviewer' || role === 'administrator' || assigned.has(firm);

  const check = (viewer: Actor, rows: readonly PullRow[]): void => {
    for (const row of rows) {
      if (row.kind === 'receipt') throw new Error('a receipt for somebody without a device');
      const id = row.kind === 'register' ? (row.owner ?? row.entityId) : row.kind === 'score' ? row.assessmentId : row.owner;
      const it = where.get(id);
      if (it === undefined || !may(viewer, it))
        throw new Error(`${viewer.role} ${viewer.region} was given ${JSON.stringify(row)}`);
      if (row.kind !== 'register' || row.entity !== 'enterprise' || mayMoney(viewer, it.firm)) continue;
      if (row.register === 'revenue' || JSON.stringify(row).includes('revenue'))
        throw new Error(`${viewer.role} was given money: ${JSON.stringify(row)}`);
    }
  };

  test('[P3] [P8] [P9] [promise 15] ten thousand rows, and none for anybody else', async () => {
    let rows = 0;
    let whole = 0;
    const viewers = fc.record({
      role: fc.constantFrom(...roles),
      region: fc.constantFrom(...places, '420000', '420200', '420115103'),
      assigned: fc.subarray(firms, { maxLength: 8 }),
      cursor: fc.nat(400),
      limit: fc.integer({ min: 1, max: 500 }),
      entity: fc.constantFrom(...where.keys()),
    });
    await fc.assert(
      fc.asyncProperty(viewers, async ({ role, region, assigned, cursor, limit, entity }) => {
        const person = newId<PersonId>((count) => randomBytes(count));
        const viewer: Actor = { person, role, region: region as RegionCode, assigned: new Set(assigned) };
        const { now, beacons } = test_.server;
        const ports = { snapshot: pullSnapshot(test_.server, viewer), now, beacon: beacons.make };
        const page = await buildPull(ports, { cursor, epoch: null, limit, scope: null, seen: null, confirmed: [] });
        check(viewer, page.rows);
        const snapshot = await buildSnapshot(ports, entity as EntityId);
        check(viewer, snapshot.rows);
        const it = where.get(entity);
        if (it !== undefined && may(viewer, it)) {
          expect(snapshot.rows.length).toBeGreaterThan(0);
          whole += 1;
        } else expect(snapshot.rows).toEqual([]);
        rows += page.rows.length + snapshot.rows.length;
      }),
      { numRuns: 500 },
    );
    expect(rows).toBeGreaterThanOrEqual(10_000);
    expect(whole).toBeGreaterThan(20);
  });
});
