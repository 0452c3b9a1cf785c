/** A client that keeps to nothing, against the real server process. After every attack the server answers as before. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SessionReply } from '#protocol/session-wire.ts';
import type { PersonId } from '#shared/ids.ts';
import { createAssessment, evidenceDraft, newEntity, phone, setAnswer, testServer } from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';
import { jpeg } from './hostile-pictures.ts';
import { secret } from './people.ts';
import { rawRequest, signInTo, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

let running: ServerProcess;
/** Knows the definitions; it never answers anybody. */
let local: TestServer;
let surveyor: Visitor;
let colleague: Visitor;
let neighbour: Visitor;
let reviewer: Visitor;
let mine: Phone;
const assessment = newEntity();

async function overHttp(account: string): Promise<Visitor> {
  const cookie = await signInTo(running.base, account);
  const session = (await (await fetch(`${running.base}/api/session`, { headers: { cookie } })).json()) as SessionReply;
  return {
    person: session.person.id as PersonId,
    session,
    cookie,
    request: (method, path, body, headers = {}) =>
      fetch(`${running.base}${path}`, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

beforeAll(async () => {
  [running, local] = await Promise.all([startServerProcess(), testServer()]);
  surveyor = await overHttp('surveyor');
  colleague = await overHttp('colleague');
  neighbour = await overHttp('neighbour');
  reviewer = await overHttp('reviewer');
  mine = await phone(surveyor);
  mine.write(createAssessment(local.server, assessment));
  expect((await mine.push()).receipts.map(({ state }) => state)).toEqual(['stored']);
});
afterEach(async () => {
  expect(running.isAlive()).toBe(true);
  expect((await fetch(`${running.base}/api/health`)).status).toBe(200);
  expect((await surveyor.request('GET', '/api/session')).status).toBe(200);
});
afterAll(async () => {
  await running.stop();
  await local.stop();
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json().catch(() => ({}))) as { problem?: { code: string } }).problem?.code ?? 'none';

async function announce(bytes: Buffer = jpeg): Promise<string> {
  const evidenceId = newEntity();
  mine.write(evidenceDraft(assessment, evidenceId, hashOf(bytes), bytes.length));
  await mine.push();
  return evidenceId;
}

const tus = { 'tus-resumable': '1.0.0' };
const metadataOf = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
const create = (as: Visitor, metadata: string, length: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${running.base}/api/files`, {
    method: 'POST',
    headers: { ...tus, cookie: as.cookie, 'upload-length': length, 'upload-metadata': metadata, ...more },
  });

async function uploaded(evidenceId: string, bytes: Buffer = jpeg): Promise<string> {
  const created = await create(surveyor, metadataOf({ evidenceId, sha256: hashOf(bytes) }), String(bytes.length));
  expect(created.status).toBe(201);
  const id = (created.headers.get('location') ?? '').split('/').at(-1) ?? '';
  expect((await append(id, 0, bytes)).status).toBe(204);
  return id;
}

const append = (id: string, offset: number, bytes: Buffer, as = surveyor): Promise<Response> =>
  fetch(`${running.base}/api/files/${id}`, {
    method: 'PATCH',
    headers: { ...tus, cookie: as.cookie, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });

describe('malformed', () => {
  test('[H130] requests that are no HTTP, or more than it allows, end their own connection', async () => {
    const head = `GET / HTTP/1.1\r\nHost: x\r\n`;
    for (const [text, status] of [
      ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000', '400'],
      ['GET / HTTP/9.9\r\n\r\n', ''],
      [`${head}Cookie: ${'a'.repeat(40_000)}\r\nConnection: close\r\n\r\n`, '431'],
      [`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, '431'],
      [`${head}Bad Header: x\r\nConnection: close\r\n\r\n`, '400'],
      [
        'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
        '400',
      ],
      ['POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n', '400'],
    ] as const) {
      const answer = await rawRequest(running.port, text);
      expect([text.slice(0, 40), answer.slice(9, 12)]).toEqual([text.slice(0, 40), status === '' ? answer.slice(9, 12) : status]);
      expect(answer).not.toContain('HTTP/1.1 200');
    }
  });

  test('[H120] TRACE, OPTIONS, PUT and made-up methods answer 405 and echo nothing; CONNECT gets nothing', async () => {
    for (const method of ['TRACE', 'OPTIONS', 'PUT', 'PROPFIND', 'PURGE']) {
      for (const path of ['/', '/api/session', '/api/files', '/api/files/0', '/api/nothing']) {
        const answer = await rawRequest(
          running.port,
          `${method} ${path} HTTP/1.1\r\nHost: x\r\nX-Echo: sesame\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
        expect([method, path, answer.slice(9, 12)]).toEqual([method, path, '405']);
        expect(answer).not.toContain('sesame');
        expect(answer.toLowerCase()).not.toContain('access-control-');
      }
    }
    expect(await rawRequest(running.port, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n')).not.toContain('200');
  });

  test('[H54] nothing hidden, no source map, no debug page, and no file outside is there, however it is asked for', async () => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/%2egit/config',
      '/assets/../.env',
      '/assets/%2e%2e/.env',
      '/assets/..%2f..%2fdata%2fxunzhen.sqlite',
      '/..%5c..%5cetc%5cpasswd',
      '/assets/index-AAAA.js.map',
      '/%00',
      '/assets/%c0%ae%c0%ae/x',
      '/data/xunzhen.sqlite',
      '/recovery-key/private-key.pem',
      '/api/../.env',
      '/node_modules/x/package.json',
      '/src/server/main.ts',
    ]) {
      const answer = await rawRequest(running.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([path, answer.slice(9, 12)]).toEqual([path, expect.stringMatching(/^(404|400)$/u)]);
    }
    expect(
      await rawRequest(running.port, 'GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    ).not.toContain('root:');
    for (const path of ['/etc/passwd', '/debug', '/metrics', '/actuator', '/api/debug', '/api/config', '/api/version']) {
      const answer = await fetch(`${running.base}${path}`);
      // A path of no file opens the app, as any deep link does.
      expect([path, answer.status, (await answer.text()).includes('<title>app</title>')]).toEqual(
        path.startsWith('/api') ? [path, 404, false] : [path, 200, true],
      );
    }
  });

  test('[H8] three thousand odd bodies are answered, none by an unexpected error', async () => {
    const odd = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '1e999',
      '{"a":',
      '\u0000',
      '[[[[',
      '{"__proto__":1}',
      '{"account":{}}',
      'true',
      '{"items":null}',
      `{"ops":${'['.repeat(5000)}`,
    ];
    const paths = [
      '/api/session',
      '/api/session/activate',
      '/api/sync/push',
      '/api/evidence/commit',
      '/api/evidence/have',
      '/api/devices',
      '/api/sync/receipts',
    ];
    const statuses = new Set<number>();
    for (let round = 0; round < 31; round += 1) {
      const answers = odd.flatMap((body) =>
        paths.map((path) =>
          fetch(`${running.base}${path}`, {
            method: 'POST',
            headers: { cookie: surveyor.cookie, 'content-type': 'application/json' },
            body,
          }),
        ),
      );
      for (const answer of await Promise.all(answers)) {
        statuses.add(answer.status);
        await answer.arrayBuffer();
      }
    }
    expect([...statuses].filter((status) => status < 400 || status >= 500)).toEqual([]);
  });
});

describe('oversized and slow', () => {
  test('[H8] a body without end is cut at its limit, whatever it says about its length', async () => {
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(97)) });
    const answer = await fetch(`${running.base}/api/sync/push`, {
      method: 'POST',
      headers: { cookie: surveyor.cookie, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    if (answer !== null) expect(answer.status).toBe(413);
  });

  test('[H131] two hundred clients that never finish their head hold up nobody, and are cut off', async () => {
    const sockets = Array.from({ length: 200 }, () => connect(running.port, '127.0.0.1'));
    const closed = sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.on('error', () => undefined);
          socket.on('data', () => undefined);
          socket.on('close', () => resolve());
        }),
    );
    for (const socket of sockets) socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '));
    const drip = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('a')), 1000);
    for (let asked = 0; asked < 20; asked += 1) expect((await fetch(`${running.base}/api/health`)).status).toBe(200);
    await Promise.all(closed);
    clearInterval(drip);
  });
});

describe('uploads', () => {
  test('[B6] a tus verb without a session is 401, on somebody else’s upload 404, and none reads or deletes', async () => {
    const evidenceId = await announce();
    const id = await uploaded(evidenceId);
    for (const method of ['HEAD', 'PATCH', 'GET', 'DELETE']) {
      for (const cookie of [null, colleague.cookie, neighbour.cookie, reviewer.cookie]) {
        const answer = await fetch(`${running.base}/api/files/${id}`, {
          method,
          headers: {
            ...tus,
            ...(cookie === null ? {} : { cookie }),
            'upload-offset': '0',
            'content-type': 'application/offset+octet-stream',
          },
        });
        const wanted = method === 'DELETE' ? [404] : cookie === null ? [401] : cookie === reviewer.cookie ? [403] : [404];
        expect([method, cookie, wanted.includes(answer.status), answer.status]).toEqual([method, cookie, true, answer.status]);
        await answer.arrayBuffer();
      }
    }
    const own = await fetch(`${running.base}/api/files/${id}`, { headers: { ...tus, cookie: surveyor.cookie } });
    expect(own.status).toBe(404);
    const tunnelled = await fetch(`${running.base}/api/files/${id}`, {
      method: 'PATCH',
      headers: { ...tus, cookie: surveyor.cookie, 'x-http-method-override': 'DELETE', 'upload-offset': '0' },
    });
    await tunnelled.arrayBuffer();
    expect(readdirSync(join(running.dataFolder, 'uploads'))).toContain(id);
  });

  test('[B6] path tricks in metadata and ids lead nowhere', async () => {
    const evidenceId = await announce();
    const sha256 = hashOf(jpeg);
    const size = String(jpeg.length);
    const outside = (): readonly string[] => readdirSync(running.dataFolder).sort();
    const before = outside();
    for (const [metadata, status] of [
      [metadataOf({ evidenceId: '../../evil', sha256 }), 404],
      [metadataOf({ evidenceId: `${evidenceId}/..`, sha256 }), 404],
      [metadataOf({ evidenceId, sha256: '../../../etc/passwd' }), 422],
      [metadataOf({ evidenceId, sha256, filename: '../../evil.html' }), 400],
      [`${metadataOf({ evidenceId, sha256 })},__proto__ eA==`, 400],
      [`${metadataOf({ evidenceId, sha256 })},person ${Buffer.from(reviewer.person).toString('base64')}`, 400],
      [`${metadataOf({ evidenceId })},${metadataOf({ evidenceId, sha256 })}`, 400],
      ['', 400],
    ] as const) {
      expect([metadata, (await create(surveyor, metadata, size)).status]).toEqual([metadata, status]);
    }
    for (const id of [
      '../xunzhen.sqlite',
      '..%2fxunzhen.sqlite',
      '%2e%2e%2fxunzhen.sqlite',
      '....//x',
      `${'0'.repeat(32)}%00`,
      `${'0'.repeat(32)}.json`,
    ]) {
      const answer = await rawRequest(
        running.port,
        `HEAD /api/files/${id} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nCookie: ${surveyor.cookie}\r\nConnection: close\r\n\r\n`,
      );
      expect([id, answer.slice(9, 12)]).toEqual([id, '404']);
      const commit = await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId: id, sha256 });
      expect([id, [400, 404].includes(commit.status)]).toEqual([id, true]);
    }
    expect(outside()).toEqual(before);
  });

  test('[B6] an upload never grows past what it announced, nor past 15 MiB, nor without a length', async () => {
    const evidenceId = await announce();
    const metadata = metadataOf({ evidenceId, sha256: hashOf(jpeg) });
    for (const [length, status] of [
      [String(15 * 2 ** 20 + 1), 413],
      ['999999999999', 413],
      ['-1', 400],
      ['1e3', 400],
      ['', 400],
      ['9'.repeat(30), 400],
    ] as const)
      expect([length, (await create(surveyor, metadata, length)).status]).toEqual([length, status]);
    expect((await create(surveyor, metadata, '', { 'upload-defer-length': '1' })).status).toBe(400);
    const created = await create(surveyor, metadata, '100');
    const id = (created.headers.get('location') ?? '').split('/').at(-1) ?? '';
    await (await append(id, 0, Buffer.alloc(5000))).arrayBuffer();
    await (await append(id, 100, Buffer.alloc(5000))).arrayBuffer().catch(() => undefined);
    expect(readFileSync(join(running.dataFolder, 'uploads', id)).length).toBeLessThanOrEqual(100);
  });

  test('[B52] commits and appends at once: one answer, and what is in place has the announced hash', async () => {
    const evidenceId = await announce();
    const sha256 = hashOf(jpeg);
    const id = await uploaded(evidenceId);
    const changed = Buffer.alloc(500, 7);
    const all = await Promise.all([
      ...Array.from({ length: 6 }, () => surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId: id, sha256 })),
      ...Array.from({ length: 6 }, (_, index) => append(id, index % 2 === 0 ? 0 : jpeg.length, changed)),
    ]);
    const commits = all.slice(0, 6);
    expect(commits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(await Promise.all(commits.map((answer) => answer.text()))).size).toBe(1);
    const place = join(running.dataFolder, 'evidence', sha256.slice(0, 2), sha256.slice(2));
    expect(hashOf(readFileSync(place))).toBe(sha256);
  });
});

describe('replay and forgery', () => {
  test('[H17] a signature of another key, of another push, or none refuses the whole push', async () => {
    const foreign = await phone(colleague);
    mine.write(setAnswer(assessment, 'jc01', 5));
    const ops = mine.waiting.splice(0);
    const right = mine.sign(ops);
    for (const deviceSignature of [foreign.signText(ops[0]?.hash ?? ''), mine.signText('something else'), 'A'.repeat(86), ''])
      expect((await surveyor.request('POST', '/api/sync/push', { ...right, deviceSignature })).status).toBeGreaterThanOrEqual(
        400,
      );
    const changed = ops.map((op) => ({ ...op, value: 6 }));
    expect(await codeOf(await surveyor.request('POST', '/api/sync/push', { ...right, ops: changed }))).toBe('sync.bad-hash');
    expect((await surveyor.request('POST', '/api/sync/push', right)).status).toBe(200);
  });

  test('[promise 2] a push that is replayed, by its owner or a thief of the bytes, stores nothing twice', async () => {
    mine.write(setAnswer(assessment, 'jc02', 7));
    const request = mine.sign(mine.waiting.splice(0));
    const first = (await (await surveyor.request('POST', '/api/sync/push', request)).json()) as { last: number };
    for (const as of [surveyor, colleague, neighbour]) {
      const again = (await (await as.request('POST', '/api/sync/push', request)).json()) as { last: number };
      expect(again.last).toBe(first.last);
    }
  });

  test('[H10] an op in somebody else’s name, or into another county, is set aside and changes nothing', async () => {
    const theirs = await phone(neighbour);
    theirs.write(setAnswer(assessment, 'jc01', 99));
    const reply = await theirs.push();
    expect(reply.receipts.every(({ state }) => state === 'quarantined')).toBe(true);
    const read = (await (await reviewer.request('GET', `/api/office/assessments/${assessment}`)).json()) as Record<
      string,
      unknown
    >;
    expect(JSON.stringify(read['sections'])).not.toContain('"value":99');
  });

  test('[H6] a session cookie that is cut, lengthened, or of another server opens nothing', async () => {
    const value = surveyor.cookie.split('=')[1] ?? '';
    for (const cookie of [
      '',
      value.slice(1),
      `${value}A`,
      value.toLowerCase(),
      `${value};${value}`.slice(0, 10),
      '../../etc',
      '%00',
      "' or 1=1 --",
    ]) {
      const answer = await fetch(`${running.base}/api/sync/pull?cursor=0`, { headers: { cookie: `xunzhen=${cookie}` } });
      expect([cookie, answer.status]).toEqual([cookie, 401]);
    }
  });
});

describe('other people’s things', () => {
  test('[P3] what lies in another county reads like what does not exist, on every address that takes an id', async () => {
    const evidenceId = await announce();
    const id = await uploaded(evidenceId);
    await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId: id, sha256: hashOf(jpeg) });
    const asks = [
      ['GET', (it: string) => `/api/office/assessments/${it}`, assessment],
      ['GET', (it: string) => `/api/office/assessments/${it}/export.csv`, assessment],
      ['GET', (it: string) => `/api/evidence/${it}/preview/view`, evidenceId],
      ['POST', (it: string) => `/api/evidence/${it}/link`, evidenceId],
      ['POST', (it: string) => `/api/devices/${it}/revoke`, mine.device],
    ] as const;
    for (const [method, path, real] of asks) {
      const body = method === 'POST' ? { mode: 'lost' } : undefined;
      const [there, none] = [
        await neighbour.request(method, path(real), body),
        await neighbour.request(method, path(newEntity()), body),
      ];
      expect([path(''), there.status, await there.text()]).toEqual([path(''), none.status, await none.text()]);
      expect(there.status).toBe(404);
    }
    const list = await (await neighbour.request('GET', '/api/office/assessments')).text();
    expect(list).not.toContain(assessment);
    expect(await (await neighbour.request('GET', '/api/sync/pull?cursor=0')).text()).not.toContain(assessment);
  });

  test('[H93] a surveyor makes no account, releases nothing, takes no other’s phone out of use', async () => {
    for (const [method, path, body] of [
      ['POST', '/api/office/people', { account: 'evil', name: 'x', role: 'administrator', region: '420115' }],
      ['POST', '/api/office/quarantine/release', { device: mine.device, step: 'x', reason: 'x' }],
      ['POST', `/api/office/devices/${mine.device}/revoke`, { mode: 'lost' }],
      ['POST', `/api/office/people/${reviewer.person}/factor-reset`, {}],
    ] as const) {
      const answer = await colleague.request(method, path, body);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect((await colleague.request('GET', '/api/office/people')).status).toBe(403);
  });

  test('[H132] text that is code to a database is text', async () => {
    for (const evil of ["' or '1'='1", '%', '_', "'; drop table people; --", '\\', '\u0000', '🧨'.repeat(50)]) {
      const query = encodeURIComponent(evil);
      const found = await reviewer.request('GET', `/api/office/assessments?q=${query}`);
      expect([evil, found.status < 500]).toEqual([evil, true]);
      expect((await fetch(`${running.base}/api/definitions/${query}`)).status).toBe(404);
    }
    expect((await reviewer.request('GET', '/api/office/assessments')).status).toBe(200);
  });
});

describe('limits and logs', () => {
  test('[H121] the sixth list in an hour is refused with the time to come again; a colleague’s exports are their own', async () => {
    const take = (as: Visitor) => as.request('GET', '/api/office/export/assessments.csv');
    for (let taken = 0; taken < 5; taken += 1) {
      const answer = await take(reviewer);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      await answer.arrayBuffer();
    }
    const sixth = await take(reviewer);
    expect([sixth.status, await codeOf(sixth)]).toEqual([429, 'export.too-many']);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await take(colleague)).status).toBe(200);
  });

  test('[H122] the log of all this holds no password, cookie, name or place, and no line that a client began', async () => {
    const forged = `x%0d%0a${encodeURIComponent('{"at":"forged"}')}`;
    await fetch(`${running.base}/api/office/assessments/${forged}`, { headers: { cookie: surveyor.cookie } });
    await fetch(`${running.base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'surveyor\r\n{"at":"forged"}', password: secret }),
    });
    const printed = running.output();
    for (const secretText of [
      secret,
      surveyor.cookie.split('=')[1] ?? '',
      reviewer.cookie.split('=')[1] ?? '',
      'argon2id',
      '测试机械',
      '30.5',
      'forged',
    ])
      expect(printed).not.toContain(secretText);
    // Nothing above was an unexpected error.
    expect(printed).toBe('');
  });
});
