/** What a push costs is counted, never timed; and what shares a transaction shares nothing else. */
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRegisters } from '#server/db/register-runs.ts';
import { pushQueue } from '#server/db/push-queue.ts';
import type { PushQueue } from '#server/db/push-queue.ts';
import { projectTouched } from '#server/project.ts';
import { push } from '#server/push.ts';
import { createAssessment, databases, newEntity, phone, setAnswer, testServer, twoIntegration, visitor } from './test-server.ts';
import { opsOfDevice } from './stored-ops.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('pushes on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  });
  afterAll(() => test_.stop());

  /** An assessment and answers to it, each a tap of its own. */
  const filled = async (answers: number): Promise<Phone> => {
    const one = await phone(surveyor);
    const assessment = newEntity();
    one.write(createAssessment(test_.server, assessment));
    for (let index = 0; index < answers; index += 1) one.write(setAnswer(assessment, numbers()[index % 4] ?? '', index));
    return one;
  };

  test('[H80] the statements of a push do not grow with its steps', async () => {
    const few = await filled(1);
    const many = await filled(97);
    const { open, settings, catalogue, now } = test_.server;
    let statements = 0;
    const counter: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        statements += 1;
        return Promise.resolve(result);
      },
    };
    const pushes = pushQueue(
      { ...open, db: open.db.withPlugin(counter) },
      {
        now,
        serverDevice: settings.serverDevice,
        project: (tx, touched) => projectTouched({ now, definition: catalogue.compiled }, tx, touched),
      },
    );
    const counts: number[] = [];
    for (const one of [few, many]) {
      statements = 0;
      const outcome = await push({ ...test_.server, pushes }, surveyor.person, one.sign(one.waiting));
      expect(outcome).toMatchObject({ kind: 'ok', value: { last: one.waiting.length } });
      counts.push(statements);
    }
    const [small = 0, large = 0] = counts;
    expect(small).toBeGreaterThan(10);
    // SQLite takes rows 32 at a time: 98 ops and their registers are a handful of statements more.
    expect(large - small).toBeLessThanOrEqual(16);
  });

  test('[H81] pushes that come together share one transaction', async () => {
    const phones = await Promise.all(Array.from({ length: 8 }, () => filled(3)));
    const commits = () => test_.server.open.db.selectFrom('commits').select('last_gsn').execute();
    const before = (await commits()).length;
    const replies = await Promise.all(phones.map((one) => one.push()));
    expect(replies.map(({ last }) => last)).toEqual(phones.map(() => 4));
    expect((await commits()).length - before).toBeLessThan(phones.length);
  });

  test('[H82] one that fails spoils no other, and leaves nothing behind', async () => {
    const { open, settings } = test_.server;
    const queue: PushQueue = pushQueue(open, {
      now: Date.now,
      serverDevice: settings.serverDevice,
      project: () => Promise.resolve(),
    });
    const write = (kind: string, fails: boolean) =>
      queue.add([], async (tx) => {
        await tx.audit({ kind, person: surveyor.person, subject: '', detail: '' });
        if (fails) throw new Error('broken');
        return kind;
      });
    const outcomes = await Promise.allSettled([
      write('together 1', false),
      write('together 2', true),
      write('together 3', false),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
      'together 1',
      'failed',
      'together 3',
    ]);
    const kept = await open.db.selectFrom('audit').select('kind').where('kind', 'like', 'together%').orderBy('number').execute();
    expect(kept.map(({ kind }) => kind)).toEqual(['together 1', 'together 3']);
  });

  test('[H83] a push sees what those before it in the same transaction wrote', async () => {
    const author = await phone(surveyor);
    const other = await phone(surveyor);
    const assessment = newEntity();
    author.write(createAssessment(test_.server, assessment));
    other.write(setAnswer(assessment, numbers()[0] ?? '', 5));
    const [early, created] = await Promise.all([other.push(), author.push()]);
    expect(created.receipts).toMatchObject([{ state: 'stored' }]);
    // Whichever came first: in the end the answer is stored and waits for nothing.
    const { db, kind } = test_.server.open;
    expect(await opsOfDevice(test_.server.open.db, other.device)).toHaveLength(1);
    const asides = db.selectFrom('ops').select('seq').where('device', '=', other.device).where('state', '=', 'quarantined');
    expect(await asides.execute()).toEqual([]);
    expect((await readRegisters(db, kind, [assessment])).map(({ register }) => register.register)).toHaveLength(2);
    expect(early.last).toBe(1);
  });

  const numbers = (): readonly string[] => {
    const places = test_.server.catalogue.indexed(twoIntegration(test_.server).hash)?.questions.values() ?? [];
    return [...places].flatMap(({ question, repeat }) => (question.type === 'decimal' && repeat === null ? [question.name] : []));
  };
});
