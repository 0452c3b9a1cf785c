/** What a hostile phone may send as a photo, through the whole way: announce, upload, commit. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { pictureShape } from '#server/blobs/picture-shape.ts';
import { judgePicture } from '#server/blobs/pictures.ts';
import type { EntityId } from '#shared/ids.ts';
import { createAssessment, evidenceDraft, newEntity, original, phone, testServer, visitor } from '../server/test-server.ts';
import type { Phone, TestServer, Visitor } from '../server/test-server.ts';
import { hostilePictures, jpeg } from './hostile-pictures.ts';
import { goodFiles, hostileFiles } from './office-files.ts';

const pictures = await hostilePictures();
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const assessment = newEntity();
let test_: TestServer;
let surveyor: Visitor;
let mine: Phone;

beforeAll(async () => {
  test_ = await testServer();
  surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
  mine = await phone(surveyor);
  mine.write(createAssessment(test_.server, assessment));
  await mine.push();
});
afterAll(() => test_.stop());

async function announce(bytes: Buffer, mime: string): Promise<EntityId> {
  const evidenceId = newEntity();
  const draft = evidenceDraft(assessment, evidenceId, hashOf(bytes), bytes.length);
  mine.write({ ...draft, value: { ...(draft.value as object), mime } });
  expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual([null]);
  return evidenceId;
}

async function upload(evidenceId: string, bytes: Buffer): Promise<string> {
  const pairs = Object.entries({ evidenceId, sha256: hashOf(bytes) });
  const common = { 'tus-resumable': '1.0.0', cookie: surveyor.cookie };
  const created = await test_.app.hono.request('/api/files', {
    method: 'POST',
    headers: {
      ...common,
      'upload-length': String(bytes.length),
      'upload-metadata': pairs.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(','),
    },
  });
  const path = new URL(created.headers.get('location') ?? '', 'http://x').pathname;
  const headers = { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  expect((await test_.app.hono.request(path, { method: 'PATCH', headers, body: new Uint8Array(bytes) })).status).toBe(204);
  return path.split('/').at(-1) ?? '';
}

/** Most bytes of memory that any process which this one started to look at pictures has held so far. */
function mostMemory(): number {
  const sizes = readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/u.test(pid)) return [];
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const isOurs =
        status.includes(`PPid:\t${String(process.pid)}\n`) &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('picture-process');
      return isOurs ? [Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024] : [];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
  return Math.max(0, ...sizes);
}

describe('refused, set aside, audited', () => {
  test.each(pictures)('[B52] $name', async ({ bytes, mime, refusal }) => {
    const evidenceId = await announce(bytes, mime);
    const uploadId = await upload(evidenceId, bytes);
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, mostMemory())), 10);
    const reply = await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId, sha256: hashOf(bytes) });
    clearInterval(watch);
    expect(((await reply.json()) as { problem: { code: string } }).problem.code).toBe(refusal);
    expect([413, 415]).toContain(reply.status);
    expect(most).toBeLessThan(512 * 2 ** 20);
    // The server itself never decodes.
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 2 ** 20);
    expect(readFileSync(join(test_.folder, 'rejected', `${evidenceId}-${uploadId}`)).equals(bytes)).toBe(true);
    expect(existsSync(evidencePath(test_.server.folders.evidence, hashOf(bytes)))).toBe(false);
    expect((await original(test_, surveyor, evidenceId)).status).toBe(404);
    expect((await surveyor.request('GET', `/api/evidence/${evidenceId}/preview/view`)).status).toBe(404);
    const audited = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'evidence.refused').execute();
    expect(audited.find(({ subject }) => subject === evidenceId)?.detail).toBe(`${refusal} ${uploadId}`);
  });

  test('[B53] after a picture that ended the process the next one is looked at like any other', async () => {
    const evidenceId = await announce(jpeg, 'image/jpeg');
    const uploadId = await upload(evidenceId, jpeg);
    const commit = { evidenceId, uploadId, sha256: hashOf(jpeg) };
    expect((await surveyor.request('POST', '/api/evidence/commit', commit)).status).toBe(200);
  });

  test.each(hostileFiles())('[B56] $name', async ({ bytes, mime, refusal }) => {
    const evidenceId = await announce(bytes, mime);
    const uploadId = await upload(evidenceId, bytes);
    const reply = await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId, sha256: hashOf(bytes) });
    expect(((await reply.json()) as { problem: { code: string } }).problem.code).toBe(refusal);
    expect(readFileSync(join(test_.folder, 'rejected', `${evidenceId}-${uploadId}`)).equals(bytes)).toBe(true);
    expect((await original(test_, surveyor, evidenceId)).status).toBe(404);
  });

  test('[H18] nothing of this was answered by an unexpected error', () => expect(test_.errors).toEqual([]));
});

describe('taken as they are', () => {
  test.each(goodFiles)('[B56] $name', async ({ bytes, mime }) => {
    const evidenceId = await announce(bytes, mime);
    const uploadId = await upload(evidenceId, bytes);
    const reply = await surveyor.request('POST', '/api/evidence/commit', { evidenceId, uploadId, sha256: hashOf(bytes) });
    expect(reply.status).toBe(200);
    const fetched = await original(test_, surveyor, evidenceId);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(bytes)).toBe(true);
    expect(fetched.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w-]+\.(?:docx|xlsx|pptx|pdf|weba|m4a|oga)"$/u,
    );
    // Only a sound is heard in the page; a document leaves as a download alone.
    const inline = await surveyor.request('GET', `/api/evidence/${evidenceId}/preview/view`);
    expect(inline.status).toBe(mime.startsWith('audio/') ? 200 : 404);
    if (inline.status === 200) {
      expect(inline.headers.get('content-type')).toBe(mime);
      expect(inline.headers.get('content-security-policy')).toContain('sandbox');
      expect(Buffer.from(await inline.arrayBuffer()).equals(bytes)).toBe(true);
    }
  });
});

test('[B54] many pictures at once wait in line for two processes, and each gets its own answer', async () => {
  const good = new URL('../../src/server/demo/photos/board.jpg', import.meta.url).pathname;
  const other = new URL('./hostile-files.test.ts', import.meta.url).pathname;
  const files = Array.from({ length: 24 }, (_, index) => (index % 3 === 0 ? other : good));
  const answers = await Promise.all(files.map((file) => judgePicture(file)));
  expect(answers.map(({ kind }) => kind)).toEqual(files.map((file) => (file === good ? 'plain' : 'broken')));
});

test('[B55] XMP and colour profiles, which cameras write, are no markup', () => {
  const xmp = Buffer.from('http://ns.adobe.com/xap/1.0/\0<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
  const head = Buffer.from([0xff, 0xe1, 0, xmp.length + 2]);
  expect(pictureShape(Buffer.concat([jpeg.subarray(0, 2), head, xmp, jpeg.subarray(2)]), 'jpeg')).toBe('plain');
});
