/** Assessments of 100 answers accepted durably a second: signed chains, one push each, re-scored, on both databases. */
import { parseArgs } from 'node:util';
import { openPostgres, openSqlite } from '../../../src/server/db/open-database.ts';
import type { OpenDatabase } from '../../../src/server/db/open-database.ts';
import { join } from 'node:path';
import { startPostgres } from '../../server/start-postgres.ts';
import { median, p95 } from '../statistics.ts';
import { insertIntoPostgres, insertIntoSqlite } from './insert-floor.ts';
import { drain, send } from './load.ts';
import type { Answer, Load } from './load.ts';
import { assessmentPush, definitionFile, definitionText, enterprisePush, expectedTotal, newDevice } from './make-pushes.ts';
import type { Device } from './make-pushes.ts';
import { startServerUnderTest } from './start-server.ts';
import type { ServerUnderTest } from './start-server.ts';
import { surveyor } from './surveyor.ts';

export type ServerRow = {
  readonly database: 'sqlite' | 'postgres';
  readonly connections: number;
  readonly system: 'ours' | 'bare-insert';
  readonly perSecond: number;
  /** Milliseconds from request to answer. */
  readonly median: number;
  readonly p95: number;
  /** Most memory of the server process, MB; null for the floor. */
  readonly memory: number | null;
  /** This system's rate / ours. */
  readonly ratio: number;
};

type Options = {
  readonly pushes: number;
  readonly rounds: number;
  readonly databases: readonly string[];
  readonly json: boolean;
};

const usage = `npm run bench -- server [--pushes 320] [--rounds 5] [--databases sqlite,postgres] [--json]
  --pushes   assessments a round, shared by the connections (1 and 16)`;

export async function runServer(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pushes: { type: 'string', default: '320' },
      rounds: { type: 'string', default: '5' },
      databases: { type: 'string', default: 'sqlite,postgres' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const options: Options = {
    ...values,
    pushes: Number(values.pushes),
    rounds: Number(values.rounds),
    databases: values.databases.split(','),
  };
  const rows: ServerRow[] = [];
  if (options.databases.includes('sqlite')) rows.push(...(await measure('sqlite', null, options)));
  if (options.databases.includes('postgres')) {
    const postgres = await startPostgres({ durable: true });
    if (postgres === null) console.error('no PostgreSQL on this machine: left out');
    else {
      try {
        rows.push(...(await measure('postgres', postgres.url, options)));
      } finally {
        await postgres.stop();
      }
    }
  }
  console.log(options.json ? JSON.stringify({ rows }) : tableOf(rows));
  return 0;
}

async function measure(
  database: ServerRow['database'],
  url: string | null,
  { pushes, rounds }: Options,
): Promise<readonly ServerRow[]> {
  const server = await startServerUnderTest({ file: definitionFile, text: definitionText }, url);
  const loads = new Map<string, Load[]>();
  const note = (key: string, load: Load): void => {
    loads.set(key, [...(loads.get(key) ?? []), load]);
    console.error(`${database} ${key}: ${(load.latencies.length / load.seconds).toFixed(0)} a second`);
  };
  let accepted = 0;
  let memory = 0;
  try {
    const visitor = await signIn(server);
    const post = send(server.port, '/api/sync/push', visitor.cookie);
    const starter = await enrol(server, visitor);
    await drain([[enterprisePush(starter)]], post, (answer) => checkPush(answer, 1));
    for (let round = 0; round <= rounds; round++) {
      for (const connections of [1, 16]) {
        const devices = await Promise.all(Array.from({ length: connections }, () => enrol(server, visitor)));
        // The first round warms up, and is short.
        const each = Math.max(1, Math.round((round === 0 ? pushes / 8 : pushes) / connections));
        const made = devices.map((device) => Array.from({ length: each }, () => assessmentPush(device)));
        const size = made[0]?.[0]?.ops ?? 0;
        const queues = made.map((each) => each.map(({ body }) => body));
        const load = await drain(queues, post, (answer) => checkPush(answer, size));
        accepted += load.latencies.length;
        memory = Math.max(memory, server.memory().peak);
        if (round === 0) continue;
        note(`ours ${String(connections)}`, load);
        const floor = url === null ? insertIntoSqlite(queues.flat()) : await insertIntoPostgres(url, queues);
        note(`bare-insert ${String(connections)}`, floor);
      }
    }
  } finally {
    await server.stop();
  }
  await checkStored(url === null ? openSqlite(join(server.dataFolder, 'xunzhen.sqlite')) : openPostgres(url), accepted);
  server.remove();
  return [1, 16].flatMap((connections) => {
    const rate = (system: string): number => median((loads.get(`${system} ${String(connections)}`) ?? []).map(rateOf));
    return (['ours', 'bare-insert'] as const).map((system): ServerRow => {
      const latencies = (loads.get(`${system} ${String(connections)}`) ?? []).flatMap((load) => load.latencies);
      return {
        database,
        connections,
        system,
        perSecond: rate(system),
        median: median(latencies),
        p95: p95(latencies),
        memory: system === 'ours' ? memory : null,
        ratio: rate(system) / rate('ours'),
      };
    });
  });
}

function rateOf(load: Load): number {
  return load.latencies.length / load.seconds;
}

type Visitor = { readonly cookie: string; readonly person: string; readonly epoch: string };

async function signIn(server: ServerUnderTest): Promise<Visitor> {
  const { account, password } = surveyor;
  const response = await fetch(`http://127.0.0.1:${String(server.port)}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  if (response.status !== 200) throw new Error(`sign-in answered ${String(response.status)} ${await response.text()}`);
  const session = (await response.json()) as { readonly person: { readonly id: string }; readonly epoch: string };
  return {
    cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    person: session.person.id,
    epoch: session.epoch,
  };
}

async function enrol(server: ServerUnderTest, { cookie, person, epoch }: Visitor): Promise<Device> {
  const device = newDevice(person, epoch);
  const response = await fetch(`http://127.0.0.1:${String(server.port)}/api/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ device: device.id, publicKey: device.publicKey, successorOf: null, recoveryEnvelope: null }),
  });
  if (response.status !== 200) throw new Error(`enrolment answered ${String(response.status)} ${await response.text()}`);
  return device;
}

function checkPush({ status, body }: Answer, ops: number): void {
  if (status !== 200) throw new Error(`push answered ${String(status)} ${body.slice(0, 500)}`);
  const { ok, receipts } = JSON.parse(body) as {
    readonly ok: readonly string[];
    readonly receipts: readonly { readonly state: string }[];
  };
  if (ok.length !== ops || receipts.some(({ state }) => state !== 'stored'))
    throw new Error(`not all stored: ${body.slice(0, 500)}`);
}

/** Every assessment is there, handed in, and scored as the phone scored it. */
async function checkStored(open: OpenDatabase, accepted: number): Promise<void> {
  try {
    const rows = await open.db
      .selectFrom('assessments')
      .innerJoin('scores', 'scores.assessment_id', 'assessments.assessment_id')
      .select(['state', 'phone_differs', 'result'])
      .execute();
    const right = rows.filter(({ state, phone_differs, result }) => {
      const scored = (typeof result === 'string' ? JSON.parse(result) : result) as {
        measures: Record<string, { score: number }>;
      };
      return state === 'submitted' && phone_differs === 0 && scored.measures['total']?.score === expectedTotal;
    });
    if (right.length !== accepted)
      throw new Error(`${String(accepted)} accepted, ${String(rows.length)} stored, ${String(right.length)} scored rightly`);
  } finally {
    await open.close();
  }
}

function tableOf(rows: readonly ServerRow[]): string {
  const lines = rows.map((row) =>
    [
      row.database.padEnd(9),
      String(row.connections).padStart(2),
      row.system.padEnd(12),
      `${row.perSecond.toFixed(0).padStart(6)} a second`,
      `${row.median.toFixed(1)} (${row.p95.toFixed(1)}) ms`,
      row.memory === null ? '' : `${row.memory.toFixed(0)} MB`,
    ].join('  '),
  );
  return lines.join('\n');
}
