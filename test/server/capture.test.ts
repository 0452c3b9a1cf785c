/** What a phone signs at capture is checked where it arrives. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceRecordOf, manifestText } from '#domain/evidence.ts';
import type { EvidenceRecord } from '#domain/evidence.ts';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { DeviceId, EntityId } from '#shared/ids.ts';
import { createAssessment, draft, evidenceDraft, newEntity, phone, testServer, visitor } from './test-server.ts';
import type { Phone, TestServer } from './test-server.ts';

let test_: TestServer;
let mine: Phone;
let others: Phone;
const assessment = newEntity();

beforeAll(async () => {
  test_ = await testServer();
  mine = await phone(await visitor(test_, 'surveyor', 'surveyor', '420115'));
  others = await phone(await visitor(test_, 'colleague', 'surveyor', '420115'));
  mine.write(createAssessment(test_.server, assessment));
  await mine.push();
});
afterAll(() => test_.stop());

const sha256 = 'a'.repeat(64);

/** A record as a phone signs it, then changed by `after`. */
function signed(
  evidenceId: EntityId,
  before: Partial<EvidenceRecord['capture']> = {},
  after: (record: EvidenceRecord) => EvidenceRecord = (record) => record,
): EvidenceRecord {
  const plain = evidenceRecordOf(evidenceDraft(assessment, evidenceId, sha256, 9).value as EvidenceRecord);
  const capture: NonNullable<EvidenceRecord['capture']> = {
    evidence: evidenceId,
    questions: ['jc01'],
    device: mine.device,
    person: mine.owner.person,
    keyProtection: 'hard',
    build: '0.1.0',
    beacon: test_.server.beacons.make(),
    monotonic: 12,
    zoneOffset: 480,
    serverOffset: -5,
    positionAge: null,
    ...before,
  };
  const record = { ...plain, capture };
  return after({ ...record, signature: mine.signText(manifestText(record)) });
}

async function problemOf(evidenceId: EntityId, value: EvidenceRecord | object): Promise<string | null> {
  mine.write(draft({ kind: 'create', entity: 'evidence', entityId: evidenceId, value: value as EvidenceRecord }));
  return (await mine.push()).receipts[0]?.problem ?? null;
}

test('[B36] a record that its device signed is taken in, and so is one from before captures were signed', async () => {
  const [one, old] = [newEntity(), newEntity()];
  expect(await problemOf(one, signed(one))).toBeNull();
  expect(await problemOf(old, evidenceDraft(assessment, old, sha256, 9).value as object)).toBeNull();
  expect(evidenceRecordOf(evidenceDraft(assessment, old, sha256, 9).value as EvidenceRecord)).toMatchObject({
    capture: null,
    signature: null,
  });
});

test('[B37] whatever is changed after signing sets the piece aside', async () => {
  const changes: readonly ((record: EvidenceRecord) => EvidenceRecord)[] = [
    (record) => ({ ...record, sha256: 'b'.repeat(64) as EvidenceRecord['sha256'] }),
    (record) => ({ ...record, capturedAt: '2026-11-18T06:00:00.000Z' }),
    (record) => ({ ...record, method: 'file' }),
    (record) => ({ ...record, capture: record.capture && { ...record.capture, beacon: null } }),
    (record) => ({ ...record, capture: record.capture && { ...record.capture, keyProtection: 'soft' } }),
    (record) => ({ ...record, signature: (record.signature ?? '').split('').reverse().join('') }),
  ];
  for (const change of changes) {
    const id = newEntity();
    expect(await problemOf(id, signed(id, {}, change))).toBe('evidence.bad-signature');
  }
});

test('[B37] a capture of another piece, another person or by another’s device is set aside', async () => {
  const id = newEntity();
  expect(await problemOf(id, signed(newEntity()))).toBe('evidence.bad-signature');
  const other = newEntity();
  expect(await problemOf(other, signed(other, { person: others.owner.person }))).toBe('evidence.bad-signature');
  const third = newEntity();
  expect(await problemOf(third, signed(third, { device: others.device }))).toBe('evidence.bad-signature');
});

test('[B38] a piece is kept when its device is unknown here, or had no key to sign with', async () => {
  const [unknown, unsigned] = [newEntity(), newEntity()];
  expect(await problemOf(unknown, signed(unknown, { device: newEntity() as string as DeviceId }))).toBeNull();
  expect(
    await problemOf(
      unsigned,
      signed(unsigned, {}, (record) => ({ ...record, signature: null })),
    ),
  ).toBeNull();
});

test('[B41] the desk tells the bracket, the clock that is three days off, and whether the signature holds', async () => {
  const early = newEntity();
  const record = signed(early, {});
  const at = new Date(test_.server.now() - 3 * 24 * 3_600_000).toISOString();
  const shifted = { ...record, capturedAt: at, signature: null };
  expect(await problemOf(early, { ...shifted, signature: mine.signText(manifestText(shifted)) })).toBeNull();
  const reply = await mine.owner.request('GET', `/api/office/assessments/${assessment}`);
  const { evidence } = (await reply.json()) as OfficeDetail;
  const shown = evidence.find(({ evidenceId }) => evidenceId === early);
  expect(shown?.signed).toBe('hard');
  expect(Math.round((shown?.bracket.clockOff ?? 0) / 3_600_000)).toBe(-72);
  expect((shown?.bracket.after ?? '') <= (shown?.bracket.before ?? '')).toBe(true);
  expect(new Set(evidence.map(({ signed: state }) => state))).toEqual(new Set(['hard', 'no', 'unknown']));
});

test('[B39] a beacon is read with the public key of the server alone; a changed one is nobody’s', async () => {
  const { readBeacon, publicPart } = await import('#server/beacon.ts');
  const key = publicPart(test_.server.settings.serverKey);
  const beacon = test_.server.beacons.make();
  expect(key).not.toContain('"d"');
  expect(Math.abs((readBeacon(key, beacon) ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(readBeacon(key, `${beacon.startsWith('m') ? 'n' : 'm'}${beacon.slice(1)}`)).toBeNull();
  expect(readBeacon(mine.publicKey, beacon)).toBeNull();
  for (const none of ['', '.', 'a.b.c']) expect(readBeacon(key, none)).toBeNull();
});
