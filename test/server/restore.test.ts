import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { backup } from '#server/jobs/backup.ts';
import { finishRestore } from '#server/jobs/restore.ts';
import { verifyChains } from '#server/jobs/verify-chains.ts';
import type { EntityId } from '#shared/ids.ts';
import { createAssessment, evidenceDraft, newEntity, phone, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

let test_: TestServer;
let surveyor: Visitor;
let mine: Phone;
let copy = '';
const assessment = newEntity();

beforeAll(async () => {
  test_ = await testServer(null);
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  mine = await phone(surveyor);
  mine.write(createAssessment(test_.server, assessment));
  await mine.push();
  copy = mkdtempSync(join(tmpdir(), 'xunzhen-copy-'));
});
afterAll(async () => {
  rmSync(copy, { recursive: true });
  await test_.stop();
});

/** Announced, uploaded and committed. */
async function committed(name: 'board' | 'workshop'): Promise<{ readonly evidenceId: EntityId; readonly sha256: string }> {
  const bytes = readFileSync(new URL(`../../src/server/demo/photos/${name}.jpg`, import.meta.url));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const evidenceId = newEntity();
  mine.write(evidenceDraft(assessment, evidenceId, sha256, bytes.length));
  await mine.push();
  const metadata = Object.entries({ evidenceId, sha256 }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const common = { 'tus-resumable': '1.0.0', cookie: surveyor.cookie };
  const headers = { ...common, 'upload-length': String(bytes.length), 'upload-metadata': metadata.join(',') };
  const created = await test_.app.hono.request('/api/files', { method: 'POST', headers });
  const path = new URL(created.headers.get('location') ?? '', 'http://x').pathname;
  const patch = { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  await test_.app.hono.request(path, { method: 'PATCH', headers: patch, body: new Uint8Array(bytes) });
  const commit = { evidenceId, uploadId: path.split('/').at(-1), sha256 };
  expect((await surveyor.request('POST', '/api/evidence/commit', commit)).status).toBe(200);
  return { evidenceId, sha256 };
}

test('[H156] restoring brings photos back from the backup; one that it lacks or holds damaged counts as not committed and is asked for again', async () => {
  const [kept, lost] = [await committed('board'), await committed('workshop')];
  expect(await backup(test_.server, copy)).toMatchObject({ files: 2, copied: 2, faults: [], database: null });
  const { evidence } = test_.server.folders;
  rmSync(evidencePath(evidence, kept.sha256));
  rmSync(evidencePath(evidence, lost.sha256));
  writeFileSync(evidencePath(join(copy, 'evidence'), lost.sha256), 'damaged');
  const { epoch } = surveyor.session;
  const restored = await finishRestore(test_.server, copy);
  expect(restored).toMatchObject({ copied: 2, missing: [lost.evidenceId] });
  expect(restored.epoch).not.toBe(epoch);
  expect(
    createHash('sha256')
      .update(readFileSync(evidencePath(evidence, kept.sha256)))
      .digest('hex'),
  ).toBe(kept.sha256);
  const items = [kept, lost].map(({ evidenceId, sha256 }) => [evidenceId, sha256]);
  const have = await surveyor.request('POST', '/api/evidence/have', { items });
  expect(await have.json()).toEqual({ held: [[kept.evidenceId, kept.sha256]] });
  expect((await verifyChains(test_.server)).faults).toEqual([]);
  const audit = await test_.server.open.db
    .selectFrom('audit')
    .select(['kind', 'subject'])
    .where('kind', 'in', ['server.restored', 'evidence.lost'])
    .execute();
  expect(audit).toEqual([
    { kind: 'server.restored', subject: '' },
    { kind: 'evidence.lost', subject: lost.evidenceId },
  ]);
});
