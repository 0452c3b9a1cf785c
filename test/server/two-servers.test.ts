/** Two servers on one PostgreSQL: their groups of pushes take the same locks, and must take them in the same order. */
import { Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ServerContext } from '#server/context.ts';
import { openPostgres } from '#server/db/open-database.ts';
import type { OpenDatabase } from '#server/db/open-database.ts';
import { pushQueue } from '#server/db/push-queue.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import type { StorageTx } from '#server/db/storage-tx.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import { projectTouched } from '#server/project.ts';
import { push } from '#server/push.ts';
import { foldOps } from '#oplog/register.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import { storedOps } from './stored-ops.ts';
import {
  createAssessment,
  databases,
  draft,
  evidenceDraft,
  newEntity,
  phone,
  setAnswer,
  testServer,
  twoIntegration,
  visitor,
  visitRecord,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const postgres = databases.filter(([, url]) => url !== null);

describe.each(postgres)('two servers on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let third: OpenDatabase;
  const servers: ServerContext[] = [];
  const closings: (() => Promise<void>)[] = [];
  const failures: unknown[] = [];

  /** A server of its own connections, which notes every transaction that came to nothing. */
  const another = (): ServerContext => {
    const open = openPostgres(test_.databaseUrl ?? '');
    closings.push(open.close);
    const { settings, catalogue, now } = test_.server;
    const transaction = () => ({
      execute: (run: never) =>
        open.db
          .transaction()
          .execute(run)
          .catch((error: unknown) => {
            failures.push(error);
            throw error;
          }),
    });
    const watched = { ...open, db: Object.assign(Object.create(open.db) as typeof open.db, { transaction }) };
    const context = {
      now,
      serverDevice: settings.serverDevice,
      project: (tx: StorageTx, touched: readonly EntityId[]) =>
        projectTouched({ now, definition: catalogue.compiled }, tx, touched),
    };
    return { ...test_.server, open, pushes: pushQueue(watched, context) };
  };

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    servers.push(another(), another());
    third = openPostgres(test_.databaseUrl ?? '');
    closings.push(third.close);
  });
  afterAll(async () => {
    for (const close of closings) await close();
    await test_.stop();
  });

  /** Pushes of ten phones, each round to one server or, as when a phone gives up waiting and sends again, to both. */
  const pushAll = async (rounds: number, targets: (phone: number, round: number) => readonly (readonly [EntityId, string])[]) => {
    const phones = await Promise.all(Array.from({ length: 10 }, () => phone(surveyor)));
    const writers = phones.map(async (one, index) => {
      for (let round = 0; round < rounds; round += 1) {
        const written = targets(index, round).map(([assessment, name]) => setAnswer(assessment, name, index * 100 + round));
        one.write(createAssessment(test_.server, newEntity()));
        for (const answer of written) one.write(answer);
        const request = one.sign(one.waiting.splice(0));
        const to = round % 3 === 0 ? servers : [servers[(index + round) % 2] ?? test_.server];
        const last = request.ops.at(-1)?.seq;
        for (const reply of await Promise.all(to.map((server) => push(server, surveyor.person, request))))
          expect(reply).toMatchObject({ kind: 'ok', value: { fork: false, last } });
      }
    });
    await Promise.all(writers);
  };

  const decimals = (): readonly string[] =>
    [...(test_.server.catalogue.indexed(twoIntegration(test_.server).hash)?.questions.values() ?? [])]
      .filter(({ question, repeat }) => question.type === 'decimal' && repeat === null)
      .map(({ question }) => question.name);

  const checkAll = async (ops: number): Promise<void> => {
    expect(failures).toEqual([]);
    const rows = await storedOps(third.db);
    expect(rows.filter(({ state }) => state !== 'stored')).toEqual([]);
    expect([rows.length, new Set(rows.map(({ hash }) => hash)).size]).toEqual([ops, ops]);
    expect((await verifyChains(test_.server)).faults).toEqual([]);
    const replayed = foldOps(rows.map(({ op }) => op));
    const roots = await third.db.selectFrom('assessments').select('assessment_id').execute();
    const held = await readRegisters(
      third.db,
      third.kind,
      roots.map(({ assessment_id: id }) => id),
    );
    expect(held.length).toBe(replayed.size);
    for (const { register } of held)
      expect(register.heads).toEqual(replayed.get(`${register.entityId}|${register.register}`)?.heads);
  };

  test('[H85] pushes that share nothing but the numbers are stored once each, in the order of their numbers', async () => {
    let writing = true;
    const watching = watchCommits(third, () => writing);
    await pushAll(12, () => []).finally(() => (writing = false));
    expect(await watching).toEqual([]);
    await checkAll(120);
  }, 120_000);

  test('[H86] pushes to the same assessments, forwards and backwards, wait for each other and never crosswise', async () => {
    const first = await phone(surveyor);
    const shared = Array.from({ length: 80 }, newEntity);
    for (const assessment of shared) first.write(createAssessment(test_.server, assessment));
    await first.push();
    const names = decimals();
    await pushAll(4, (index, round) =>
      ((index + round) % 2 === 0 ? shared : shared.toReversed()).map((assessment) => [assessment, names[round % 2] ?? '']),
    );
    await checkAll(120 + 80 + 40 * 81);
  }, 120_000);

  test('[H86] so do those of people to the same visits', async () => {
    const first = await phone(surveyor);
    const visits = Array.from({ length: 8 }, newEntity);
    for (const visit of visits) first.write(draft({ kind: 'create', entity: 'visit', entityId: visit, value: visitRecord() }));
    await first.push();
    const present = { name: '王工', role: 'management', post: null };
    const writers = Array.from({ length: 10 }, async (_, index) => {
      const one = await phone(surveyor);
      for (let round = 0; round < 12; round += 1) {
        one.write(createAssessment(test_.server, newEntity()));
        for (const visit of index % 2 === 0 ? visits : visits.toReversed())
          one.write(draft({ kind: 'create', entity: 'participant', entityId: newEntity(), value: { visit, ...present } }));
        const request = one.sign(one.waiting.splice(0));
        const reply = await push(servers[(index + round) % 2] ?? test_.server, surveyor.person, request);
        expect(reply).toMatchObject({ kind: 'ok', value: { fork: false, last: request.ops.at(-1)?.seq } });
      }
    });
    await Promise.all(writers);
    expect(failures).toEqual([]);
  }, 120_000);

  test('[H86] a part that is just being made is not written to beside what others write to its assessment', async () => {
    const [maker, other, third_] = [await phone(surveyor), await phone(surveyor), await phone(surveyor)];
    const [assessment, evidence] = [newEntity(), newEntity()];
    const [name = ''] = decimals();
    const [making, changing] = [servers[0] ?? test_.server, servers[1] ?? test_.server];
    const sent = (one: Phone, ...drafts: readonly OpDraft[]) => {
      for (const each of drafts) one.write(each);
      return one.sign(one.waiting.splice(0));
    };
    const caption = (text: string) =>
      draft({ kind: 'set', entity: 'evidence', entityId: evidence, field: 'caption', value: text });
    await push(making, surveyor.person, sent(maker, createAssessment(test_.server, assessment)));
    const [made, answered] = [gate(), gate()];
    const parts = [evidenceDraft(assessment, evidence, 'a'.repeat(64), 1000), caption('铭牌')];
    const making_ = push(making, surveyor.person, sent(maker, ...parts, setAnswer(assessment, name, 1)), { onlyIf: made.pass });
    await expect.poll(() => advisoryLocks(third), { timeout: 20_000 }).toEqual({ held: 2, awaited: 0 });
    const answering = push(changing, surveyor.person, sent(other, setAnswer(assessment, name, 2)), { onlyIf: answered.pass });
    await expect.poll(() => advisoryLocks(third), { timeout: 20_000 }).toEqual({ held: 2, awaited: 1 });
    const captioning = push(changing, surveyor.person, sent(third_, caption('设备')));
    await expect.poll(() => advisoryLocks(third), { timeout: 20_000 }).toEqual({ held: 2, awaited: 2 });
    made.open();
    await expect.poll(() => advisoryLocks(third), { timeout: 20_000 }).toEqual({ held: 2, awaited: 1 });
    answered.open();
    for (const reply of await Promise.all([making_, answering, captioning])) expect(reply.kind).toBe('ok');
    const replayed = foldOps((await storedOps(third.db)).map(({ op }) => op));
    const registers = (await readRegisters(third.db, third.kind, [assessment])).map(({ register }) => register);
    expect(registers.map(({ register }) => register).toSorted()).toEqual(['@create', '@create', 'caption', `self/${name}`]);
    for (const { entityId, register, heads } of registers) expect(heads).toEqual(replayed.get(`${entityId}|${register}`)?.heads);
  }, 120_000);

  test('[H162] a connection asks whether the database is still there', async () => {
    const asked = vi.spyOn(Socket.prototype, 'setKeepAlive');
    const { db, close } = openPostgres(test_.databaseUrl ?? '');
    await db.selectFrom('settings').select('key').limit(1).execute();
    expect(asked).toHaveBeenCalledWith(true, 30_000);
    await close();
    asked.mockRestore();
  });
});

async function advisoryLocks({ db }: OpenDatabase): Promise<unknown> {
  const locks = sql<{ held: number; awaited: number }>`select count(*) filter (where granted) as held,
    count(*) filter (where not granted) as awaited from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  return (await locks.execute(db)).rows[0];
}

/** Whatever moment one looks at: the numbers that are there have no hole. A higher number that came first would leave one. */
async function watchCommits({ db }: OpenDatabase, isOn: () => boolean): Promise<readonly string[]> {
  const holes: string[] = [];
  for (;;) {
    const more = isOn();
    const commits = await db.selectFrom('commits').select(['first_gsn', 'last_gsn']).orderBy('last_gsn').execute();
    for (const [index, { first_gsn: first }] of commits.entries())
      if (first !== (commits[index - 1]?.last_gsn ?? 0) + 1) holes.push(`${String(index)}: ${String(first)}`);
    if (!more) return holes;
  }
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<null>((resolve) => {
    open = () => resolve(null);
  });
  return { open: () => open(), pass: () => opened };
}
