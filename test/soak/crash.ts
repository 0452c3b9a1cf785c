/**
 * The real server process is killed with -9 in the middle of pushes, again and again, behind a bad network, while several phones write
 * to shared assessments; on PostgreSQL the database with all its processes is killed too. Then everything that was acknowledged must
 * be there, once, under the number that was told.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { EntityId, PersonId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { enterprise } from '../bench/server/make-pushes.ts';
import { startPostgres } from '../server/start-postgres.ts';
import { draft, setField } from '../simulation/drafts.ts';
import { seeded } from '../simulation/seeded.ts';
import type { Seeded } from '../simulation/seeded.ts';
import { assessmentStep } from './assessment-step.ts';
import { checkServer } from './check-server.ts';
import { noFaults, startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy, Faults } from './fault-proxy.ts';
import { networkOf, soakPhone } from './phone.ts';
import type { SoakPhone } from './phone.ts';
import { integerQuestions, textQuestions } from './questions.ts';
import { signIn, soakServer } from './server.ts';

export type CrashOptions = {
  readonly database: 'sqlite' | 'postgres';
  readonly kills: number;
  readonly phones: number;
  readonly seed: number;
};

export type CrashReport = CrashOptions & {
  /** Kills of the server, of them while a push was under way; kills of the database. */
  readonly serverKills: number;
  readonly duringPush: number;
  readonly databaseKills: number;
  readonly ops: number;
  readonly acknowledged: number;
  readonly network: FaultProxy['counts'];
  readonly faults: readonly string[];
  readonly ms: number;
};

const badNetwork: Faults = { ...noFaults, lostRequest: 0.05, lostReply: 0.15, twice: 0.1, halfReply: 0.05, unavailable: 0.02 };

export async function soakCrash(options: CrashOptions): Promise<CrashReport> {
  const began = performance.now();
  const random = seeded(options.seed);
  const postgres = options.database === 'postgres' ? await startPostgres({ durable: true }) : null;
  if (options.database === 'postgres' && postgres === null) throw new Error('no PostgreSQL on this machine');
  const server = soakServer({ databaseUrl: postgres?.url ?? null });
  const proxy = await startFaultProxy(await server.start(), random.next);
  try {
    const phones: SoakPhone[] = [];
    for (let index = 0; index < options.phones; index += 1) {
      const signedIn = await signIn(proxy.url, index);
      phones.push(await soakPhone(networkOf(proxy.url, signedIn), signedIn.person as PersonId));
    }
    await phones[0]?.write([
      {
        draft: draft({ kind: 'create', entity: 'enterprise', entityId: enterprise.code as EntityId, value: enterprise }),
        owner: null,
      },
    ]);
    const running = { stop: false };
    proxy.faults = badNetwork;
    const work = phones.map((phone) => worker(phone, random, running));
    const done = { serverKills: 0, duringPush: 0, databaseKills: 0 };
    for (let kill = 1; kill <= options.kills; kill += 1) {
      if (await underWay(proxy, random)) done.duringPush += 1;
      const database = postgres !== null && kill % 3 === 0;
      if (database) done.databaseKills += 1;
      if (database && kill % 6 !== 0) await postgres.crash();
      else {
        done.serverKills += 1;
        await Promise.all([server.kill(), database ? postgres.crash() : null]);
        proxy.target = await server.start();
      }
    }
    running.stop = true;
    await Promise.all(work);
    proxy.faults = noFaults;
    await settleAll(phones);
    await server.stop();
    const checked = await checkServer(server, phones);
    return { ...options, ...done, ...checked, network: proxy.counts, ms: Math.round(performance.now() - began) };
  } finally {
    await proxy.close();
    await server.remove();
    await postgres?.stop();
  }
}

/** Writes, pushes and pulls like a busy person, whatever the network says. */
async function worker(phone: SoakPhone, random: Seeded, running: { readonly stop: boolean }): Promise<void> {
  while (!running.stop) {
    if (phone.written.length - phone.acknowledged.size < 30) await phone.write(steps(phone, random));
    await phone.push();
    if (random.chance(0.3)) await phone.pull();
    await wait(random.int(30));
  }
}

/** A new assessment now and then, else one to four answers to one that this phone knows: its own or a colleague's. */
function steps(phone: SoakPhone, random: Seeded): Parameters<SoakPhone['write']>[0] {
  const known = [...phone.client.state.registers.values()].filter(
    ({ entity, register }) => entity === 'assessment' && register === '@create',
  );
  if (known.length === 0 || (known.length < 6 && random.chance(0.1))) {
    return [assessmentStep(newId(random.bytes))];
  }
  const { entityId } = random.pick(known);
  return Array.from({ length: 1 + random.int(4) }, () => {
    return random.chance(0.5)
      ? setField(entityId, random.pick(textQuestions), `答 ${String(random.int(1000))}`)
      : setField(entityId, random.pick(integerQuestions), random.int(100));
  });
}

/** Waits a little, then for a push that has reached the server; false when none came in time. */
async function underWay(proxy: FaultProxy, random: Seeded): Promise<boolean> {
  await wait(50 + random.int(300));
  const until = performance.now() + 5000;
  while (performance.now() < until) {
    if (proxy.underWay('/api/sync/push') > 0) {
      // Anywhere between its arrival and its answer; or, as often, just when one was answered.
      if (random.chance(0.5)) {
        await proxy.answered('/api/sync/push');
        return true;
      }
      await wait(random.int(12));
      if (proxy.underWay('/api/sync/push') > 0) return true;
    }
    await wait(1);
  }
  return false;
}

/** Twice: what one of them pushed last, the others pull. */
async function settleAll(phones: readonly SoakPhone[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) for (const phone of phones) await phone.settle();
}
