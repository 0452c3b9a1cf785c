/** What second copies hold, opened with the recovery key and taken in as a rescue bundle. */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reissueOp } from '#oplog/make-op.ts';
import type { Op } from '#oplog/op.ts';
import { importRescue } from '#server/rescue/import-rescue.ts';
import type { OpHash } from '#shared/ids.ts';
import { makeCopy } from '../cli/make-copy.ts';
import { runCli } from '../cli/run-cli.ts';
import { opsOfDevice } from './stored-ops.ts';
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
import type { Phone, TestServer, Visitor } from './test-server.ts';

const picture = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));

describe.each(databases)('on %s', (_name, url) => {
  let test_: TestServer;
  let surveyor: Visitor;
  let pem: string;

  beforeAll(async () => {
    test_ = await testServer(url);
    surveyor = await visitor(test_, 'surveyor', 'surveyor', '420115');
    pem = join(test_.folder, 'recovery-key', 'private-key.pem');
  });
  afterAll(() => test_.stop());

  /** An assessment with 8 answers and a photo, none of it sent: 11 ops. */
  const work = (writer: Phone) => {
    const [assessment, evidence] = [newEntity(), newEntity()];
    const mark = randomBytes(16);
    const head = Buffer.from([0xff, 0xfe, 0, mark.length + 2]);
    const bytes = Buffer.concat([picture.subarray(0, 2), head, mark, picture.subarray(2)]);
    const hash = createHash('sha256').update(bytes).digest('hex');
    writer.write(createAssessment(test_.server, assessment));
    for (let n = 0; n < 8; n += 1) writer.write(setAnswer(assessment, 'jc01', n));
    writer.write(evidenceDraft(assessment, evidence, hash, bytes.length), linkDraft(assessment, evidence, 'jc08'));
    return { ops: [...writer.waiting], piece: { evidenceId: evidence, assessment, bytes } };
  };
  const newFolder = (): string => join(test_.folder, 'pulled', randomBytes(6).toString('hex'));
  const copyOf = (folder: string, writer: Phone) =>
    makeCopy(folder, writer.owner.person, writer.device, surveyor.session.recoveryPublicKey);
  const open = async (folder: string, key = pem) => {
    const out = join(folder, '..', `${randomBytes(6).toString('hex')}-out`);
    mkdirSync(out, { recursive: true });
    const ran = await runCli(['rescue', 'open-copy', folder, '--key', key, '--out', out]);
    return { ...ran, bundles: readdirSync(out).map((name) => join(out, name)) };
  };
  const take = async (bundle: string | undefined, trustDevices = false) => {
    const privateKeys = [createPrivateKey(readFileSync(pem, 'utf8'))];
    const by = test_.server.settings.serverPerson;
    const outcome = await importRescue(test_.server, bundle ?? '', { privateKeys, trustDevices, salvage: false, by });
    if (outcome.kind === 'refused') return outcome.problem.code;
    const { ops, photos } = outcome.value;
    return [ops.stored, ops.known, ops.refused, photos.committed, photos.known];
  };

  test('[B99] ops and photos of a copy reach the server as they were written, once, whatever the files are called', async () => {
    const writer = await phone(surveyor);
    const { ops, piece } = work(writer);
    const folder = newFolder();
    const copy = copyOf(folder, writer);
    // Chromium names files of its own, in folders of its own.
    for (const [index, path] of [copy.journal(3, ops), copy.photo(piece)].entries()) {
      mkdirSync(join(folder, 't', String(index)), { recursive: true });
      renameSync(path, join(folder, 't', String(index), '00000007'));
    }
    writeFileSync(join(folder, 'LOG'), 'something else');
    const opened = await open(folder);
    expect([opened.code, opened.err]).toEqual([0, '']);
    expect(opened.out).toContain('欧阳建国');
    expect(await take(opened.bundles[0])).toEqual([11, 0, 0, 1, 0]);
    expect(await take(opened.bundles[0])).toEqual([0, 11, 0, 0, 1]);
    // The phone comes back after all.
    expect((await writer.push()).ok).toHaveLength(11);
    const held = await opsOfDevice(test_.server.open.db, writer.device);
    expect(held.map(({ hash }) => hash)).toEqual(ops.map(({ hash }) => hash));
  });

  test('[B100] another key opens nothing and writes nothing; a folder without a copy says so', async () => {
    const writer = await phone(surveyor);
    const { ops, piece } = work(writer);
    const folder = newFolder();
    const copy = copyOf(folder, writer);
    copy.journal(1, ops);
    copy.photo(piece);
    const other = join(dirname(folder), 'other.pem');
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(other, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const wrong = await open(folder, other);
    expect([wrong.code, wrong.bundles]).toEqual([2, []]);
    expect(wrong.err).toContain('这把私钥打不开');
    const notOne = await open(folder, join(folder, 'journal-1'));
    expect([notOne.code, notOne.bundles]).toEqual([2, []]);
    const empty = newFolder();
    mkdirSync(empty, { recursive: true });
    writeFileSync(join(empty, 'a.txt'), 'XUNZHEN-RESCUE-1\n');
    const none = await open(empty);
    expect([none.code, none.bundles]).toEqual([2, []]);
    expect(none.err).toContain('1 个是救援包');
  });

  test('[B101] before the damage everything is used, and each thing that cannot be read is named', async () => {
    const writer = await phone(surveyor);
    const { ops, piece } = work(writer);
    const folder = newFolder();
    const copy = copyOf(folder, writer);
    const journal = copy.journal(1, ops);
    truncateSync(journal, readFileSync(journal).length - 40);
    copy.photo(piece, 'unfinished');
    const broken = copy.photo({ ...work(await phone(surveyor)).piece });
    const bytes = readFileSync(broken);
    bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 1;
    writeFileSync(broken, bytes);
    const opened = await open(folder);
    expect(opened.code).toBe(1);
    expect(opened.err).toMatch(/journal-1：从第 \d+ 字节起损坏，\d+ 字节读不出/u);
    expect(opened.err).toContain(`photo-${piece.evidenceId}：没有写完或已损坏`);
    expect(opened.err).toContain('照片打不开或已损坏');
    expect(opened.err).toContain('有 1 张照片只有记录');
    expect(await take(opened.bundles[0])).toEqual([10, 0, 0, 0, 0]);
  });

  test('[B102] what was carried for a colleague keeps the colleague’s signature', async () => {
    const colleague = await phone(await visitor(test_, `c-${randomBytes(3).toString('hex')}`, 'surveyor', '420115'));
    const writer = await phone(surveyor);
    const told = work(colleague).ops;
    const signature = colleague.sign(told).deviceSignature;
    const folder = newFolder();
    const last = told.at(-1)?.hash;
    if (last === undefined) throw new Error('nothing was told');
    copyOf(folder, writer).journal(1, told, { until: last, signature });
    const opened = await open(folder);
    expect(await take(opened.bundles[0])).toEqual([11, 0, 0, 0, 0]);
    const kept = await test_.server.open.db
      .selectFrom('push_signatures')
      .selectAll()
      .where('device', '=', colleague.device)
      .execute();
    expect(kept.map((row) => row.signature)).toEqual([signature]);
  });

  test('[B104] [promise 2] what was written anew under another device comes once: both in the copy, or the new one sent already', async () => {
    const lost = await phone(surveyor);
    const { ops } = work(lost);
    const next = await phone(surveyor);
    const renamed = new Map<OpHash, OpHash>();
    let prev: OpHash | null = null;
    const anew = ops.map((op, index) => {
      const again: Op = reissueOp(op, { device: next.device, seq: index + 1, prev, was: op.hash }, renamed);
      prev = again.hash;
      renamed.set(op.hash, again.hash);
      return again;
    });
    const [both, old] = [newFolder(), newFolder()];
    copyOf(both, next).journal(1, [...ops, ...anew]);
    copyOf(old, lost).journal(1, ops);
    expect(await take((await open(both)).bundles[0])).toEqual([11, 0, 0, 0, 0]);
    expect(await take((await open(old)).bundles[0])).toEqual([0, 11, 0, 0, 0]);
    expect(await opsOfDevice(test_.server.open.db, lost.device)).toEqual([]);
    expect(await opsOfDevice(test_.server.open.db, next.device)).toHaveLength(11);
  });

  test('[B103] only the recovery key of this server stands for ops without a signature, and no unknown device is taken from a copy', async () => {
    const writer = await phone(surveyor);
    const { ops } = work(writer);
    const folder = newFolder();
    copyOf(folder, writer).journal(1, ops);
    const [bundle = ''] = (await open(folder)).bundles;
    const lines = readFileSync(bundle, 'utf8').trimEnd().split('\n');
    const [end = ''] = lines.splice(-1);
    const forged = join(dirname(folder), `${randomBytes(4).toString('hex')}.txt`);
    writeFileSync(forged, `${[...lines, `${end.slice(0, -8)}AAAAAAAA`].join('\n')}\n`);
    expect(await take(forged)).toBe('sync.bad-signature');
    const { db } = test_.server.open;
    await db.deleteFrom('devices').where('id', '=', writer.device).execute();
    expect(await take(bundle, true)).toBe('sync.unknown-device');
    expect(await opsOfDevice(db, writer.device)).toEqual([]);
  });
});
