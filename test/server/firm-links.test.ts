import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpDraft } from '#oplog/op.ts';
import { currentValue } from '#oplog/register.ts';
import type { FirmChangeReply, FirmFormReply, FirmLinkMade, FirmLinksReply } from '#protocol/firm-link-wire.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
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
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let mine: Phone;
  let assessment: EntityId;
  let token: string;
  const firm = enterpriseRecord({ revenue: 7_654_321 });

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    mine = await phone(surveyor);
    mine.write(createEnterprise(firm));
    await mine.push();
  });
  afterAll(() => test_.stop());
  beforeEach(async () => {
    assessment = newEntity();
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    token = (await makeLink()).token;
  });

  const makeLink = async (days = 7): Promise<FirmLinkMade> => {
    const made = await surveyor.request('POST', `/api/assessments/${assessment}/firm-links`, { days });
    expect(made.status).toBe(200);
    return (await made.json()) as FirmLinkMade;
  };
  /** As the firm's browser asks: no cookie. */
  const ask = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    test_.app.hono.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-test-address': '10.9.9.9', ...headers },
      body: JSON.stringify(body),
    });
  const form = async (with_ = token): Promise<FirmFormReply> => {
    const reply = await ask('/api/firm/form', { token: with_ });
    expect(reply.status).toBe(200);
    return (await reply.json()) as FirmFormReply;
  };
  const change = (given: unknown, with_ = token): Promise<Response> => ask('/api/firm/answers', { token: with_, change: given });
  const answer = async (path: string, value: unknown, heads: readonly string[] = [], with_ = token): Promise<FirmChangeReply> => {
    const reply = await change({ kind: 'answer', path, value, heads }, with_);
    expect([reply.status, reply.status === 200 ? '' : await reply.text()]).toEqual([200, '']);
    return (await reply.json()) as FirmChangeReply;
  };
  const codeOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { readonly problem: { readonly code: string } }).problem.code;
  const register = async (field: string) => {
    const { open } = test_.server;
    const held = await readRegisters(open.db, open.kind, [assessment]);
    return held.find((each) => each.register.register === field)?.register;
  };
  const submit = (): OpDraft =>
    draft({ kind: 'submit', entity: 'assessment', entityId: assessment, value: { root: 'a'.repeat(64), phoneScore: null } });

  test('[V50] a token has 256 bits, the database keeps its hash alone, and it opens one assessment without an account', async () => {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await test_.server.open.db.selectFrom('firm_links').selectAll().where('assessment', '=', assessment).execute();
    expect(rows[0]).toMatchObject({ token_hash: createHash('sha256').update(token).digest('hex'), revoked_at: null });
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await form()).toMatchObject({ enterpriseName: firm.name, answers: [], rows: [], handedInAt: null });
  });

  test('[V51] the form says what is needed to fill it, and nothing of the firm’s finances or what staff noted and found', async () => {
    mine.write(setAnswer(assessment, 'jc01', 1));
    mine.write({ ...setAnswer(assessment, 'jc02', 1), field: 'verified/jc02' });
    mine.write({ ...setAnswer(assessment, 'x', '老板不让看车间'), field: 'notes/jc' });
    await mine.push();
    const reply = await form();
    const text = JSON.stringify(reply);
    expect(reply.answers.map(({ path }) => path)).toEqual(['jc01']);
    for (const secret of ['7654321', firm.code, '老板', 'verified', surveyor.person, assessment])
      expect(text).not.toContain(secret);
    expect(Object.keys(reply).sort()).toEqual(
      ['answers', 'asks', 'definitionHash', 'edition', 'enterpriseName', 'expiresAt', 'handedInAt', 'rows', 'title'].sort(),
    );
  });

  test('[V94] the link of a follow-up asks and takes only what it asks again, and handing in counts no more', async () => {
    assessment = newEntity();
    const created = createAssessment(test_.server, assessment);
    const followUp = { of: newEntity(), actions: [newEntity()], questions: ['jc03'] };
    mine.write({ ...created, value: { ...(created.value as Record<string, Json>), followUp } });
    await mine.push();
    token = (await makeLink()).token;
    expect(await form()).toMatchObject({ asks: ['jc03'], answers: [] });
    await answer('jc03', 'c');
    expect(await codeOf(await change({ kind: 'answer', path: 'jc01', value: 3, heads: [] }))).toBe('input.unknown-question');
    expect(await codeOf(await change({ kind: 'add-row', repeat: 'key_processes' }))).toBe('input.unknown-question');
    expect((await ask('/api/firm/hand-in', { token })).status).toBe(200);
    expect((await register('desk/firm-hand-in'))?.heads[0]?.value).toMatchObject({ answered: 1, total: 1 });
  });

  test('[V52] an answer is durable when it is said to be, stands as the server’s op with the link as its basis, and reaches phones', async () => {
    const { heads, disputed } = await answer('jc01', 1);
    expect(disputed).toBe(false);
    expect((await register('self/jc01'))?.heads).toMatchObject([
      { hash: heads[0], value: 1, author: test_.server.settings.serverPerson },
    ]);
    const pulled = JSON.stringify((await mine.pull()).rows);
    expect(pulled).toContain(heads[0]);
    const detail = await (await surveyor.request('GET', `/api/office/assessments/${assessment}`)).json();
    expect((detail as { history: unknown[] }).history).toContainEqual(
      expect.objectContaining({ register: 'self/jc01', author: '企业（自评链接）' }),
    );
    expect((await form()).answers).toMatchObject([{ path: 'jc01', value: 1, disputed: false }]);
    const next = await answer('jc01', 2, heads);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value)).toEqual([2]);
    expect(next.heads).not.toEqual(heads);
  });

  test('[V53] an answer that was written without knowing what a phone wrote meanwhile stays beside it, and is never settled by the firm', async () => {
    const first = await answer('jc01', 1);
    mine.write({ ...setAnswer(assessment, 'jc01', 3) });
    await mine.push();
    // The phone had not pulled: two values without knowledge of each other.
    expect(currentValue(await register('self/jc01')).kind).toBe('conflict');
    const second = await answer('jc01', 2, first.heads);
    expect(second.disputed).toBe(true);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value).toSorted()).toEqual([2, 3]);
    expect((await form()).answers).toMatchObject([{ path: 'jc01', value: 2, heads: second.heads, disputed: true }]);
    // Even a page that says it knew both replaces its own alone.
    const all = (await register('self/jc01'))?.heads.map(({ hash }) => hash) ?? [];
    expect((await answer('jc01', 4, all)).disputed).toBe(true);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value).toSorted()).toEqual([3, 4]);
  });

  test('[V53] what was on the firm’s page is replaced; what came afterwards is not', async () => {
    mine.write(setAnswer(assessment, 'jc01', 1));
    await mine.push();
    const [seen] = (await form()).answers;
    await answer('jc01', 2, seen?.heads);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value)).toEqual([2]);
    mine.write(setAnswer(assessment, 'jc02', 1));
    await mine.push();
    expect((await answer('jc02', 2, [])).disputed).toBe(true);
  });

  test('[V54] an answer sent again after a lost reply is stored once, and a newer one replaces it', async () => {
    const first = await answer('jc01', 1);
    expect((await answer('jc01', 1, [])).heads).toEqual(first.heads);
    const next = await answer('jc01', 2, []);
    expect(next.disputed).toBe(false);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value)).toEqual([2]);
    const both = await Promise.all([answer('jc02', 1, []), answer('jc02', 2, [])]);
    expect(both.map(({ disputed }) => disputed)).toEqual([false, false]);
    expect((await register('self/jc02'))?.heads).toHaveLength(1);
  });

  test('[V55] wrong, expired and revoked links read alike, and no cookie makes up for one', async () => {
    const unknown = await ask('/api/firm/form', { token: randomBytes(32).toString('base64url') });
    const bytes = await unknown.text();
    expect(unknown.status).toBe(404);
    const { link } = await makeLink();
    expect((await surveyor.request('POST', `/api/firm-links/${link.id}/revoke`, {})).status).toBe(200);
    const short = await makeLink(1);
    const revoked = (await (await surveyor.request('GET', `/api/assessments/${assessment}/firm-links`)).json()) as FirmLinksReply;
    expect(revoked.links.filter(({ revokedAt }) => revokedAt !== null)).toHaveLength(1);
    const all = await test_.server.open.db
      .updateTable('firm_links')
      .set({ revoked_at: 'now' })
      .where('token_hash', '=', createHash('sha256').update(token).digest('hex'))
      .execute();
    expect(all).toHaveLength(1);
    test_.clock.ahead += 25 * 3_600_000;
    try {
      for (const dead of [token, short.token]) {
        const reply = await ask('/api/firm/form', { token: dead }, { cookie: surveyor.cookie });
        expect([reply.status, await reply.text()]).toEqual([404, bytes]);
        expect(await codeOf(await change({ kind: 'answer', path: 'jc01', value: 1, heads: [] }, dead))).toBe('firm-link.unknown');
      }
    } finally {
      test_.clock.ahead -= 25 * 3_600_000;
    }
    expect((await ask('/api/firm/form', {})).status).toBe(400);
    expect((await ask('/api/firm/form', { token: { $ne: '' } })).status).toBe(400);
  });

  test('[V56] once the assessment is handed in the link takes nothing more, and no new one is made', async () => {
    await answer('jc01', 1);
    mine.write(submit());
    await mine.push();
    // A submission holds for its root; the state is what the server computed.
    await test_.server.open.db
      .updateTable('assessments')
      .set({ state: 'submitted' })
      .where('assessment_id', '=', assessment)
      .execute();
    expect(await codeOf(await change({ kind: 'answer', path: 'jc01', value: 2, heads: [] }))).toBe('firm-link.closed');
    expect(await codeOf(await ask('/api/firm/form', { token }))).toBe('firm-link.closed');
    expect((await surveyor.request('POST', `/api/assessments/${assessment}/firm-links`, { days: 7 })).status).toBe(409);
    expect((await register('self/jc01'))?.heads.map(({ value }) => value)).toEqual([1]);
  });

  test('[V57] a link writes answers and rows of its own assessment: no other question, row, field or value', async () => {
    const added = (await (await change({ kind: 'add-row', repeat: 'key_processes' })).json()) as FirmChangeReply;
    const row = `key_processes/${added.rowId ?? ''}/key_process_name`;
    await answer(row, '焊接');
    const other = newEntity();
    mine.write(createAssessment(test_.server, other));
    const foreign = newEntity();
    mine.write(
      draft({
        kind: 'create',
        entity: 'row',
        entityId: foreign,
        value: { assessment: other, repeat: 'key_processes', side: 'self' },
      }),
    );
    await mine.push();
    const refusals: readonly (readonly [unknown, string])[] = [
      [{ kind: 'answer', path: 'no_such', value: 1, heads: [] }, 'input.unknown-question'],
      [{ kind: 'answer', path: `key_processes/${foreign}/key_process_name`, value: 'x', heads: [] }, 'input.unknown-question'],
      [{ kind: 'answer', path: 'key_process_name', value: 'x', heads: [] }, 'input.unknown-question'],
      [{ kind: 'answer', path: 'jc01', value: { a: 1 }, heads: [] }, 'input.malformed'],
      [{ kind: 'answer', path: 'jc01', value: 'x'.repeat(20_001), heads: [] }, 'input.malformed'],
      [{ kind: 'answer', path: '../verified/jc01', value: 1, heads: [] }, 'input.malformed'],
      [{ kind: 'answer', path: '@workflow', value: 1, heads: [] }, 'input.malformed'],
      [{ kind: 'answer', path: 'jc01', value: 1, heads: [], side: 'verified' }, 'input.malformed'],
      [{ kind: 'add-row', repeat: 'jc01' }, 'input.unknown-question'],
      [{ kind: 'void' }, 'input.malformed'],
    ];
    for (const [given, code] of refusals)
      expect([JSON.stringify(given).slice(0, 80), await codeOf(await change(given))]).toEqual([
        JSON.stringify(given).slice(0, 80),
        code,
      ]);
    // A row of another assessment is not there, so there is nothing to remove.
    expect((await change({ kind: 'remove-row', rowId: foreign })).status).toBe(200);
    const { open } = test_.server;
    const held = await readRegisters(open.db, open.kind, [other]);
    expect(held.some((each) => each.register.register === '@void')).toBe(false);
    expect((await change({ kind: 'remove-row', rowId: added.rowId })).status).toBe(200);
    expect((await form()).rows).toEqual([]);
    expect((await form()).answers).toEqual([]);
    expect(test_.errors).toEqual([]);
  });

  test('[V58] another site cannot use a link, and too many requests are told when to come again', async () => {
    const cross = await ask('/api/firm/form', { token }, { 'sec-fetch-site': 'cross-site' });
    expect([cross.status, await codeOf(cross)]).toEqual([403, 'auth.cross-site']);
    const plain = await ask('/api/firm/form', { token }, { 'content-type': 'text/plain' });
    expect(plain.status).toBe(403);
    const wrong = (): Promise<Response> => ask('/api/firm/form', { token: 'y'.repeat(43) }, { 'x-test-address': '10.7.7.7' });
    for (let tries = 0; tries < 30; tries += 1) expect((await wrong()).status).toBe(404);
    const limited = await wrong();
    expect([limited.status, await codeOf(limited)]).toEqual([429, 'firm-link.too-many']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    // Who has a link is not held up by who guesses from the same address.
    expect((await ask('/api/firm/form', { token }, { 'x-test-address': '10.7.7.7' })).status).toBe(200);
    let last = 200;
    for (let tries = 0; tries < 260 && last === 200; tries += 1) last = (await ask('/api/firm/form', { token })).status;
    expect(last).toBe(429);
  });

  test('[V59] handing in is a mark for staff: phones and the list of links learn of it, and the assessment stays a draft', async () => {
    await answer('jc01', 1);
    const done = await ask('/api/firm/hand-in', { token });
    expect(done.status).toBe(200);
    const { links } = (await (
      await surveyor.request('GET', `/api/assessments/${assessment}/firm-links`)
    ).json()) as FirmLinksReply;
    expect(links[0]?.handedInAt).not.toBeNull();
    expect((await register('desk/firm-hand-in'))?.heads[0]?.value).toMatchObject({ link: links[0]?.id, answered: 1 });
    const row = await test_.server.open.db
      .selectFrom('assessments')
      .select('state')
      .where('assessment_id', '=', assessment)
      .executeTakeFirst();
    expect(row?.state).toBe('draft');
    await answer('jc02', 1);
    const kinds = (await test_.server.open.db.selectFrom('audit').select('kind').where('subject', '=', assessment).execute()).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(expect.arrayContaining(['firm-link.made', 'firm-link.handed-in']));
  });
});
