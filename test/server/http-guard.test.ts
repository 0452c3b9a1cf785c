import type { CompiledDefinition } from '#definition/compiled.ts';
import { definitionHash } from '#definition/definition-hash.ts';
import { sql } from 'kysely';
import { problemStatus } from '#shared/problems.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyTable } from '#policy/policy-table.ts';
import { factsReplySchema } from '#protocol/facts-wire.ts';
import { makeCatalogue } from '#server/catalogue.ts';
import { newEntity, password, testServer, visitor } from './test-server.ts';
import type { TestServer, Visitor } from './test-server.ts';

let test_: TestServer;
let surveyor: Visitor;
let reviewer: Visitor;
/** Stopped at the very end: their upload stores still make folders in the background. */
const brokenServers: TestServer[] = [];

beforeAll(async () => {
  test_ = await testServer();
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
});
afterAll(async () => {
  await test_.stop();
  for (const broken of brokenServers) await broken.stop();
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> => Promise.resolve(test_.app.hono.request(path, init));
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { problem?: { code: string } }).problem?.code ?? 'none';

/** A path of the inventory with something in place of its parameters. */
const filled = (path: string): string => path.replace(/:file\{(\w+).*?\}/u, '$1.csv').replace(/:\w+/gu, newEntity());

describe('policy', () => {
  test('[H1] every route that the server answers is in its inventory, and every entry names an action of the policy', () => {
    const routed = test_.app.hono.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    const listed = test_.app.routes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routed)].sort()).toEqual([...new Set(listed)].sort());
    expect(listed.length).toBeGreaterThan(20);
    for (const { action } of test_.app.routes) expect(policyTable[action]).toBeDefined();
  });

  test('[H2] without a session every route but the open ones answers 401, before anything is looked up', async () => {
    for (const { method, path, action } of test_.app.routes) {
      const response = await ask(filled(path), { method, headers: { 'content-type': 'application/json' } });
      if (policyTable[action]?.who === 'anyone') expect([path, response.status]).not.toEqual([path, 401]);
      else expect([path, response.status]).toEqual([path, 401]);
    }
  });

  test('[H2] a session that is made up, or closed, is none', async () => {
    expect((await ask('/api/session', { headers: { cookie: `xunzhen=${'A'.repeat(43)}` } })).status).toBe(401);
    const leaving = await visitor(test_, 'leaving', 'surveyor', '420115');
    expect((await leaving.request('GET', '/api/session')).status).toBe(200);
    expect((await leaving.request('DELETE', '/api/session')).status).toBe(204);
    expect((await leaving.request('GET', '/api/session')).status).toBe(401);
  });

  test('[H3] a reviewer uploads and commits nothing', async () => {
    const upload = await reviewer.request('POST', '/api/files', undefined, { 'tus-resumable': '1.0.0', 'upload-length': '1' });
    expect(upload.status).toBe(403);
    const body = { evidenceId: newEntity(), uploadId: 'x', sha256: 'a'.repeat(64) };
    expect((await reviewer.request('POST', '/api/evidence/commit', body)).status).toBe(403);
  });

  test('[H4] disabling an account ends its sessions with the next request', async () => {
    const gone = await visitor(test_, 'gone', 'surveyor', '420115');
    await test_.server.open.db.updateTable('people').set({ disabled_at: 'now' }).where('account', '=', 'gone').execute();
    expect((await gone.request('GET', '/api/session')).status).toBe(401);
  });
});

describe('headers', () => {
  const wanted = [
    'content-security-policy',
    'x-content-type-options',
    'referrer-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'permissions-policy',
  ];

  test('[H5] every answer carries the security headers, errors and unknown paths too', async () => {
    for (const [path, init] of [
      ['/api/health', {}],
      ['/api/definitions', {}],
      ['/api/nothing', {}],
      ['/api/session', {}],
      ['/api/sync/push', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
      ['/api/session', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
    ] as const) {
      const { headers, status } = await ask(path, init);
      for (const name of wanted) expect([path, status, name, headers.has(name)]).toEqual([path, status, name, true]);
      expect(headers.get('x-sync-proto')).toBe('1');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  test('[H5] the content policy lets in our own files only, and styles without inline ones', async () => {
    const policy = (await ask('/api/health')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:/u);
  });

  test('[H6] over TLS the cookie is __Host-, Secure, HttpOnly, SameSite=Strict, and the browser is told to stay with TLS', async () => {
    const response = await ask('https://xunzhen.example/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'surveyor', password }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-xunzhen=[\w-]{43}; /u);
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Domain');
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
    const value = cookie.split(';')[0] ?? '';
    expect((await ask('https://xunzhen.example/api/session', { headers: { cookie: value } })).status).toBe(200);
  });
});

describe('requests', () => {
  const push = (headers: Record<string, string>, body: string) =>
    ask('/api/sync/push', { method: 'POST', headers: { host: 'localhost', cookie: surveyor.cookie, ...headers }, body });

  test('[H7] what another site sends is refused, by Sec-Fetch-Site, by Origin, by content type', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await codeOf(await push({ ...json, 'sec-fetch-site': 'cross-site' }, '{}'))).toBe('auth.cross-site');
    expect(await codeOf(await push({ ...json, 'sec-fetch-site': 'same-site' }, '{}'))).toBe('auth.cross-site');
    expect(await codeOf(await push({ ...json, origin: 'https://evil.example' }, '{}'))).toBe('auth.cross-site');
    expect(await codeOf(await push({ ...json, origin: 'null' }, '{}'))).toBe('auth.cross-site');
    expect(await codeOf(await push({ 'content-type': 'text/plain' }, '{}'))).toBe('auth.cross-site');
    expect(await codeOf(await push({ ...json, 'sec-fetch-site': 'same-origin' }, '{}'))).toBe('input.malformed');
    expect(await codeOf(await push({ ...json, origin: 'http://localhost' }, '{}'))).toBe('input.malformed');
  });

  test('[H8] a body that is too large, too deep, no JSON or reaches for prototypes is refused and the server goes on', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await codeOf(await push(json, `{"x":"${'a'.repeat(2 * 1024 * 1024)}"}`))).toBe('sync.batch-too-large');
    expect(await codeOf(await push(json, '['.repeat(100_000)))).toBe('input.malformed');
    expect(await codeOf(await push(json, '{"__proto__":{"role":"reviewer"}}'))).toBe('input.malformed');
    expect(await codeOf(await push(json, '{'))).toBe('input.malformed');
    const signIn = (account: string) =>
      ask('/api/session', {
        method: 'POST',
        headers: { ...json, 'x-test-address': '10.4.0.1' },
        body: `{"account":${account},"password":"x"}`,
      });
    for (const reach of [
      '{"__proto__":{}}',
      '{"\\u005f_proto__":1}',
      '{"constructor":{"prototype":{"role":"reviewer"}}}',
      '[[{"__proto__":null}]]',
    ]) {
      expect([reach, await codeOf(await signIn(reach))]).toEqual([reach, 'input.malformed']);
    }
    // The name itself may stand in a text.
    expect(await codeOf(await signIn('"__proto__"'))).toBe('auth.wrong-credentials');
    expect((await ask('/api/health')).status).toBe(200);
  });

  test('[H8] keys that nobody asked for are refused', async () => {
    const sign = { account: 'surveyor', password, role: 'reviewer' };
    expect(await codeOf(await surveyor.request('POST', '/api/session', sign))).toBe('input.malformed');
  });

  test('[H9] an unexpected error says nothing of its cause', async () => {
    const broken = await testServer();
    brokenServers.push(broken);
    await broken.server.open.close();
    const response = await broken.app.hono.request('/api/health');
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await codeOf(response)).toMatch(/^(server\.failed|storage\.)/u);
    expect(broken.errors).toHaveLength(1);
  });
});

test('[H29] a full server says so, and that nothing is lost on the phone', async () => {
  const full = await testServer();
  brokenServers.push(full);
  const { db, kind } = full.server.open;
  if (kind === 'postgres') return expect(problemStatus['server.full']).toBe(507);
  // A real SQLite that may grow no further: the next page it needs is refused by the database itself.
  await sql`pragma max_page_count = 1`.execute(db);
  await sql`create table filler (bytes blob)`.execute(db).catch(() => undefined);
  let problem = 'none';
  for (let tries = 0; tries < 400 && problem === 'none'; tries += 1) {
    const answer = await full.app.hono.request('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-test-address': `10.9.${String(tries)}.1` },
      body: JSON.stringify({ account: 'x'.repeat(64), password: 'wrong' }),
    });
    if (answer.status >= 500) problem = await codeOf(answer);
  }
  expect(problem).toBe('server.full');
});

describe('sign-in', () => {
  const signIn = (account: string, secret: string, address: string) =>
    ask('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-test-address': address },
      body: JSON.stringify({ account, password: secret }),
    });

  test('[H30] a wrong password and an account that there is not read the same', async () => {
    const wrong = await signIn('surveyor', 'wrong', '10.1.0.1');
    const nobody = await signIn('nobody', 'wrong', '10.1.0.1');
    expect([wrong.status, await wrong.text()]).toEqual([nobody.status, await nobody.text()]);
    expect(wrong.status).toBe(401);
  });

  test('[H31] ten failures close an account for one address and for no other', async () => {
    await visitor(test_, 'popular', 'surveyor', '420115');
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await signIn('popular', 'guess', '10.2.0.1')).status).toBe(401);
    const closed = await signIn('popular', password, '10.2.0.1');
    expect(closed.status).toBe(429);
    expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('popular', password, '10.2.0.2')).status).toBe(200);
  });

  test('[H32] the server itself cannot sign in', async () => {
    expect((await signIn('@server', '', '10.3.0.1')).status).toBe(400);
    expect((await signIn('@server', 'x', '10.3.0.1')).status).toBe(401);
  });

  test('[H33] a session ends after thirty days', async () => {
    const long = await visitor(test_, 'long', 'surveyor', '420115');
    test_.clock.ahead = 29 * 24 * 3600 * 1000;
    expect((await long.request('GET', '/api/session')).status).toBe(200);
    test_.clock.ahead = 30 * 24 * 3600 * 1000 + 1000;
    expect((await long.request('GET', '/api/session')).status).toBe(401);
    test_.clock.ahead = 0;
  });

  test('[H34] tokens and passwords are stored as hashes only', async () => {
    const token = surveyor.cookie.split('=')[1] ?? '';
    const sessions = await test_.server.open.db.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(sessions)).not.toContain(token);
    const people = await test_.server.open.db
      .selectFrom('people')
      .select('password_hash')
      .where('account', '=', 'surveyor')
      .execute();
    expect(people[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  });

  test('[H35] a device belongs to whoever enrolled it, and enrolling it again is no harm', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const body = {
      device: newEntity(),
      publicKey: JSON.stringify(publicKey.export({ format: 'jwk' })),
      successorOf: null,
      recoveryEnvelope: null,
    };
    const first = (await (await surveyor.request('POST', '/api/devices', body)).json()) as { enrolledAt: string; beacon: string };
    const again = (await (await surveyor.request('POST', '/api/devices', body)).json()) as { enrolledAt: string };
    expect(again.enrolledAt).toBe(first.enrolledAt);
    expect(await codeOf(await reviewer.request('POST', '/api/devices', body))).toBe('sync.fork');
    expect(await codeOf(await surveyor.request('POST', '/api/devices', { ...body, publicKey: '{"kty":"EC"}' }))).toBe(
      'input.malformed',
    );
    expect(
      await codeOf(await reviewer.request('POST', '/api/devices', { ...body, device: newEntity(), successorOf: body.device })),
    ).toBe('input.malformed');
    const made = test_.server.beacons.read(first.beacon);
    expect(Math.abs((made ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(test_.server.beacons.read(`${first.beacon.slice(0, -2)}AA`)).toBeNull();
  });
});

describe('reference data', () => {
  test('[H36] definitions are served by hash, and what is served hashes to its address', async () => {
    const index = (await (await ask('/api/definitions')).json()) as {
      definitions: { hash: string; id: string; latest: boolean }[];
    };
    const entry = index.definitions.find(({ id, latest }) => id === 'two-integration' && latest);
    const response = await ask(`/api/definitions/${entry?.hash ?? ''}`);
    expect(definitionHash((await response.json()) as CompiledDefinition)).toBe(entry?.hash);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await ask(`/api/definitions/${'0'.repeat(64)}`)).status).toBe(404);
  });

  test('[H38] the dictionary of facts is served whole, and a change of it changes the version that phones watch', async () => {
    const { catalogue } = test_.server;
    expect(await (await ask('/api/facts')).json()).toEqual({ facts: catalogue.facts });
    expect(factsReplySchema.safeParse({ facts: catalogue.facts }).success).toBe(true);
    const [, ...fewer] = Object.entries(catalogue.facts);
    expect(makeCatalogue(catalogue.loaded, Object.fromEntries(fewer)).version).not.toBe(catalogue.version);
    expect(makeCatalogue(catalogue.loaded, catalogue.facts).version).toBe(catalogue.version);
  });

  test('[H37] regions are the tree of Hubei', async () => {
    const { regions } = (await (await surveyor.request('GET', '/api/regions')).json()) as {
      regions: { code: string; parent: string | null }[];
    };
    expect(regions.length).toBe(117);
    expect(regions[0]).toMatchObject({ code: '420000', parent: null });
  });
});
