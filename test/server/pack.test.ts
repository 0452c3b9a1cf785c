/** The evidence pack: made from a server, checked without one, and tried with every kind of change. */
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceRecordOf, manifestText } from '#domain/evidence.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import { assessmentRoot } from '#oplog/assessment-root.ts';
import { hashOp } from '#oplog/hash-op.ts';
import { foldOps } from '#oplog/register.ts';
import type { PackOp } from '#server/pack/pack-format.ts';
import { publicPart } from '#server/beacon.ts';
import { evidencePath } from '#server/blobs/commit-evidence.ts';
import { sealLog } from '#server/jobs/seal-log.ts';
import { collectPack } from '#server/pack/collect-pack.ts';
import { openZip } from '#server/pack/read-zip.ts';
import { verifyPack } from '#server/pack/verify-pack.ts';
import type { PackReport } from '#server/pack/verify-pack.ts';
import { writeZip } from '#server/pack/write-zip.ts';
import { stampWhenDue } from '#server/timestamp/stamp-seals.ts';
import type { EntityId } from '#shared/ids.ts';
import { runCli } from '../cli/run-cli.ts';
import { opensslAuthority } from './openssl-authority.ts';
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
import type { Phone, TestServer } from './test-server.ts';

let test_: TestServer;
let mine: Phone;
let folder = '';
let packFile = '';
const assessment = newEntity();
const [good, late, removed] = [newEntity(), newEntity(), newEntity()];
const threeDays = 3 * 24 * 3_600_000;

beforeAll(async () => {
  test_ = await testServer();
  folder = mkdtempSync(join(tmpdir(), 'xunzhen-pack-'));
  mine = await phone(await visitor(test_, 'surveyor', 'surveyor', '420115'));
  mine.write(createAssessment(test_.server, assessment));
  mine.write(setAnswer(assessment, 'jc01', 3));
  await mine.push();
  await takePhoto(good, new Date(test_.server.now()));
  // The same phone's work on another firm lies between.
  mine.write(createAssessment(test_.server, newEntity(), { enterprise: '91420115DEM9000226' }));
  await takePhoto(late, new Date(test_.server.now() - threeDays));
  await takePhoto(removed, new Date(test_.server.now()));
  mine.write(draft({ kind: 'void', entity: 'evidence', entityId: removed, reason: '放错了题目' }));
  mine.write(setAnswer(assessment, 'jc01', 4));
  await mine.push();
  const authority = await opensslAuthority(folder);
  await sealLog(test_.server);
  await stampWhenDue(test_.server, authority.url);
  authority.close();
  packFile = await makePack('all');
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test_.stop();
});

/** As a phone does it: signed at capture, announced, uploaded, committed. */
async function takePhoto(id: EntityId, at: Date): Promise<void> {
  const jpeg = readFileSync(new URL('../../src/server/demo/photos/board.jpg', import.meta.url));
  const mark = randomBytes(16);
  const bytes = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, mark.length + 2]), mark, jpeg.subarray(2)]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const plain = evidenceRecordOf(evidenceDraft(assessment, id, sha256, bytes.length).value as EvidenceRecord);
  const unsigned: EvidenceRecord = {
    ...plain,
    capturedAt: at.toISOString(),
    capture: {
      evidence: id,
      questions: ['jc01'],
      device: mine.device,
      person: mine.owner.person,
      keyProtection: 'hard',
      build: 'test',
      beacon: test_.server.beacons.make(),
      monotonic: 1,
      zoneOffset: 480,
      serverOffset: 0,
      positionAge: null,
    },
  };
  const record = { ...unsigned, signature: mine.signText(manifestText(unsigned)) };
  mine.write(draft({ kind: 'create', entity: 'evidence', entityId: id, value: record }), linkDraft(assessment, id, 'jc01'));
  expect((await mine.push()).receipts.filter(({ problem }) => problem !== null)).toEqual([]);
  const place = evidencePath(test_.server.folders.evidence, sha256);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  const committed = await mine.owner.request('POST', '/api/evidence/commit', { evidenceId: id, uploadId: '', sha256 });
  expect(committed.status).toBe(200);
}

async function makePack(content: 'all' | 'evidence-only'): Promise<string> {
  const collected = await collectPack(test_.server, assessment, content);
  if (collected.kind === 'refused') throw new Error(collected.problem.code);
  const parts: Uint8Array[] = [];
  for await (const part of writeZip(collected.value.members, collected.value.madeAt)) parts.push(part);
  const file = join(folder, `${content}.zip`);
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

const serverKey = (): string => publicPart(test_.server.settings.serverKey);

async function check(file: string, key: string | null = serverKey()): Promise<PackReport> {
  const verified = await verifyPack(file, { serverKey: key, authorities: [] });
  if (verified.kind === 'unreadable') throw new Error(`unreadable: ${verified.reason}`);
  return verified.report;
}
const namedIn = (report: PackReport): string => report.faults.map(({ member, words }) => `${member}：${words}`).join('\n');

type Members = Record<string, Uint8Array>;
const members = (): Members => unzipSync(readFileSync(packFile));
const asText = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
function repacked(all: Members): string {
  const file = join(folder, `${newEntity()}.zip`);
  writeFileSync(file, zipSync(all));
  return file;
}
/** The list brought up to date with what was changed, and signed with a server's key, the real one unless told otherwise. */
function resigned(
  all: Members,
  change: (manifest: Record<string, unknown>) => Record<string, unknown> = (same) => same,
): Members {
  const before = JSON.parse(asText(all['manifest.json'])) as Record<string, unknown>;
  const files = Object.entries(all)
    .filter(([path]) => path !== 'manifest.json' && path !== 'signature.json')
    .map(([path, bytes]) => ({ path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }));
  const manifest = Buffer.from(JSON.stringify(change({ ...before, files })));
  const key = createPrivateKey({ key: JSON.parse(test_.server.settings.serverKey) as Record<string, string>, format: 'jwk' });
  const signature = sign('sha256', manifest, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const said = Buffer.from(JSON.stringify({ algorithm: 'ES256', publicKey: serverKey(), signature }));
  return { ...all, 'manifest.json': manifest, 'signature.json': said };
}

describe('a pack as it was made', () => {
  test('[B40] holds by itself: every file, op, signature, proof and timestamp', async () => {
    const report = await check(packFile);
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({ assessment, enterpriseName: '测试机械有限公司', serverKnown: true });
    expect(report.timestamps).toMatchObject([{ signer: 'Test TSA', trusted: false }]);
    const pieceOf = (id: string) => report.evidence.find(({ evidenceId }) => evidenceId === id);
    for (const id of [good, late]) expect(pieceOf(id)).toMatchObject({ signed: 'hard', file: `evidence/${id}.jpeg` });
    expect(pieceOf(removed)).toMatchObject({ signed: 'hard', file: null });
    expect(report.notes.join()).toContain(`设备 ${mine.device} 第`);
    expect([report.ops > 5, report.signedOps]).toEqual([true, report.ops]);
  });

  test('[B41] each photo lies between beacon and receipt; a clock three days off is told and changes neither bracket nor score', async () => {
    const report = await check(packFile);
    for (const { bracket } of report.evidence) {
      expect(bracket.after).not.toBeNull();
      expect((bracket.after ?? '') <= (bracket.before ?? '')).toBe(true);
    }
    const offOf = (id: string): number => report.evidence.find(({ evidenceId }) => evidenceId === id)?.bracket.clockOff ?? NaN;
    expect(offOf(good)).toBe(0);
    expect(Math.round(offOf(late) / 3_600_000)).toBe(-72);
    const score = async () =>
      (
        await test_.server.open.db
          .selectFrom('scores')
          .select('result')
          .where('assessment_id', '=', assessment)
          .executeTakeFirstOrThrow()
      ).result;
    const before = await score();
    await takePhoto(newEntity(), new Date(test_.server.now() + threeDays));
    expect(await score()).toBe(before);
  });

  test('[B40] the command checks it on a machine that has nothing else, by its exit code and in JSON', async () => {
    const said = await runCli(['verify', packFile], '', {
      DATA_DIR: '/nonexistent',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    });
    expect([said.code, said.err]).toEqual([0, '']);
    expect(said.out).toContain('不证明场景真实');
    const key = join(folder, 'server.jwk');
    writeFileSync(key, serverKey());
    const json = await runCli(['verify', packFile, '--json', '--server-key', key, '--tsa-ca', join(folder, 'ca.pem')]);
    expect(JSON.parse(json.out)).toMatchObject({ serverKnown: true, faults: [], timestamps: [{ trusted: true }] });
    writeFileSync(key, mine.publicKey);
    expect((await runCli(['verify', packFile, '--server-key', key])).code).toBe(1);
    expect((await runCli(['verify', key])).code).toBe(2);
    expect((await runCli(['verify'])).code).toBe(2);
    expect((await runCli(['verify', join(folder, 'none.zip')])).code).toBe(2);
  });

  test('[B42] answers may be withheld: the chain and the root hold by the hashes of the values', async () => {
    const file = await makePack('evidence-only');
    const report = await check(file);
    expect(report.faults).toEqual([]);
    const ops = asText(unzipSync(readFileSync(file))['ops.jsonl']);
    expect(ops).not.toMatch(/"field":"self\/jc01","salt":"\w+","value":[34]/u);
    expect(ops).toMatch(/"value":null/u);
    await makePack('all');
  });
});

describe('at the desk', () => {
  const address = `/api/office/assessments/${assessment}/evidence-pack.zip`;

  test('[B47] the pack is downloaded by whoever may export it, and that is audited', async () => {
    const reviewer = await visitor(test_, 'reviewer', 'reviewer', '420115');
    const reply = await reviewer.request('GET', address);
    expect(reply.headers.get('content-type')).toBe('application/zip');
    expect(reply.headers.get('content-disposition')).toContain('attachment');
    const file = join(folder, 'desk.zip');
    writeFileSync(file, Buffer.from(await reply.arrayBuffer()));
    expect((await check(file)).faults).toEqual([]);
    const row = await test_.server.open.db.selectFrom('audit').selectAll().orderBy('number', 'desc').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ kind: 'office.export', person: reviewer.person, subject: assessment });
    expect(row.detail).toContain('evidence-pack');
  });

  test('[B47] out of the own region the pack reads like absent', async () => {
    const stranger = await visitor(test_, 'stranger', 'reviewer', '420114');
    expect((await stranger.request('GET', address)).status).toBe(404);
    expect((await stranger.request('GET', address.replace(assessment, newEntity()))).status).toBe(404);
    expect((await test_.app.hono.request(address)).status).toBe(401);
  });

  test('[B47] a photo whose file is not the one that was committed keeps the pack from being made', async () => {
    const { sha256 } = await test_.server.open.db
      .selectFrom('evidence_files')
      .select('sha256')
      .where('evidence_id', '=', good)
      .executeTakeFirstOrThrow();
    const place = evidencePath(test_.server.folders.evidence, sha256);
    const bytes = readFileSync(place);
    writeFileSync(place, Buffer.concat([bytes, Buffer.from([0])]));
    expect(await collectPack(test_.server, assessment, 'all')).toMatchObject({ problem: { code: 'evidence.hash-mismatch' } });
    writeFileSync(place, bytes);
  });
});

describe('a pack that was changed', () => {
  test('[B43] one bit of any member is found and the member named', async () => {
    const zip = await openZip(packFile);
    if (zip.kind === 'refused') throw new Error(zip.reason);
    const bytes = readFileSync(packFile);
    expect(zip.entries.size).toBeGreaterThan(8);
    for (const { path, start, packed } of zip.entries.values()) {
      for (const at of [0, Math.floor(packed / 2), packed - 1]) {
        const changed = Buffer.from(bytes);
        changed[start + at] = (changed[start + at] ?? 0) ^ 4;
        const file = join(folder, 'bit.zip');
        writeFileSync(file, changed);
        const verified = await verifyPack(file, { serverKey: serverKey(), authorities: [] });
        if (verified.kind === 'unreadable') expect([path, verified.reason]).toEqual(['manifest.json', 'manifest']);
        else {
          // A changed manifest is told by its signature, which stands beside it.
          const name = path === 'manifest.json' ? 'signature.json' : path;
          expect(
            verified.report.faults.map(({ member }) => member),
            `${path} ${String(at)}`,
          ).toContain(name);
        }
      }
    }
  });

  test('[B43] a changed byte between the members is found, or changes nothing that is in them', async () => {
    const zip = await openZip(packFile);
    if (zip.kind === 'refused') throw new Error(zip.reason);
    const bytes = readFileSync(packFile);
    const inMember = (at: number): boolean =>
      [...zip.entries.values()].some(({ start, packed }) => at >= start && at < start + packed);
    const between = Array.from(bytes.keys()).filter((at) => !inMember(at));
    const harmless: number[] = [];
    for (const at of between.filter((_, index) => index % 9 === 0)) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const file = join(folder, 'frame.zip');
      writeFileSync(file, changed);
      const verified = await verifyPack(file, { serverKey: serverKey(), authorities: [] });
      if (verified.kind === 'checked' && verified.report.faults.length === 0) harmless.push(at);
    }
    // Who made the archive, and the attributes of its files, in the list at its end.
    expect(harmless.length).toBeLessThan(between.length / 9 / 4);
  }, 240_000);

  test('[B43] a missing file, one too many, and one that took another’s name are named', async () => {
    const all = members();
    for (const path of Object.keys(all)) {
      const { [path]: _gone, ...rest } = all;
      const verified = await verifyPack(repacked(rest), { serverKey: serverKey(), authorities: [] });
      if (verified.kind === 'unreadable') expect([path, verified.reason]).toEqual(['manifest.json', 'not-a-pack']);
      else expect(verified.report.faults.map(({ member }) => member)).toContain(path);
    }
    expect(namedIn(await check(repacked({ ...all, 'evidence/more.jpg': Uint8Array.of(1) })))).toContain(
      'evidence/more.jpg：清单里没有',
    );
    const [one, two] = [`evidence/${good}.jpeg`, `evidence/${late}.jpeg`];
    const swapped = { ...all, [one]: all[two] ?? Uint8Array.of(), [two]: all[one] ?? Uint8Array.of() };
    expect(namedIn(await check(repacked(swapped)))).toContain(`${one}：内容被改动`);
    // Even whoever holds the server's key cannot make the device's signature and the op's hash fit.
    expect(namedIn(await check(repacked(resigned(swapped))))).toContain(`${one}：不是拍摄时登记的那张`);
  });

  test('[B44] a list that was made anew and signed by anybody else is no list', async () => {
    const forged = resigned(members());
    expect(namedIn(await check(repacked(forged)))).toBe('');
    const other = Buffer.from(asText(forged['manifest.json']).replace('测试机械', '其他机械'));
    expect(namedIn(await check(repacked({ ...forged, 'manifest.json': other })))).toContain('signature.json：');
    const bySomebody = { algorithm: 'ES256', publicKey: mine.publicKey, signature: mine.signText(asText(other)) };
    const signed = repacked({ ...forged, 'manifest.json': other, 'signature.json': Buffer.from(JSON.stringify(bySomebody)) });
    expect(namedIn(await check(signed))).toContain('signature.json：');
    expect(namedIn(await check(signed, null))).toContain('signature.json：');
  });

  test('[B45] with the list signed anew: a changed op, a missing one, a changed order, a changed receipt', async () => {
    const all = members();
    const lines = asText(all['ops.jsonl']).split('\n').filter(Boolean);
    const withOps = (changed: readonly string[]): string =>
      repacked(
        resigned({ ...all, 'ops.jsonl': Buffer.from(`${changed.join('\n')}\n`) }, (manifest) => ({
          ...manifest,
          ops: changed.length,
        })),
      );
    const answer = lines.findIndex((line) => line.includes('"value":3'));
    expect(
      namedIn(await check(withOps(lines.map((line, at) => (at === answer ? line.replace('"value":3', '"value":5') : line))))),
    ).toContain('被改动');
    const without = namedIn(await check(withOps(lines.filter((_, at) => at !== lines.length - 1))));
    expect(without).toContain('ops.jsonl：操作合起来的根哈希和清单不符');
    expect(without).toContain('log.json：评估内容和封存时');
    expect(namedIn(await check(withOps(lines.toReversed())))).toContain('顺序不对');
    const dropped = namedIn(
      await check(
        withOps(
          lines.map((line) => (line.includes('"value":4') ? line.replace('"state":"stored"', '"state":"quarantined"') : line)),
        ),
      ),
    );
    expect(dropped).toContain('log.json：评估内容和封存时');
  });

  test('[B48] an answer that whoever holds the server’s key wrote anew, hash and all, is not what its device signed', async () => {
    const all = members();
    const entries = asText(all['ops.jsonl'])
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as PackOp);
    const last = entries.findIndex(({ op }) => op.value === 4);
    const made = entries.map((entry, at) => {
      if (at !== last) return entry;
      const op = { ...entry.op, value: 5 };
      return { ...entry, op: { ...op, hash: hashOp(op) } };
    });
    const root = assessmentRoot([...foldOps(made.map(({ op }) => op)).values()]);
    const opsFile = Buffer.from(made.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const forged = resigned({ ...all, 'ops.jsonl': opsFile }, (manifest) => ({ ...manifest, root }));
    expect(namedIn(await check(repacked(forged)))).toMatch(/signatures.json：设备 \S+ 第 \d+ 条的设备签名不对/u);
    const without = await check(repacked(resigned({ ...all, 'signatures.json': Buffer.from('[]') })));
    expect([without.faults, without.signedOps]).toEqual([[], 0]);
    expect(without.notes.join()).toContain(`${String(without.ops)} 条操作没有可核对的设备签名`);
  });

  test('[B48] a pack of the first version, which has no signatures, still holds', async () => {
    const { 'signatures.json': _none, ...rest } = members();
    expect((await check(repacked(resigned(rest, (manifest) => ({ ...manifest, version: 1 }))))).faults).toEqual([]);
    expect(namedIn(await check(repacked(resigned(rest))))).toContain('signatures.json：读不出');
  });

  test('[B45] with the list signed anew: a changed, missing or added audit row, seal, proof or timestamp', async () => {
    const all = members();
    const changed = async (path: string, change: (text: string) => string): Promise<string> =>
      namedIn(await check(repacked(resigned({ ...all, [path]: Buffer.from(change(asText(all[path]))) }))));
    expect(await changed('audit.jsonl', (text) => text.replace('evidence.committed', 'evidence.commitTED'))).toMatch(
      /audit.jsonl：审计日志第 \d+ 行被改动/u,
    );
    expect(await changed('audit.jsonl', (text) => text.slice(text.indexOf('\n') + 1))).toMatch(/缺少审计日志第 \d+ 行/u);
    expect(await changed('log.json', (text) => text.replace(/"root": "./u, '"root": "x'))).toContain('log.json：读不出');
    expect(
      await changed('log.json', (text) =>
        text.replace(/"root": "([0-9a-f])/u, (_, first: string) => `"root": "${first === '0' ? '1' : '0'}`),
      ),
    ).toContain('证明不成立');
    const stamp = Object.keys(all).find((path) => path.endsWith('.tsr')) ?? '';
    expect(await changed(stamp.replace('.tsr', '.root'), () => 'other')).toContain('和封存的根哈希不符');
    expect(await changed(stamp, () => 'other')).toContain(`${stamp}：时间戳核对不通过`);
    expect(await changed('devices.json', (text) => text.replace(mine.device, 'other'))).toContain('缺少设备');
    expect(
      await changed('devices.json', (text) =>
        text.replace(/\\"x\\":\\"./u, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`),
      ),
    ).toContain('设备签名不对');
  });

  test('[B46] names that lead out, too many files and bombs are refused before anything is unpacked', async () => {
    const reasonOf = async (all: Members): Promise<string> => {
      const zip = await openZip(repacked(all));
      return zip.kind === 'refused' ? zip.reason : 'ok';
    };
    const one = Uint8Array.of(1);
    for (const name of ['../out', 'a/../../out', '/etc/passwd', 'a\\b', 'C:x', '.hidden', 'a//b'])
      expect(await reasonOf({ [name]: one })).toBe('bad-name');
    expect(await reasonOf({ 'big.json': new Uint8Array(4_000_000) })).toBe('too-large');
    expect(
      await reasonOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`f${String(n)}`, new Uint8Array()]))),
    ).toBe('too-many');
    expect((await verifyPack(new URL(import.meta.url).pathname, { serverKey: null, authorities: [] })).kind).toBe('unreadable');
  });
});
