import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCreditCode } from '#domain/credit-code.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { PushReply } from '#protocol/sync-wire.ts';
import type { QueueReply, ReviewReply, SecondReply, VersionReply } from '#protocol/review-wire.ts';
import { isDrawn } from '#domain/second-review.ts';
import { commitEvidence, evidencePath } from '#server/blobs/commit-evidence.ts';
import { openUploads } from '#server/blobs/upload-store.ts';
import { opsOfOwner } from '#server/db/op-runs.ts';
import { readRegisters } from '#server/db/register-runs.ts';
import { wholeTables } from '#server/db/within.ts';
import { checkVersions } from '#server/pack/check-versions.ts';
import { gradedClauses } from '#server/review/second-review.ts';
import type { EntityId, RegionCode } from '#shared/ids.ts';
import {
  createAssessment,
  createEnterprise,
  databases,
  draft,
  enterpriseRecord,
  evidenceDraft,
  linkDraft,
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
  let reviewer: Visitor;
  let colleague: Visitor;
  let hers: Phone;
  let firms = 0;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    colleague = await visitor(test_, 'colleague', 'reviewer', '420100');
    hers = await phone(surveyor);
  });
  afterAll(() => test_.stop());

  const registersOf = async (id: string) =>
    (await readRegisters(test_.server.open.db, test_.server.open.kind, [id])).map(({ register }) => register);
  const problems = (reply: PushReply) => reply.receipts.flatMap(({ problem }) => problem ?? []);
  const handIn = async (id: EntityId): Promise<void> => {
    const value = { root: assessmentRoot(await registersOf(id)), phoneScore: null };
    hers.write(draft({ kind: 'finalise', entity: 'assessment', entityId: id, value }));
    hers.write(draft({ kind: 'submit', entity: 'assessment', entityId: id, value }));
    expect(problems(await hers.push())).toEqual([]);
  };
  const handedIn = async (id = newEntity()): Promise<EntityId> => {
    firms += 1;
    const code = demoCreditCode('420115', 800_000 + firms);
    hers.write(createEnterprise(enterpriseRecord({ code, name: `第${String(firms)}机械厂` })));
    hers.write(createAssessment(test_.server, id, { enterprise: code }));
    hers.write(setAnswer(id, 'jc01', 100));
    expect(problems(await hers.push())).toEqual([]);
    await handIn(id);
    return id;
  };
  const get = async <T>(path: string, as = reviewer): Promise<T> => (await (await as.request('GET', path)).json()) as T;
  const review = (id: string): Promise<ReviewReply> => get(`/api/office/review/${id}`);
  const post = async (id: string, name: string, body: unknown, as = reviewer) => {
    const response = await as.request('POST', `/api/office/review/${id}/${name}`, body);
    const text = await response.text();
    return {
      status: response.status,
      code: text === '' ? null : (JSON.parse(text) as { problem: { code: string } }).problem.code,
    };
  };
  const decide = async (id: string, name: string, more: object = {}) => {
    const { heads, root } = await review(id);
    return post(id, name, { heads, root, ...more });
  };
  const store = async (evidenceId: EntityId, bytes: Buffer, sha256: string): Promise<void> => {
    const { server } = test_;
    const file = evidencePath(server.folders.evidence, sha256);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    const region = '420115' as RegionCode;
    const actor = { person: surveyor.person, role: 'surveyor', region, assigned: new Set<string>() } as const;
    const committed = await commitEvidence(server, openUploads(server.folders.uploads), actor, {
      evidenceId,
      uploadId: '',
      sha256,
    });
    expect(committed.kind).toBe('ok');
  };
  const done = { status: 204, code: null };
  const stateOf = async (id: string) =>
    (
      await test_.server.open.db
        .selectFrom('assessments')
        .select('state')
        .where('assessment_id', '=', id)
        .executeTakeFirstOrThrow()
    ).state;

  test('[V83] return, hand in again, approve, seal, amend: each is an op of the server with who decided, and an audit row', async () => {
    const id = await handedIn();
    expect(await decide(id, 'seal')).toEqual({ status: 409, code: 'review.not-possible' });
    const items = [{ question: 'jc01', comment: '和报表对不上' }];
    expect(await decide(id, 'return', { reason: '数据存疑', deadline: '2026-12-31', items })).toEqual(done);
    expect(await stateOf(id)).toBe('returned');
    expect((await review(id)).decision).toMatchObject({
      kind: 'return',
      by: 'reviewer',
      reason: '数据存疑',
      deadline: '2026-12-31',
      items: [{ question: 'jc01', comment: '和报表对不上', handled: false }],
    });
    await hers.pull();
    hers.write(setAnswer(id, 'jc01', 120));
    await hers.push();
    expect(await stateOf(id)).toBe('returned');
    expect((await review(id)).decision?.items[0]?.handled).toBe(true);
    // Her phone names the return as the parent of the new finish: the fake one has to be told.
    const back = (await registersOf(id)).find(({ register }) => register === '@workflow')?.heads[0];
    const value = { root: assessmentRoot(await registersOf(id)), phoneScore: null };
    hers.see(id, '@workflow', back === undefined ? [] : [back.hash]);
    hers.write(draft({ kind: 'finalise', entity: 'assessment', entityId: id, value }));
    hers.write(draft({ kind: 'submit', entity: 'assessment', entityId: id, value }));
    expect(problems(await hers.push())).toEqual([]);
    expect(await stateOf(id)).toBe('submitted');
    expect(await decide(id, 'approve')).toEqual(done);
    expect(await decide(id, 'seal')).toEqual(done);
    expect(await stateOf(id)).toBe('sealed');
    const { root } = await review(id);
    expect(await decide(id, 'amend', { reason: '企业来函更正' })).toEqual(done);
    expect(await stateOf(id)).toBe('draft');
    hers.write(setAnswer(id, 'jc01', 999));
    await hers.push();
    const version = await get<VersionReply>(`/api/office/review/${id}/versions/1`);
    expect(version).toMatchObject({ version: 1, by: 'reviewer', root, holds: true });
    expect(JSON.stringify(version.sections)).toContain('"text":"120"');
    await post(id, 'remarks', { remarks: [{ path: 'jc01', text: '已电话核对' }] });
    const { history } = await get<OfficeDetail>(`/api/office/assessments/${id}`);
    expect(history.find(({ register }) => register === 'review/jc01')).toMatchObject({ value: '已电话核对', author: 'reviewer' });
    expect(history.filter(({ kind }) => kind === 'seal')).toMatchObject([{ author: 'reviewer' }]);
    const kinds = await test_.server.open.db
      .selectFrom('audit')
      .select('kind')
      .where('subject', '=', id)
      .orderBy('number')
      .execute();
    expect(kinds.map(({ kind }) => kind).filter((kind) => kind.startsWith('review.'))).toEqual([
      'review.return',
      'review.approve',
      'review.seal',
      'review.amend',
      'review.remarks',
    ]);
  });

  test('[V84] a decision over what is another now is refused and nothing is written', async () => {
    const id = await handedIn();
    const before = await review(id);
    hers.write(setAnswer(id, 'jc01', 7));
    await hers.push();
    const { heads, root } = before;
    expect(await post(id, 'approve', { heads, root })).toEqual({ status: 409, code: 'review.moved' });
    expect(await post(id, 'approve', { heads: 'f'.repeat(64), root: (await review(id)).root })).toMatchObject({
      code: 'review.moved',
    });
    const rows = await test_.server.open.db.selectFrom('ops').select('kind').where('entity_id', '=', id).execute();
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['finalise', 'submit']);
  });

  test('[V84] of two reviewers who decide at the same time one is told that it has moved', async () => {
    const id = await handedIn();
    const { heads, root } = await review(id);
    const both = await Promise.all([
      post(id, 'approve', { heads, root }),
      post(id, 'return', { heads, root, reason: '再查', deadline: null, items: [] }, colleague),
    ]);
    expect(both.map(({ status }) => String(status)).sort()).toEqual(['204', '409']);
  });

  test('[V85] [promise 13] a photo that has not arrived keeps it from being sealed; the seal names every photo by hash', async () => {
    const id = newEntity();
    const bytes = readFileSync('src/server/demo/photos/record.jpg');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const evidence = newEntity();
    hers.write(createAssessment(test_.server, id));
    hers.write(evidenceDraft(id, evidence, sha256, bytes.length), linkDraft(id, evidence, 'jc08'));
    await hers.push();
    await handIn(id);
    expect(await decide(id, 'approve')).toEqual(done);
    expect((await review(id)).obstacles).toMatchObject([{ kind: 'missing' }]);
    expect(await decide(id, 'seal')).toEqual({ status: 409, code: 'review.obstacles' });
    await store(evidence, bytes, sha256);
    expect(await decide(id, 'seal')).toEqual(done);
    expect((await get<VersionReply>(`/api/office/review/${id}/versions/1`)).evidence).toEqual([{ id: evidence, sha256 }]);
    expect((await review(id)).versions).toMatchObject([{ version: 1, evidence: 1 }]);
  });

  test('[V86] [V89] what arrives after approval waits as a proposal; nobody lets it count before it is returned or amended', async () => {
    const id = await handedIn();
    await decide(id, 'approve');
    await decide(id, 'seal');
    const [late] = hers.write(setAnswer(id, 'jc01', 55));
    expect(problems(await hers.push())).toEqual(['assessment.not-editable']);
    expect((await review(id)).proposals).toMatchObject([{ step: late?.step, problem: 'assessment.not-editable' }]);
    const release = async () =>
      (await (
        await reviewer.request('POST', '/api/office/quarantine/release', {
          device: hers.device,
          step: late?.step,
          reason: '属实',
        })
      ).json()) as unknown;
    expect(await release()).toEqual({ problem: 'assessment.not-editable' });
    expect((await review(id)).root).toBe((await review(id)).versions[0]?.root);
    expect(await decide(id, 'amend', { reason: '采纳更正' })).toEqual(done);
    expect(await release()).toEqual({ problem: null });
    expect((await review(id)).proposals).toEqual([]);
    expect((await get<VersionReply>(`/api/office/review/${id}/versions/1`)).holds).toBe(true);
    const ops = (await opsOfOwner(wholeTables(test_.server.open.db), id)).map(({ op, receipt }) => ({
      op,
      receipt,
      valueHash: null,
    }));
    const faultsOf = (entries: typeof ops): readonly string[] => {
      const faults: string[] = [];
      expect(checkVersions(entries, (_member, words) => void faults.push(words))).toMatchObject([{ version: 1, by: 'reviewer' }]);
      return faults;
    };
    expect(faultsOf(ops)).toEqual([]);
    expect(faultsOf(ops.filter(({ op }) => op.field !== 'self/jc01' || op.value !== 100))).toEqual([
      '第 1 版的内容和封存时不一致',
    ]);
  });

  /** One photo that serves every question that asks for one; handed in again. */
  const prove = async (id: EntityId): Promise<void> => {
    const bytes = readFileSync('src/server/demo/photos/board.jpg');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const evidence = newEntity();
    const compiled = test_.server.catalogue.latest('two-integration')?.compiled;
    const asked = compiled === undefined ? [] : [...indexDefinition(compiled).questions.values()];
    const wanted = asked.filter(({ question }) => question.evidence?.need === 'required').map(({ question }) => question.name);
    hers.write(evidenceDraft(id, evidence, sha256, bytes.length), ...wanted.map((name) => linkDraft(id, evidence, name)));
    expect(problems(await hers.push())).toEqual([]);
    await store(evidence, bytes, sha256);
    await handIn(id);
  };

  test('[V87] the clean ones are approved together; of the others it is said why not', async () => {
    const [clean, bare, commented, moved] = [await handedIn(), await handedIn(), await handedIn(), await handedIn()];
    await prove(clean);
    const about = await get<QueueReply>('/api/office/review?tab=submitted');
    const items = [clean, bare, commented, moved].map((assessmentId) => ({
      assessmentId,
      heads: about.rows.find((row) => row.assessmentId === assessmentId)?.heads,
    }));
    expect((await review(clean)).unclean).toEqual([]);
    expect(await post(commented, 'remarks', { remarks: [{ path: 'jc01', text: '请核对' }] })).toEqual(done);
    hers.write(setAnswer(moved, 'jc01', 3));
    await hers.push();
    const reply = await reviewer.request('POST', '/api/office/review/approve-clean', { items });
    expect(await reply.json()).toMatchObject({
      approved: [{ assessmentId: clean }],
      left: [
        { assessmentId: bare, reasons: ['evidence'] },
        { assessmentId: commented, reasons: ['evidence', 'remarks'] },
        { assessmentId: moved, reasons: ['state', 'evidence'] },
      ],
    });
  });

  test('[V88] the queue: oldest first, by age, by whom it was given to, and what is overdue', async () => {
    const [mine, late] = [await handedIn(), await handedIn()];
    expect(await post(mine, 'assign', { slot: 'first', person: reviewer.person })).toEqual(done);
    await decide(late, 'return', { reason: '补证据', deadline: '2020-01-01', items: [] });
    const ids = async (query: string) =>
      (await get<QueueReply>(`/api/office/review?${query}`)).rows.map((row) => row.assessmentId);
    expect(await ids('tab=submitted&assigned=me')).toEqual([mine]);
    expect(await ids('tab=submitted&assigned=none')).not.toContain(mine);
    expect(await ids('tab=submitted&age=3')).toEqual([]);
    expect(await ids('tab=returned&overdue=1')).toEqual([late]);
    const all = (await get<QueueReply>('/api/office/review?tab=submitted')).rows.map(({ submittedAt }) => submittedAt ?? '');
    expect(all).toEqual(all.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(await post(mine, 'assign', { slot: 'second', person: reviewer.person })).toMatchObject({
      code: 'review.not-assigned',
    });
  });

  test('[V92] what is drawn is graded blind by another person than approved it, and the agreement counts it', async () => {
    let drawn = newEntity();
    while (!isDrawn(drawn)) drawn = newEntity();
    await handedIn(drawn);
    await decide(drawn, 'approve');
    expect((await get<QueueReply>('/api/office/review?tab=second')).rows.map((row) => row.assessmentId)).toContain(drawn);
    expect(await post(drawn, 'assign', { slot: 'second', person: reviewer.person })).toMatchObject({
      code: 'review.not-assigned',
    });
    expect(await post(drawn, 'assign', { slot: 'second', person: colleague.person })).toEqual(done);
    const second = await get<SecondReply>(`/api/office/review/${drawn}/second`, colleague);
    expect(second.mine).toBe(true);
    expect(second.clauses.length).toBeGreaterThan(10);
    const path = second.clauses[0]?.path ?? '';
    expect(await post(drawn, 'grades', { grades: [{ path, grade: 0 }] })).toMatchObject({ code: 'review.not-assigned' });
    expect(await post(drawn, 'grades', { grades: [{ path, grade: 99 }] }, colleague)).toMatchObject({ code: 'input.malformed' });
    expect(await post(drawn, 'grades', { grades: [{ path, grade: 0 }] }, colleague)).toEqual(done);
    expect(await get('/api/office/review/agreement')).toMatchObject({ graded: 1 });
    const compiled = test_.server.catalogue.latest('two-integration')?.compiled;
    expect(compiled === undefined ? [] : gradedClauses(compiled).map(({ question }) => question.name)).toContain(path);
  });
});
