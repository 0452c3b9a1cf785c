/** Signatures, documents and sounds on their way through server, desk and pack. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EvidenceType } from '#domain/evidence.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { publicPart } from '#server/beacon.ts';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { collectPack } from '#server/pack/collect-pack.ts';
import { verifyPack } from '#server/pack/verify-pack.ts';
import { writeZip } from '#server/pack/write-zip.ts';
import type { EntityId } from '#shared/ids.ts';
import { docx, plainPdf, webm } from '../security/office-files.ts';
import {
  createAssessment,
  draft,
  evidenceDraft,
  linkDraft,
  newEntity,
  phone,
  setAnswer,
  testServer,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const assessment = newEntity();
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const signature = readFileSync(new URL('../../src/server/demo/photos/signature-firm.png', import.meta.url));
let test_: TestServer;
let mine: Phone;
let reviewer: Visitor;
let folder = '';

beforeAll(async () => {
  test_ = await testServer();
  folder = mkdtempSync(join(tmpdir(), 'xunzhen-signed-'));
  mine = await phone(await visitor(test_, 'surveyor', 'surveyor', '420115'));
  reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
  mine.write(createAssessment(test_.server, assessment), setAnswer(assessment, 'jc01', 3));
  await mine.push();
  await take(docx, word, ['jc01'], { fileName: '设备台账.docx' });
  await take(plainPdf, 'application/pdf', ['jc01'], { fileName: '检验记录.pdf' });
  await take(webm, 'audio/webm', ['jc01'], { duration: 61_000, method: 'inapp' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test_.stop();
});

async function take(
  bytes: Buffer,
  mime: EvidenceType,
  questions: readonly string[],
  beside: Readonly<Record<string, string | number | Readonly<Record<string, string>>>>,
): Promise<EntityId> {
  const id = newEntity();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const plain = evidenceDraft(assessment, id, sha256, bytes.length);
  const value = { ...(plain.value as object), mime, method: 'file', caption: null, ...beside };
  mine.write({ ...plain, value }, ...questions.map((question) => linkDraft(assessment, id, question)));
  expect((await mine.push()).receipts.filter(({ problem }) => problem !== null)).toEqual([]);
  const place = evidencePath(test_.server.folders.evidence, sha256);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  const reply = await mine.owner.request('POST', '/api/evidence/commit', { evidenceId: id, uploadId: '', sha256 });
  expect(reply.status).toBe(200);
  return id;
}

async function pack() {
  const collected = await collectPack(test_.server, assessment, 'all');
  if (collected.kind === 'refused') throw new Error(collected.problem.code);
  const parts: Uint8Array[] = [];
  for await (const part of writeZip(collected.value.members, collected.value.madeAt)) parts.push(part);
  const file = join(folder, 'pack.zip');
  writeFileSync(file, Buffer.concat(parts));
  const all = unzipSync(readFileSync(file));
  const text = (name: string): string => Buffer.from(all[name] ?? []).toString('utf8');
  const verified = await verifyPack(file, { serverKey: publicPart(test_.server.settings.serverKey), authorities: [] });
  if (verified.kind === 'unreadable') throw new Error(verified.reason);
  const { root } = JSON.parse(text('manifest.json')) as { readonly root: string };
  return { names: Object.keys(all), readme: text('README.txt'), root, faults: verified.report.faults };
}

async function onDesk(): Promise<OfficeDetail> {
  return (await (await reviewer.request('GET', `/api/office/assessments/${assessment}`)).json()) as OfficeDetail;
}

test('[B57] documents and sounds are at the desk with name and length, and in the pack under their own endings, which verifies', async () => {
  const { evidence } = await onDesk();
  expect(evidence.map(({ mime, fileName, duration }) => [mime, fileName, duration])).toEqual([
    [word, '设备台账.docx', null],
    ['application/pdf', '检验记录.pdf', null],
    ['audio/webm', null, 61_000],
  ]);
  const { names, readme, faults } = await pack();
  expect(faults).toEqual([]);
  expect(
    names
      .filter((name) => name.startsWith('evidence/'))
      .map((name) => name.slice(name.lastIndexOf('.') + 1))
      .sort(),
  ).toEqual(['docx', 'pdf', 'weba']);
  expect(readme).toContain('设备台账.docx');
  expect(readme).toContain('没有签字 none');
});

test('[V70] [V71] [B57] signatures hold for the root they name; a later answer makes them void at the desk and in the pack', async () => {
  const { root } = await pack();
  await take(signature, 'image/png', [], { method: 'signature', signs: { root, side: 'firm', name: '王厂长' } });
  // A signature is no part of what is signed.
  expect((await pack()).root).toBe(root);
  await take(signature, 'image/png', [], {
    method: 'signature',
    signs: { root, side: 'staff', name: '李科长' },
  });
  const signed = async () => (await onDesk()).evidence.flatMap(({ signs }) => signs ?? []);
  expect(await signed()).toEqual([
    { side: 'firm', name: '王厂长', holds: true },
    { side: 'staff', name: '李科长', holds: true },
  ]);
  expect((await pack()).readme).toMatch(/企业 firm：王厂长，.*有效 holds/u);
  mine.write(setAnswer(assessment, 'jc01', 4));
  await mine.push();
  expect((await signed()).map(({ holds }) => holds)).toEqual([false, false]);
  const after = await pack();
  expect(after.readme).toMatch(/企业 firm：王厂长，.*已失效/u);
  expect(after.faults).toEqual([]);
});

test('[V72] the reason for finishing without signatures is at the desk', async () => {
  const { root } = await pack();
  const reason = '企业负责人不在场';
  mine.write(draft({ kind: 'finalise', entity: 'assessment', entityId: assessment, value: { root, phoneScore: null }, reason }));
  expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual([null]);
  const { state, history } = await onDesk();
  expect([state, history.find(({ kind }) => kind === 'finalise')?.reason]).toEqual(['finished', reason]);
});
