/** PostgreSQL's own wall, with our first one taken away: every condition that puts a scope to a query is replaced by one that is true. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { roles } from '#domain/person.ts';
import type { Role } from '#domain/person.ts';
import { rowPolicies } from '#server/db/migrations/row-security.ts';
import { databases, testServer } from '../server/test-server.ts';
import type { TestServer } from '../server/test-server.ts';
import { makeWorld, places } from './scope-world.ts';
import type { Place, World } from './scope-world.ts';

vi.mock('#server/db/in-scope.ts', async (original) => ({
  ...(await original<object>()),
  inScope: () => sql`1 = 1`,
}));

const foreign: Readonly<Record<Role, readonly Place[]>> = {
  surveyor: ['sibling township', 'sibling county', 'parent'],
  'deputy-gm': ['sibling township', 'sibling county', 'parent', 'unassigned'],
  inspector: ['sibling township', 'sibling county', 'parent'],
  reviewer: ['sibling township', 'sibling county', 'parent'],
  administrator: ['sibling township', 'sibling county', 'parent'],
  auditor: ['sibling township', 'sibling county', 'parent'],
};

/** Everything that a person can ask for in bulk, and each thing by its name. */
async function all(world: World, role: Role): Promise<string> {
  const who = world.people[role];
  const get = async (path: string): Promise<string> => (await who.request('GET', path)).text();
  const lists = [
    '/api/sync/pull',
    '/api/office/assessments',
    '/api/office/actions',
    '/api/office/quarantine',
    '/api/office/export/assessments.csv',
    '/api/office/export/actions.csv',
  ];
  const registry = ['/api/registry/packs/own', '/api/registry/packs/420114-001', '/api/registry/packs/420115-001'];
  const named = places.flatMap((place) => {
    const { assessment, evidence, visit, action, code } = world.things[place];
    return [
      `/api/sync/snapshot?entity=${assessment}`,
      `/api/sync/snapshot?entity=${visit}`,
      `/api/sync/snapshot?entity=${action}`,
      `/api/sync/snapshot?entity=${code}`,
      `/api/assessments/${assessment}/adopted`,
      `/api/office/assessments/${assessment}`,
      `/api/office/actions/${action}`,
      `/api/evidence/${evidence}/preview/thumb`,
    ];
  });
  const texts: string[] = [];
  for (const path of [...lists, ...registry, ...named]) texts.push(await get(path));
  const items = places.map((place) => [world.things[place].evidence, world.things[place].sha256]);
  texts.push(await (await who.request('POST', '/api/evidence/have', { items })).text());
  return texts.join('\n');
}

function found(world: World, role: Role, text: string): readonly string[] {
  return foreign[role].flatMap((place) => {
    const { assessment, evidence, visit, action, code } = world.things[place];
    return [assessment, evidence, visit, action, code].filter((id) => text.includes(id)).map((id) => `${role} ${place} ${id}`);
  });
}

describe.each(databases)('without the scope in any query, on %s', (name, url) => {
  let test_: TestServer;
  let world: World;

  beforeAll(async () => {
    test_ = await testServer(url);
    world = await makeWorld(test_);
  });
  afterAll(() => test_.stop());

  test(`[P12] foreign rows ${name === 'postgres' ? 'never' : 'do'} leave`, async () => {
    for (const role of roles) {
      const text = await all(world, role);
      expect(text).toContain(world.things.own.assessment);
      // SQLite has no such wall: this is how it looks when ours is missing, and that it was really taken away.
      if (name === 'postgres') expect(found(world, role, text)).toEqual([]);
      else expect(found(world, role, text).length).toBeGreaterThan(3);
    }
  });
});

const postgres = databases.find(([name]) => name === 'postgres')?.[1] ?? null;

function asOwner(url: string): void {
  let test_: TestServer;
  let world: World;
  const role = `plain_${randomBytes(6).toString('hex')}`;
  const admin = new Pool({ connectionString: url, max: 1 });
  const database = `owned_${role}`;

  beforeAll(async () => {
    await admin.query(`create role ${role} login`);
    await admin.query(`create database ${database} owner ${role}`);
    const own = new URL(url);
    own.pathname = `/${database}`;
    own.username = role;
    test_ = await testServer(own.href, { own: true });
    world = await makeWorld(test_);
  });
  afterAll(async () => {
    await test_.stop();
    await admin.query(`drop database ${database} with (force)`);
    await admin.query(`drop role ${role}`);
    await admin.end();
  });

  test('[P12] it holds an ordinary user who owns the tables, and their server still works', async () => {
    for (const each of roles) {
      const text = await all(world, each);
      expect(text).toContain(world.things.own.assessment);
      expect(found(world, each, text)).toEqual([]);
    }
  });

  test('[P12] a connection that says nothing of whom it reads for reads nothing; after a scoped read it reads as before', async () => {
    const own = new URL(test_.databaseUrl ?? '');
    // A pool says that it has ended before its connections have.
    const raw = new Client({ connectionString: own.href });
    await raw.connect();
    try {
      for (const table of Object.keys(rowPolicies)) {
        const count = async (): Promise<number> => {
          const { rows } = await raw.query<{ count: string }>(`select count(*) as count from ${table}`);
          return Number(rows[0]?.count);
        };
        expect([table, await count()]).toEqual([table, 0]);
        await raw.query("begin; select set_config('xunzhen.region', '4201', true); commit");
        expect([table, await count()]).toEqual([table, 0]);
        if (table === 'evidence_links') continue;
        await raw.query("begin; select set_config('xunzhen.region', '*', true)");
        expect([table, (await count()) > 0]).toEqual([table, true]);
        await raw.query('rollback');
      }
    } finally {
      await raw.end();
    }
  });
}

if (postgres !== null) describe('row security', () => asOwner(postgres));
