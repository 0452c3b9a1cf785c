/** The floor: the bodies of the same pushes, each one row and one commit, on the same database with the same durability. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { Client } from 'pg';
import type { Load } from './load.ts';

export function insertIntoSqlite(bodies: readonly Buffer[]): Load {
  const folder = mkdtempSync(join(tmpdir(), 'xunzhen-floor-'));
  const database = new BetterSqlite(join(folder, 'floor.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table floor (id text primary key, body text not null)');
  const insert = database.prepare('insert into floor values (?, ?)');
  const latencies: number[] = [];
  const began = performance.now();
  for (const body of bodies) {
    const sent = performance.now();
    insert.run(randomUUID(), body.toString());
    latencies.push(performance.now() - sent);
  }
  const seconds = (performance.now() - began) / 1000;
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return { seconds, latencies };
}

export async function insertIntoPostgres(url: string, queues: readonly (readonly Buffer[])[]): Promise<Load> {
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const owner = await connect();
  await owner.query('create table if not exists floor (id uuid primary key, body text not null)');
  const clients = await Promise.all(queues.map(connect));
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    clients.map(async (client, index) => {
      for (const body of queues[index] ?? []) {
        const sent = performance.now();
        await client.query({ name: 'floor', text: 'insert into floor values ($1, $2)', values: [randomUUID(), body.toString()] });
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  await owner.query('drop table floor');
  await owner.end();
  return { seconds, latencies };
}
