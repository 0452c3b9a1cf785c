import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import sharp from 'sharp';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import type { EntityId } from '#shared/ids.ts';
import {
  createAssessment,
  databases,
  evidenceDraft,
  linkDraft,
  newEntity,
  original,
  phone,
  testServer,
  visitor,
} from './test-server.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const photo = (): Buffer => {
  const jpeg = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));
  // A comment segment makes each one different and still a picture.
  const mark = randomBytes(16);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, mark.length + 2]), mark, jpeg.subarray(2)]);
};
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let neighbour: Visitor;
  let colleague: Visitor;
  let mine: Phone;
  let base = '';
  let close: () => Promise<void>;
  const assessment = newEntity();

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    neighbour = await visitor(test_, 'neighbour', 'surveyor', '420114');
    colleague = await visitor(test_, 'colleague', 'surveyor', '420115');
    mine = await phone(surveyor);
    mine.write(createAssessment(test_.server, assessment));
    await mine.push();
    await new Promise<void>((ready) => {
      const listening = serve({ fetch: test_.app.hono.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        base = `http://127.0.0.1:${String(port)}`;
        ready();
      });
      close = () => new Promise((closed) => listening.close(() => closed()));
    });
  });
  afterAll(async () => {
    await close();
    await test_.stop();
  });

  const announce = async (bytes: Uint8Array, sha256 = hashOf(bytes)): Promise<EntityId> => {
    const evidenceId = newEntity();
    mine.write(evidenceDraft(assessment, evidenceId, sha256, bytes.length), linkDraft(assessment, evidenceId, 'jc08'));
    expect((await mine.push()).receipts.map(({ problem }) => problem)).toEqual([null, null]);
    return evidenceId;
  };
  const upload = (as: Visitor, bytes: Buffer, metadata: Record<string, string>, chunkSize = 20_000): Promise<string> =>
    new Promise((resolve, reject) => {
      const job = new tus.Upload(bytes, {
        endpoint: `${base}/api/files`,
        headers: { cookie: as.cookie },
        metadata,
        chunkSize,
        retryDelays: null,
        onError: reject,
        onSuccess: () => resolve(job.url?.split('/').at(-1) ?? ''),
      });
      job.start();
    });
  const commit = (as: Visitor, evidenceId: string, uploadId: string, sha256: string) =>
    as.request('POST', '/api/evidence/commit', { evidenceId, uploadId, sha256 });
  const codeOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { problem?: { code: string } }).problem?.code ?? 'ok';

  test('[B1] a photo uploaded in pieces and committed is in its place by content, byte for byte, and travels by pull', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const have = async () =>
      (await (await surveyor.request('POST', '/api/evidence/have', { items: [[evidenceId, sha256]] })).json()) as {
        held: unknown[];
      };
    expect(await have()).toEqual({ held: [] });
    const uploadId = await upload(surveyor, bytes, { evidenceId, sha256 });
    const reply = await commit(surveyor, evidenceId, uploadId, sha256);
    expect(await reply.json()).toMatchObject({ evidenceId, sha256, size: bytes.length });
    expect(hashOf(readFileSync(evidencePath(test_.server.folders.evidence, sha256)))).toBe(sha256);
    expect(await have()).toEqual({ held: [[evidenceId, sha256]] });
    expect(readdirSync(test_.server.folders.uploads)).toEqual([]);
    const { rows } = await mine.pull();
    expect(rows.find((row) => row.kind === 'evidence' && row.evidenceId === evidenceId)).toMatchObject({
      sha256,
      owner: assessment,
    });
    const file = await original(test_, surveyor, evidenceId);
    expect(hashOf(new Uint8Array(await file.arrayBuffer()))).toBe(sha256);
    expect(file.headers.get('content-type')).toBe('image/jpeg');
  });

  test('[B2] committing again, or the same bytes under another evidence, is silent', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const first = await announce(bytes);
    const uploadId = await upload(surveyor, bytes, { evidenceId: first, sha256 });
    const one = await (await commit(surveyor, first, uploadId, sha256)).json();
    expect(await (await commit(surveyor, first, uploadId, sha256)).json()).toEqual(one);
    const second = await announce(bytes);
    expect((await commit(surveyor, second, 'none', sha256)).status).toBe(200);
    const rows = await test_.server.open.db.selectFrom('evidence_files').selectAll().where('sha256', '=', sha256).execute();
    expect(rows.map(({ evidence_id: id }) => id).sort()).toEqual([first, second].sort());
  });

  test('[B3] two commits at once answer alike', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const uploadId = await upload(surveyor, bytes, { evidenceId, sha256 });
    const replies = await Promise.all([1, 2, 3].map(() => commit(surveyor, evidenceId, uploadId, sha256)));
    const [one, ...others] = await Promise.all(replies.map((reply) => reply.text()));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const other of others) expect(other).toBe(one);
    const rows = await test_.server.open.db
      .selectFrom('evidence_files')
      .selectAll()
      .where('evidence_id', '=', evidenceId)
      .execute();
    expect(rows).toHaveLength(1);
  });

  test('[B4] bytes that do not hash to what the op named, or are no JPEG, are set aside and never registered', async () => {
    const bytes = photo();
    const named = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const changed = Buffer.from(bytes);
    changed[changed.length - 10] = (changed[changed.length - 10] ?? 0) ^ 1;
    const uploadId = await upload(surveyor, changed, { evidenceId, sha256: named });
    expect(await codeOf(await commit(surveyor, evidenceId, uploadId, named))).toBe('evidence.hash-mismatch');
    expect(existsSync(evidencePath(test_.server.folders.evidence, named))).toBe(false);
    expect(readdirSync(join(test_.folder, 'rejected')).some((name) => name.startsWith(evidenceId))).toBe(true);
    const page = Buffer.from(`<html><script>alert(1)</script>${'x'.repeat(500)}`);
    const disguised = await announce(page);
    const other = await upload(surveyor, page, { evidenceId: disguised, sha256: hashOf(page) });
    expect(await codeOf(await commit(surveyor, disguised, other, hashOf(page)))).toBe('evidence.wrong-type');
    expect((await original(test_, surveyor, disguised)).status).toBe(404);
  });

  test('[B5] an unfinished upload is not committed, and goes on where it stopped', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const head = { cookie: surveyor.cookie, 'tus-resumable': '1.0.0' };
    const encoded = (text: string): string => Buffer.from(text).toString('base64');
    const created = await fetch(`${base}/api/files`, {
      method: 'POST',
      headers: {
        ...head,
        'upload-length': String(bytes.length),
        'upload-metadata': `evidenceId ${encoded(evidenceId)},sha256 ${encoded(sha256)}`,
      },
    });
    expect(created.status).toBe(201);
    const location = created.headers.get('location') ?? '';
    const uploadId = location.split('/').at(-1) ?? '';
    const append = (from: number, to: number) =>
      fetch(new URL(location, base), {
        method: 'PATCH',
        headers: { ...head, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(bytes.subarray(from, to)),
      });
    expect((await append(0, 1000)).status).toBe(204);
    expect(await codeOf(await commit(surveyor, evidenceId, uploadId, sha256))).toBe('evidence.not-uploaded');
    const offset = await fetch(new URL(location, base), { method: 'HEAD', headers: head });
    expect(offset.headers.get('upload-offset')).toBe('1000');
    expect((await append(1000, bytes.length)).status).toBe(204);
    expect((await commit(surveyor, evidenceId, uploadId, sha256)).status).toBe(200);
  });

  test('[B6] an upload is for announced evidence in scope alone, of at most 15 MiB, and cannot be read, deleted or taken over', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const create = async (as: Visitor | null, metadata: Record<string, string>, length: string): Promise<number> => {
      const pairs = Object.entries(metadata).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
      const response = await fetch(`${base}/api/files`, {
        method: 'POST',
        headers: {
          ...(as === null ? {} : { cookie: as.cookie }),
          'tus-resumable': '1.0.0',
          'upload-length': length,
          'upload-metadata': pairs.join(','),
        },
      });
      await response.arrayBuffer();
      return response.status;
    };
    const size = String(bytes.length);
    expect(await create(null, { evidenceId, sha256 }, size)).toBe(401);
    expect(await create(neighbour, { evidenceId, sha256 }, size)).toBe(404);
    expect(await create(surveyor, { evidenceId: newEntity(), sha256 }, size)).toBe(404);
    expect(await create(surveyor, { evidenceId, sha256: 'f'.repeat(64) }, size)).toBe(422);
    expect(await create(surveyor, { evidenceId, sha256 }, String(15 * 1024 * 1024 + 1))).toBe(413);
    expect(await create(surveyor, { evidenceId, sha256 }, 'much')).toBe(400);
    const uploadId = await upload(surveyor, bytes, { evidenceId, sha256 });
    const at = `${base}/api/files/${uploadId}`;
    const asked = async (method: string, as: Visitor): Promise<number> => {
      const response = await fetch(at, { method, headers: { cookie: as.cookie, 'tus-resumable': '1.0.0' } });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await asked('GET', surveyor)).toBe(404);
    expect(await asked('DELETE', surveyor)).toBe(404);
    expect(await asked('HEAD', colleague)).toBe(404);
    expect(await asked('HEAD', surveyor)).toBe(200);
    for (const path of ['..%2f..%2fxunzhen.sqlite', '..%5cxunzhen.sqlite', `${uploadId}.json`]) {
      const response = await fetch(`${base}/api/files/${path}`, {
        method: 'HEAD',
        headers: { cookie: surveyor.cookie, 'tus-resumable': '1.0.0' },
      });
      expect([path, response.status]).toEqual([path, 404]);
    }
    expect(existsSync(join(test_.folder, 'uploads', uploadId))).toBe(true);
  });

  test('[B7] another county neither commits nor reads it, and is told what it is told of nothing', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const uploadId = await upload(surveyor, bytes, { evidenceId, sha256 });
    const absent = await commit(neighbour, newEntity(), uploadId, sha256);
    const foreign = await commit(neighbour, evidenceId, uploadId, sha256);
    expect([foreign.status, await foreign.text()]).toEqual([absent.status, await absent.text()]);
    expect((await commit(surveyor, evidenceId, uploadId, sha256)).status).toBe(200);
    for (const [method, rest, body] of [
      ['POST', 'link', {}],
      ['GET', 'preview/thumb', undefined],
      ['GET', 'preview/view', undefined],
    ] as const) {
      const read = await neighbour.request(method, `/api/evidence/${evidenceId}/${rest}`, body);
      const nothing = await neighbour.request(method, `/api/evidence/${newEntity()}/${rest}`, body);
      expect(read.status).toBe(404);
      expect([read.status, await read.text()]).toEqual([nothing.status, await nothing.text()]);
    }
    const have = await neighbour.request('POST', '/api/evidence/have', { items: [[evidenceId, sha256]] });
    expect(await have.json()).toEqual({ held: [] });
    expect((await original(test_, colleague, evidenceId)).status).toBe(200);
  });

  test('[B8] a commit that died after its move is finished by the next; a file that was changed in place is not trusted by its name', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    const uploadId = await upload(surveyor, bytes, { evidenceId, sha256 });
    await commit(surveyor, evidenceId, uploadId, sha256);
    await test_.server.open.db.deleteFrom('evidence_files').where('evidence_id', '=', evidenceId).execute();
    expect((await commit(surveyor, evidenceId, uploadId, sha256)).status).toBe(200);
    const copy = await announce(bytes);
    writeFileSync(evidencePath(test_.server.folders.evidence, sha256), 'changed');
    expect(await codeOf(await commit(surveyor, copy, 'none', sha256))).toBe('evidence.not-uploaded');
    const { verifyChains } = await import('#server/jobs/verify-chains.ts');
    expect((await verifyChains(test_.server)).faults).toContain(`证据 ${evidenceId}:文件被改动`);
  });

  test('[B50] an original leaves as a download under an address signed for five minutes, with no cookie read or set', async () => {
    const bytes = photo();
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    await commit(surveyor, evidenceId, await upload(surveyor, bytes, { evidenceId, sha256 }), sha256);
    const { url } = (await (await surveyor.request('POST', `/api/evidence/${evidenceId}/link`, {})).json()) as { url: string };
    const fetched = await test_.app.hono.request(url, { headers: { cookie: 'xunzhen=somebody-else; __Host-xunzhen=x' } });
    expect(hashOf(new Uint8Array(await fetched.arrayBuffer()))).toBe(sha256);
    expect(fetched.headers.get('content-disposition')).toBe(`attachment; filename="${evidenceId}.jpg"`);
    expect(fetched.headers.get('content-security-policy')).toContain('sandbox');
    expect(fetched.headers.get('x-content-type-options')).toBe('nosniff');
    expect(fetched.headers.get('cache-control')).toBe('private, no-store');
    expect(fetched.headers.has('set-cookie')).toBe(false);
    const token = url.split('/').at(-1) ?? '';
    const [id = '', hash = '', person = '', expires = '', mac = ''] = token.split('.');
    const changed = [
      [newEntity(), hash, person, expires, mac],
      [id, 'f'.repeat(64), person, expires, mac],
      [id, hash, 'somebody', expires, mac],
      [id, hash, person, String(Number(expires) + 1), mac],
      [id, hash, person, expires, mac.replace(/^./u, (first) => (first === 'A' ? 'B' : 'A'))],
      [id, hash, person, expires, ''],
      [id, hash, person, expires, mac, ''],
    ].map((parts) => parts.join('.'));
    for (const forged of [...changed, '..', '%2e%2e%2fxunzhen.sqlite', evidenceId]) {
      const answer = await test_.app.hono.request(`/api/blobs/${forged}`, { headers: { cookie: surveyor.cookie } });
      expect([forged, answer.status]).toEqual([forged, 404]);
    }
    test_.clock.ahead = 5 * 60 * 1000;
    expect((await test_.app.hono.request(url)).status).toBe(404);
    test_.clock.ahead = 0;
    const taken = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'evidence.taken').execute();
    expect(taken.filter(({ subject }) => subject === evidenceId)).toMatchObject([{ person: surveyor.person, detail: sha256 }]);
  });

  test('[B51] what the browser shows inline is a copy made here: smaller, upright, without a byte of metadata', async () => {
    const position = {
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 31/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '114/1 19/1 0/1' },
    };
    const drawn = sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#6a7' } });
    const bytes = await drawn.withExif(position).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await sharp(bytes).metadata()).exif?.length).toBeGreaterThan(50);
    const sha256 = hashOf(bytes);
    const evidenceId = await announce(bytes);
    await commit(surveyor, evidenceId, await upload(surveyor, bytes, { evidenceId, sha256 }), sha256);
    for (const [size, edge] of [
      ['thumb', 320],
      ['view', 1600],
    ] as const) {
      const path = `/api/evidence/${evidenceId}/preview/${size}`;
      const copy = await surveyor.request('GET', path);
      expect(copy.headers.get('content-type')).toBe('image/jpeg');
      expect(copy.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
      const shown = await sharp(Buffer.from(await copy.arrayBuffer())).metadata();
      expect([shown.height, shown.width]).toEqual([edge, edge * 0.75]);
      expect([shown.exif, shown.xmp, shown.iptc, shown.orientation]).toEqual([undefined, undefined, undefined, undefined]);
      const again = await surveyor.request('GET', path, undefined, { 'if-none-match': copy.headers.get('etag') ?? '' });
      expect(again.status).toBe(304);
      expect((await neighbour.request('GET', path, undefined, { 'if-none-match': copy.headers.get('etag') ?? '' })).status).toBe(
        404,
      );
    }
    expect((await surveyor.request('GET', `/api/evidence/${evidenceId}/file`)).status).toBe(404);
  });

  test('[H18] nothing of this was answered by an unexpected error', () => {
    expect(test_.errors).toEqual([]);
  });
});
