import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personHeader } from '#protocol/sync-wire.ts';
import type { PersonRow, RevokeOrder, SessionReply } from '#protocol/session-wire.ts';
import { policyTable } from '#policy/policy-table.ts';
import type { RegionCode } from '#shared/ids.ts';
import { weakness } from '#server/auth/password-rules.ts';
import {
  codeOf,
  createEnterprise,
  databases,
  enterpriseRecord,
  newEntity,
  password,
  phone,
  testServer,
  visitor,
} from './test-server.ts';
import type { TestServer, Visitor } from './test-server.ts';

describe('passwords', () => {
  const person = { account: 'wangfang', name: '王芳芳' };
  test.each(['short', 'password123', '1234567890', 'qwertyuiop', 'aaaaaaaaaaaa', 'wangfang12', '王芳芳2026', 'Xunzhen2026'])(
    '[H90] %j is refused',
    (text) => {
      expect(weakness(text, person)?.code).toBe('auth.weak-password');
    },
  );
  test.each(['correct horse battery staple', '江夏区有二十家模具厂', 'a'.repeat(3) + 'b7!kq-_x', 'x1 y2 '.repeat(40)])(
    '[H90] %j is taken: nothing is asked about kinds of characters, and long ones may be pasted',
    (text) => {
      expect(weakness(text, person)).toBeNull();
    },
  );
});

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let admin: Visitor;

  beforeAll(async () => {
    test_ = await testServer(url);
    admin = await visitor(test_, 'admin', 'administrator', '420100');
  });
  afterAll(async () => {
    await test_.stop();
  });

  const codeIn = async (response: Response): Promise<string> =>
    ((await response.json()) as { readonly problem?: { readonly code: string } }).problem?.code ??
    `status ${String(response.status)}`;
  const post = (path: string, body: unknown): Promise<Response> =>
    Promise.resolve(
      test_.app.hono.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-test-address': `10.9.${String(Math.floor(Math.random() * 250))}.7` },
        body: JSON.stringify(body),
      }),
    );
  const invite = async (account: string, role = 'surveyor', region = '420115') => {
    const response = await admin.request('POST', '/api/office/people', { account, name: '李工', role, region });
    expect(response.status).toBe(200);
    return (await response.json()) as { readonly id: string; readonly code: string; readonly expiresAt: string };
  };
  const people = async (as: Visitor): Promise<readonly PersonRow[]> =>
    ((await (await as.request('GET', '/api/office/people')).json()) as { readonly people: readonly PersonRow[] }).people;

  test('[H91] an invited person sets a password with the code once, within 15 minutes', async () => {
    const { code, expiresAt } = await invite('li.gong');
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
    expect(Date.parse(expiresAt) - test_.server.now()).toBeLessThanOrEqual(15 * 60_000);
    expect(await codeIn(await post('/api/session', { account: 'li.gong', password: '' }))).toBe('input.malformed');
    expect(await codeIn(await post('/api/session', { account: 'li.gong', password }))).toBe('auth.wrong-credentials');
    const weak = await post('/api/session/activate', { account: 'li.gong', activation: code, password: '1234567890' });
    expect(await codeIn(weak)).toBe('auth.weak-password');
    const activated = await post('/api/session/activate', { account: 'li.gong', activation: code.toUpperCase(), password });
    expect([activated.status, ((await activated.json()) as SessionReply).person.account]).toEqual([200, 'li.gong']);
    const again = await post('/api/session/activate', { account: 'li.gong', activation: code, password: `${password}2` });
    expect(await codeIn(again)).toBe('auth.wrong-activation');
    expect((await post('/api/session', { account: 'li.gong', password })).status).toBe(200);
    const late = await invite('late');
    test_.clock.ahead += 15 * 60_000 + 1;
    expect(await codeIn(await post('/api/session/activate', { account: 'late', activation: late.code, password }))).toBe(
      'auth.wrong-activation',
    );
  });

  test('[H92] five wrong tries end a code, also for the right one; an unknown account reads the same', async () => {
    const { code } = await invite('five');
    for (let n = 0; n < 5; n += 1) {
      const wrong = await post('/api/session/activate', { account: 'five', activation: `00000-0000${String(n)}`, password });
      expect(await codeIn(wrong)).toBe('auth.wrong-activation');
    }
    expect(await codeIn(await post('/api/session/activate', { account: 'five', activation: code, password }))).toBe(
      'auth.wrong-activation',
    );
    expect(await codeIn(await post('/api/session/activate', { account: 'nobody', activation: code, password }))).toBe(
      'auth.wrong-activation',
    );
  });

  test('[H93] an administrator keeps the accounts of their own region and of no other, and not their own', async () => {
    const elsewhere = await visitor(test_, 'chaoyang', 'surveyor', '430100');
    const neighbour = await visitor(test_, 'xiaogan', 'administrator', '420900');
    const { id } = await invite('mine');
    expect((await people(admin)).map(({ account }) => account)).toContain('mine');
    expect((await people(admin)).map(({ account }) => account)).not.toContain('chaoyang');
    expect((await people(neighbour)).map(({ account }) => account)).toEqual(['xiaogan']);
    for (const person of [elsewhere.person, 'absent']) {
      expect(await codeIn(await admin.request('PATCH', `/api/office/people/${person}`, { disabled: true }))).toBe(
        'access.not-found',
      );
      expect(await codeIn(await admin.request('POST', `/api/office/people/${person}/activation`, {}))).toBe('access.not-found');
    }
    const outside = { account: 'outside', name: '外', role: 'surveyor', region: '430100' };
    expect(await codeIn(await admin.request('POST', '/api/office/people', outside))).toBe('access.not-found');
    expect(await codeIn(await admin.request('PATCH', `/api/office/people/${id}`, { region: '430100' }))).toBe('access.not-found');
    expect(await codeIn(await admin.request('PATCH', `/api/office/people/${admin.person}`, { role: 'auditor' }))).toBe(
      'access.denied',
    );
    const surveyor = await visitor(test_, 'plain', 'surveyor', '420115');
    expect(await codeIn(await surveyor.request('GET', '/api/office/people'))).toBe('access.denied');
    const twice = { account: 'mine', name: '又', role: 'surveyor', region: '420115' };
    expect(await codeIn(await admin.request('POST', '/api/office/people', twice))).toBe('person.exists');
  });

  test('[H94] disabling ends every session at once; nothing of the person is deleted', async () => {
    const gone = await visitor(test_, 'gone', 'surveyor', '420115');
    expect((await gone.request('GET', '/api/session')).status).toBe(200);
    expect((await admin.request('PATCH', `/api/office/people/${gone.person}`, { disabled: true })).status).toBe(204);
    expect((await gone.request('GET', '/api/session')).status).toBe(401);
    expect(await codeIn(await post('/api/session', { account: 'gone', password }))).toBe('auth.wrong-credentials');
    expect((await admin.request('PATCH', `/api/office/people/${gone.person}`, { disabled: false })).status).toBe(204);
    expect((await post('/api/session', { account: 'gone', password })).status).toBe(200);
  });

  test('[H95] a desk role without a second factor reaches nothing but its set-up, and afterwards needs a fresh code each time', async () => {
    const { code } = await invite('desk', 'administrator', '420100');
    const activated = await post('/api/session/activate', { account: 'desk', activation: code, password });
    expect(((await activated.json()) as SessionReply).secondFactor).toBe('setup');
    const cookie = (activated.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
      Promise.resolve(
        test_.app.hono.request(path, {
          method,
          headers: { cookie, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    const own = test_.app.routes.filter(({ path, action }) => {
      const who = policyTable[action]?.who;
      return path.startsWith('/api/office') && who !== undefined && who.includes('administrator');
    });
    expect(own.length).toBeGreaterThan(10);
    for (const { method, path } of own)
      expect([
        path,
        await codeIn(await ask(method, path.replace(/:file\{(\w+).*?\}/u, '$1.csv'), method === 'GET' ? undefined : {})),
      ]).toEqual([path, 'auth.second-factor-setup']);
    expect(await codeIn(await ask('GET', '/api/sync/pull'))).toBe('auth.second-factor-setup');
    const begun = (await (await ask('POST', '/api/session/factor', {})).json()) as {
      readonly secret: string;
      readonly uri: string;
    };
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\//);
    expect(await codeIn(await ask('POST', '/api/session/factor/confirm', { code: '000000' }))).toBe('auth.wrong-code');
    const first = codeOf(begun.secret, test_.server.now());
    expect((await ask('POST', '/api/session/factor/confirm', { code: first })).status).toBe(204);
    expect((await ask('GET', '/api/office/facets')).status).toBe(200);
    expect(await codeIn(await ask('POST', '/api/session/factor', {}))).toBe('access.denied');
    expect(await codeIn(await post('/api/session', { account: 'desk', password }))).toBe('auth.second-factor');
    expect(await codeIn(await post('/api/session', { account: 'desk', password, code: first }))).toBe('auth.wrong-code');
    test_.clock.ahead += 60_000;
    const next = codeOf(begun.secret, test_.server.now());
    expect((await post('/api/session', { account: 'desk', password, code: next })).status).toBe(200);
    const person = (await people(admin)).find(({ account }) => account === 'desk');
    expect(person?.secondFactor).toBe(true);
    await admin.request('POST', `/api/office/people/${person?.id ?? ''}/factor-reset`, {});
    expect((await ask('GET', '/api/session')).status).toBe(401);
  });

  test('[H96] three devices a person; one that is continued by another, or revoked, no longer counts', async () => {
    const owner = await visitor(test_, 'devices', 'surveyor', '420115', false);
    const mine = [await phone(owner), await phone(owner), await phone(owner)];
    const fourth = {
      device: newEntity(),
      publicKey: mine[0]?.publicKey ?? '',
      recoveryEnvelope: null,
    };
    expect(await codeIn(await owner.request('POST', '/api/devices', { ...fourth, successorOf: null }))).toBe('device.too-many');
    const continued = await owner.request('POST', '/api/devices', { ...fourth, successorOf: mine[0]?.device });
    expect(continued.status).toBe(200);
    const listed = (await (await owner.request('GET', '/api/devices')).json()) as {
      readonly devices: readonly { readonly id: string }[];
    };
    expect(new Set(listed.devices.map(({ id }) => id))).toEqual(new Set([fourth.device, mine[1]?.device, mine[2]?.device]));
    expect((await owner.request('POST', `/api/devices/${mine[1]?.device ?? ''}/revoke`, { mode: 'transfer' })).status).toBe(204);
    await phone(owner);
    const again = { device: mine[1]?.device, publicKey: mine[1]?.publicKey, successorOf: null, recoveryEnvelope: null };
    expect(await codeIn(await owner.request('POST', '/api/devices', again))).toBe('device.revoked');
    const other = await visitor(test_, 'other-devices', 'surveyor', '420115');
    expect(await codeIn(await other.request('POST', `/api/devices/${mine[2]?.device ?? ''}/revoke`, { mode: 'lost' }))).toBe(
      'access.not-found',
    );
  });

  test('[H97] a device reported lost: its session ends, and the signed order waits for it without a sign-in', async () => {
    const owner = await visitor(test_, 'loser', 'surveyor', '420115');
    const { device } = await phone(owner);
    const order = async (id: string): Promise<RevokeOrder | null> =>
      ((await (await test_.app.hono.request(`/api/devices/${id}/order`)).json()) as { readonly order: RevokeOrder | null }).order;
    expect([await order(device), await order('absent')]).toEqual([null, null]);
    expect((await admin.request('POST', `/api/office/devices/${device}/revoke`, { mode: 'lost' })).status).toBe(204);
    expect((await owner.request('GET', '/api/sync/pull')).status).toBe(401);
    const given = await order(device);
    const { mode, at, signature } = given ?? { mode: '', at: '', signature: '' };
    expect(mode).toBe('lost');
    const key = createPublicKey({ key: JSON.parse(owner.session.serverPublicKey) as Record<string, string>, format: 'jwk' });
    const signed = (text: string): boolean =>
      verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect(signed(`revoke|${device}|lost|${at}`)).toBe(true);
    expect(signed(`revoke|${device}|transfer|${at}`)).toBe(false);
    const audit = await test_.server.open.db
      .selectFrom('audit')
      .select(['kind', 'detail'])
      .where('subject', '=', device)
      .execute();
    expect(audit).toContainEqual({ kind: 'device.revoked', detail: 'lost' });
  });

  test('[H98] a device that is handed over may still send, and gets nothing more', async () => {
    const owner = await visitor(test_, 'hands-over', 'surveyor', '420115');
    const mine = await phone(owner);
    expect((await owner.request('GET', '/api/sync/pull')).status).toBe(200);
    expect((await owner.request('POST', `/api/devices/${mine.device}/revoke`, { mode: 'transfer' })).status).toBe(204);
    expect(await codeIn(await owner.request('GET', '/api/sync/pull'))).toBe('device.revoked');
    mine.write(createEnterprise(enterpriseRecord({ region: '420115' as RegionCode })));
    const { ok } = await mine.push();
    expect(ok).toHaveLength(1);
  });

  test('[H99] work of one person in the session of another is nobody’s', async () => {
    const one = await visitor(test_, 'shares-one', 'surveyor', '420115');
    const other = await visitor(test_, 'shares-other', 'surveyor', '420115');
    const pull = (person: string): Promise<Response> =>
      one.request('GET', '/api/sync/pull', undefined, { [personHeader]: person });
    expect((await pull(one.person)).status).toBe(200);
    expect(await codeIn(await pull(other.person))).toBe('auth.signed-out');
  });

  test('[H100] the session reply carries a lease of 14 days, signed for this person', async () => {
    const { session, person } = await visitor(test_, 'leases', 'surveyor', '420115');
    const { at, until, signature } = session.lease;
    expect(Date.parse(until) - Date.parse(at)).toBe(14 * 24 * 60 * 60 * 1000);
    const key = createPublicKey({ key: JSON.parse(session.serverPublicKey) as Record<string, string>, format: 'jwk' });
    const signed = (text: string): boolean =>
      verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect(signed(`lease|${person}|${at}|${until}`)).toBe(true);
    expect(signed(`lease|somebody|${at}|${until}`)).toBe(false);
  });
});
