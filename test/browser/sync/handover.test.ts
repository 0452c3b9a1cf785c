/** The handover file on real stores of two people, and what is wrong with files that come by hand. */
import { expect, test } from 'vitest';
import { handoverIterations, makeHandoverCode, readHandoverCode } from '#proof/handover-format.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { openEvidence } from '#store/evidence-chunks.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readThumbnail } from '#store/queries/read-evidence.ts';
import { isWhole, storeHealth } from '#store/queries/store-health.ts';
import type { Store } from '#store/store.ts';
import { exchange } from '#sync/exchange.ts';
import { giveHandover } from '#sync/give-handover.ts';
import { makeRescueBundle } from '#sync/rescue.ts';
import { takeHandover } from '#sync/take-handover.ts';
import { uploadEvidence } from '#sync/upload-evidence.ts';
import { newAssessment, newStore, photo, value } from '../store/test-store.ts';
import { testServer } from './test-server.ts';

async function given(): Promise<{
  readonly giver: Store;
  readonly id: string;
  readonly code: string;
  readonly blob: Blob;
}> {
  const giver = await newStore();
  const id = await newAssessment(giver);
  value(await setAnswer(giver, id, 'jc01', 42));
  value(await attachEvidence(giver, id, 'jc01', photo(id, 1_300_000, 7)));
  const handover = await giveHandover(giver);
  if (handover === null) throw new Error('there is something to hand over');
  expect(handover).toMatchObject({ photos: 1 });
  return { giver, id, code: handover.code, blob: handover.blob };
}

async function isUntouched(store: Store): Promise<boolean> {
  const { db } = store;
  return (await Promise.all([db.ops, db.registers, db.evidence, db.chunks].map((table) => table.count()))).every((n) => n === 0);
}

test('[Y71] answers, names and photos of the other phone are here at once, once, and whole', async () => {
  const { giver, id, code, blob } = await given();
  const taker = await newStore();
  expect(await takeHandover(taker, blob, code)).toMatchObject({ kind: 'taken', giver: '张工', photos: 1 });
  const view = await readAssessment(taker, id);
  expect(view?.answers.values).toEqual({ jc01: 42 });
  expect(view?.mine).toBe(false);
  const [piece] = view?.evidence ?? [];
  expect(piece).toMatchObject({ here: true, author: giver.profile.personId, questions: ['jc01'] });
  const bytes = await openEvidence(taker, piece?.evidenceId ?? '');
  expect(bytes).toEqual(await openEvidence(giver, piece?.evidenceId ?? ''));
  expect(await readThumbnail(taker, piece?.evidenceId ?? '')).not.toBeNull();
  expect(await takeHandover(taker, blob, code)).toMatchObject({ kind: 'taken', ops: 0, photos: 0 });
  expect(isWhole(await storeHealth(taker))).toBe(true);
  value(await setAnswer(taker, id, 'jc02', 7));
  expect((await readAssessment(taker, id))?.answers.values).toEqual({ jc01: 42, jc02: 7 });
  // What is carried is handed on with its author's signature, and rescued like own work.
  const onward = await giveHandover(taker);
  const third = await newStore();
  expect(await takeHandover(third, onward?.blob ?? new Blob(), onward?.code ?? '')).toMatchObject({ kind: 'taken', photos: 1 });
  expect((await readAssessment(third, id))?.answers.values).toEqual({ jc01: 42, jc02: 7 });
  expect((await makeRescueBundle(taker)).blob.size).toBeGreaterThan(1_000_000);
});

test('[Y71] the taker sends what it carries under its author; the author finds it known', async () => {
  const { giver, id, code, blob } = await given();
  const taker = await newStore();
  await takeHandover(taker, blob, code);
  const server = testServer(giver);
  const enrolment = JSON.stringify(await giver.keys.describe(await giver.device()));
  await server.ports.fetch('/api/devices', { method: 'POST', body: enrolment });
  server.person = taker.profile.personId;
  value(await exchange(taker, server.ports, () => undefined));
  value(await uploadEvidence(taker, server.ports, () => undefined));
  const carried = server.memory.state.ops.map(({ op }) => op);
  expect(new Set(carried.map(({ author }) => author))).toEqual(new Set([giver.profile.personId]));
  expect(server.committed.size).toBe(1);
  const before = carried.length;
  server.person = giver.profile.personId;
  value(await exchange(giver, server.ports, () => undefined));
  expect(server.memory.state.ops).toHaveLength(before);
  expect(await readAssessment(giver, id)).toMatchObject({ pendingOps: 0, conflicts: [] });
  expect(await readAssessment(taker, id)).toMatchObject({ pendingOps: 0, conflicts: [] });
});

test('[Y72] another code, a cut, changed or foreign file, and firms elsewhere leave nothing behind', async () => {
  const { code, blob } = await given();
  const taker = await newStore();
  const text = await blob.text();
  const lines = text.split('\n');
  const changed = (at: number, line: string): Blob => new Blob([lines.with(at, line).join('\n')]);
  const wrong = code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`;
  expect(await takeHandover(taker, blob, wrong)).toEqual({ kind: 'wrong-code' });
  expect(await takeHandover(taker, blob, '')).toEqual({ kind: 'wrong-code' });
  expect(await takeHandover(taker, new Blob(['hello']), code)).toEqual({ kind: 'not-a-handover' });
  expect(await takeHandover(taker, new Blob([text.slice(0, -200)]), code)).toEqual({ kind: 'damaged' });
  expect(
    await takeHandover(
      taker,
      changed(
        3,
        (lines[3] ?? '').replace(/^./u, (first) => (first === 'A' ? 'B' : 'A')),
      ),
      code,
    ),
  ).toEqual({ kind: 'damaged' });
  const end = lines.findIndex((line) => line.startsWith('END '));
  const [, count = '', hash = ''] = (lines[end] ?? '').split(' ');
  const forged = value(await taker.keys.sign(await taker.device(), hash));
  expect(await takeHandover(taker, changed(end, `END ${count} ${hash} ${forged}`), code)).toEqual({ kind: 'damaged' });
  const elsewhere = { ...taker, profile: { ...taker.profile, region: '420200' } };
  expect(await takeHandover(elsewhere, blob, code)).toEqual({ kind: 'out-of-scope' });
  expect(await isUntouched(taker)).toBe(true);
});

test('[Y72] nothing of what people wrote is readable in the file, and the code forgives how it is typed', async () => {
  const { giver, code, blob } = await given();
  const text = await blob.text();
  for (const secret of ['测试精密', '张工', giver.profile.personId, code]) expect(text).not.toContain(secret);
  expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/u);
  expect(readHandoverCode(` ${code.toUpperCase().replaceAll('-', '')} `)).toBe(code.replaceAll('-', ''));
  expect(readHandoverCode('OIL0-1111-aaaa')).toBe('01101111aaaa');
  expect(readHandoverCode('short')).toBeNull();
  expect(handoverIterations).toBeGreaterThanOrEqual(600_000);
  const codes = Array.from({ length: 200 }, () => makeHandoverCode((count) => crypto.getRandomValues(new Uint8Array(count))));
  expect(new Set(codes).size).toBe(200);
});

test('[Y71] there is nothing to hand over when all is sent', async () => {
  expect(await giveHandover(await newStore())).toBeNull();
});
