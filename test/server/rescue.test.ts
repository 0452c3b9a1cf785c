import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { importRescue } from '#server/rescue/import-rescue.ts';
import type { RescueOptions } from '#server/rescue/import-rescue.ts';
import { serverRescueKeys } from '#server/rescue/rescue-keys.ts';
import type { EntityId } from '#shared/ids.ts';
import { makeRescue } from './make-rescue.ts';
import {
  createAssessment,
  databases,
  evidenceDraft,
  linkDraft,
  newEntity,
  phone,
  setAnswer,
  testServer,
  visitor,
} from './test-server.ts';
import { opsOfDevice } from './stored-ops.ts';
import type { Phone, TestServer, Visitor } from './test-server.ts';

const picture = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let reviewer: Visitor;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    reviewer = await visitor(test_, 'reviewer', 'reviewer', '420100');
  });
  afterAll(async () => {
    await test_.stop();
  });

  /** An assessment with 30 answers and a photo, none of it sent. */
  const work = (writer: Phone): { readonly assessment: EntityId; readonly evidence: EntityId; readonly photo: Buffer } => {
    const assessment = newEntity();
    const evidence = newEntity();
    const mark = randomBytes(16);
    const photo = Buffer.concat([
      picture.subarray(0, 2),
      Buffer.from([0xff, 0xfe, 0, mark.length + 2]),
      mark,
      picture.subarray(2),
    ]);
    writer.write(createAssessment(test_.server, assessment));
    for (let n = 0; n < 30; n += 1) writer.write(setAnswer(assessment, 'jc01', n));
    writer.write(evidenceDraft(assessment, evidence, hashOf(photo), photo.length), linkDraft(assessment, evidence, 'jc08'));
    return { assessment, evidence, photo };
  };
  const bundleOf = (writer: Phone, { assessment, evidence, photo }: ReturnType<typeof work>, server: string | null = null) => {
    const ops = [...writer.waiting];
    const half = ops.slice(0, 20);
    const rest = ops.slice(20);
    return makeRescue({
      header: {
        bundle: randomBytes(13).toString('hex'),
        person: writer.owner.person,
        account: 'surveyor',
        device: writer.device,
        madeAt: '2026-11-21T08:00:00.000Z',
        ops: ops.length,
        photos: 1,
        devices: [{ device: writer.device, publicKey: writer.publicKey, successorOf: null }],
      },
      keys: { recovery: surveyor.session.recoveryPublicKey, server },
      records: [
        ...[half, rest].map((part) => ({
          record: { kind: 'ops', device: writer.device, signature: writer.sign(part).deviceSignature, ops: part } as const,
          file: null,
        })),
        {
          record: { kind: 'photo', evidenceId: evidence, assessment, sha256: hashOf(photo), size: photo.length } as const,
          file: photo,
        },
      ],
      sign: (text) => writer.signText(text),
    });
  };
  const take = async (bundle: string, over: Partial<RescueOptions> = {}) => {
    const file = join(test_.folder, `${randomBytes(6).toString('hex')}.txt`);
    writeFileSync(file, bundle);
    const privateKeys = await serverRescueKeys(test_.server);
    const by = reviewer.person;
    return importRescue(test_.server, file, { privateKeys, trustDevices: false, salvage: false, by, ...over });
  };
  /** Ops of this phone that the server holds. */
  const held = async ({ device }: Phone): Promise<number> => (await opsOfDevice(test_.server.open.db, device)).length;
  const counts = (outcome: Awaited<ReturnType<typeof take>>) => {
    if (outcome.kind === 'refused') return outcome.problem.code;
    const { ops, photos, damaged } = outcome.value;
    return { ops, photos, damaged };
  };

  test('[B93] [promise 2] a bundle is taken in exactly once: imported twice, and then pushed by the phone itself', async () => {
    const writer = await phone(surveyor);
    const made = work(writer);
    const bundle = bundleOf(writer, made, surveyor.session.rescuePublicKey);
    expect(counts(await take(bundle))).toEqual({
      ops: { stored: 33, known: 0, quarantined: 0, refused: 0 },
      photos: { committed: 1, known: 0, refused: 0 },
      damaged: 0,
    });
    expect(counts(await take(bundle))).toEqual({
      ops: { stored: 0, known: 33, quarantined: 0, refused: 0 },
      photos: { committed: 0, known: 1, refused: 0 },
      damaged: 0,
    });
    const late = await writer.push();
    expect([late.ok.length, late.fork]).toEqual([33, false]);
    expect(await held(writer)).toBe(33);
    expect(hashOf(readFileSync(evidencePath(test_.server.folders.evidence, hashOf(made.photo))))).toBe(hashOf(made.photo));
    expect(readdirSync(test_.server.folders.uploads)).toEqual([]);
  });

  test('[B94] it opens with the recovery key where the server has no key of its own for it, and with no other key', async () => {
    const writer = await phone(surveyor);
    const bundle = bundleOf(writer, work(writer));
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(counts(await take(bundle, { privateKeys: [stranger] }))).toBe('rescue.wrong-key');
    const pem = readFileSync(join(test_.folder, 'recovery-key', 'private-key.pem'), 'utf8');
    expect(counts(await take(bundle, { privateKeys: [stranger, createPrivateKey(pem)] }))).toMatchObject({ ops: { stored: 33 } });
  });

  test('[B95] a bundle that was cut or changed is refused whole, unless what can be read is asked for', async () => {
    const writer = await phone(surveyor);
    const lines = bundleOf(writer, work(writer)).split('\n');
    const cut = lines.slice(0, 3).join('\n');
    expect(counts(await take(cut))).toBe('rescue.damaged');
    const swapped = [...lines];
    swapped[3] = `${(lines[3] ?? '').slice(0, 200)}AAAA${(lines[3] ?? '').slice(204)}`;
    expect(counts(await take(swapped.join('\n')))).toBe('rescue.damaged');
    expect(await held(writer)).toBe(0);
    expect(counts(await take(swapped.join('\n'), { salvage: true }))).toMatchObject({ ops: { stored: 20 }, damaged: 1 });
    expect(counts(await take(lines.join('\n')))).toMatchObject({ ops: { stored: 13, known: 20, refused: 0 } });
  });

  test('[B96] what is no bundle, and one signed by somebody else, change nothing', async () => {
    const writer = await phone(surveyor);
    const other = await phone(surveyor);
    const made = work(writer);
    const forged = bundleOf({ ...writer, signText: other.signText }, made);
    expect(counts(await take('你好\n'))).toBe('rescue.not-a-bundle');
    expect(counts(await take(''))).toBe('rescue.not-a-bundle');
    expect(counts(await take(forged))).toBe('sync.bad-signature');
    expect(await held(writer)).toBe(0);
  });

  test('[B97] a phone that this server never met is taken in only when somebody vouches for it', async () => {
    const writer = await phone(surveyor);
    const bundle = bundleOf(writer, work(writer));
    await test_.server.open.db.deleteFrom('devices').where('id', '=', writer.device).execute();
    expect(counts(await take(bundle))).toBe('sync.unknown-device');
    expect(counts(await take(bundle, { trustDevices: true }))).toMatchObject({ ops: { stored: 33, refused: 0 } });
  });

  test('[B98] the office takes a bundle in over the web, within its own region, and the import is in the audit log', async () => {
    const writer = await phone(surveyor);
    const bundle = bundleOf(writer, work(writer), surveyor.session.rescuePublicKey);
    const send = async (as: Visitor): Promise<Response> =>
      test_.app.hono.request('/api/office/rescue', {
        method: 'POST',
        headers: { cookie: as.cookie, 'content-type': 'application/octet-stream' },
        body: bundle,
      });
    expect((await send(surveyor)).status).toBe(403);
    const elsewhere = await visitor(test_, `elsewhere-${randomBytes(3).toString('hex')}`, 'reviewer', '430100');
    expect((await send(elsewhere)).status).toBe(404);
    const taken = await send(reviewer);
    expect([taken.status, await taken.json()]).toMatchObject([200, { ops: { stored: 33 }, photos: { committed: 1 } }]);
    const audit = await test_.server.open.db.selectFrom('audit').selectAll().where('kind', '=', 'rescue.imported').execute();
    expect(audit.at(-1)).toMatchObject({ person: reviewer.person });
    expect(readdirSync(test_.server.folders.uploads)).toEqual([]);
  });
});
