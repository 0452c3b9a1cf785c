import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openUploads } from '#server/blobs/upload-store.ts';
import { collectUploads } from '#server/jobs/collect-uploads.ts';
import type { Collected } from '#server/jobs/collect-uploads.ts';
import type { EntityId } from '#shared/ids.ts';
import { createAssessment, evidenceDraft, linkDraft, newEntity, original, phone, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const bytes = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));
const sha256 = createHash('sha256').update(bytes).digest('hex');
const day = 24 * 60 * 60 * 1000;
const assessment = newEntity();
let test_: TestServer;
let surveyor: Visitor;
let mine: Phone;

beforeAll(async () => {
  test_ = await testServer(null);
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  mine = await phone(surveyor);
  mine.write(createAssessment(test_.server, assessment));
  await mine.push();
});
afterAll(() => test_.stop());

const announce = async (): Promise<EntityId> => {
  const evidenceId = newEntity();
  mine.write(evidenceDraft(assessment, evidenceId, sha256, bytes.length), linkDraft(assessment, evidenceId, 'jc08'));
  await mine.push();
  return evidenceId;
};
/** The whole file, or its first half. */
const upload = async (evidenceId: string, part: Buffer = bytes): Promise<string> => {
  const metadata = Object.entries({ evidenceId, sha256 }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const common = { 'tus-resumable': '1.0.0', cookie: surveyor.cookie };
  const created = await test_.app.hono.request('/api/files', {
    method: 'POST',
    headers: { ...common, 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') },
  });
  const path = new URL(created.headers.get('location') ?? '', 'http://x').pathname;
  const headers = { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  expect((await test_.app.hono.request(path, { method: 'PATCH', headers, body: new Uint8Array(part) })).status).toBe(204);
  return path.split('/').at(-1) ?? '';
};
const collect = (days: number): Promise<Collected> => {
  const server = { ...test_.server, now: () => Date.now() + days * day };
  return collectUploads(server, openUploads(server.folders.uploads));
};
const lying = (): readonly string[] => readdirSync(test_.server.folders.uploads).sort();

test('[B21] an upload whose evidence still waits for its bytes stays, finished or half, however old', async () => {
  const half = await upload(await announce(), bytes.subarray(0, bytes.length >> 1));
  const whole = await upload(await announce());
  expect(await collect(4000)).toEqual({ removed: 0, bytes: 0, kept: 2 });
  expect(lying()).toEqual([half, `${half}.json`, whole, `${whole}.json`].sort());
});

test('[B22] what is left of an upload goes a day after its evidence was committed from another, and is audited', async () => {
  const evidenceId = await announce();
  const [used, left] = [await upload(evidenceId), await upload(evidenceId)];
  expect((await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId: used, sha256 })).status).toBe(200);
  const before = lying();
  expect(await collect(0.9)).toMatchObject({ removed: 0 });
  expect(await collect(1.1)).toMatchObject({ removed: 1, bytes: bytes.length });
  expect(lying()).toEqual(before.filter((name) => !name.startsWith(left)));
  const [audited] = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'uploads.collected').execute();
  expect(audited?.detail).toBe(`1 files, ${String(bytes.length)} bytes`);
  const file = await original(test_, surveyor, evidenceId);
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
});

test('[B23] an upload of evidence that nobody announced goes after thirty days without progress, broken ones too; nothing else does', async () => {
  const { uploads } = test_.server.folders;
  const unknown = 'a'.repeat(32);
  writeFileSync(join(uploads, unknown), 'half a file without a note');
  writeFileSync(join(uploads, 'README'), 'not an upload');
  expect(await collect(29)).toMatchObject({ removed: 0 });
  const soon = new Date(Date.now() + 10 * day);
  utimesSync(join(uploads, unknown), soon, soon);
  expect(await collect(31)).toMatchObject({ removed: 0 });
  expect(await collect(41)).toMatchObject({ removed: 1 });
  expect(existsSync(join(uploads, unknown))).toBe(false);
  expect(existsSync(join(uploads, 'README'))).toBe(true);
});
