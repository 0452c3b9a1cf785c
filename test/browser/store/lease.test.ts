import { expect, test } from 'vitest';
import { setAnswer } from '#store/commands/set-answer.ts';
import { addEnterprise } from '#store/commands/add-enterprise.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { keepLease, wantsLease } from '#store/lease.ts';
import type { Store } from '#store/store.ts';
import { definitionHash, enterprise, newAssessment, newStore, signedByServer, value } from './test-store.ts';

const day = 24 * 60 * 60 * 1000;

async function lease(store: Store, at: number, person = store.profile.personId as string) {
  const [from, until] = [new Date(at).toISOString(), new Date(at + 14 * day).toISOString()];
  return { at: from, until, signature: await signedByServer(`lease|${person}|${from}|${until}`) };
}

/** The same store at another time of the phone's clock. */
function at(store: Store, now: number): Store {
  return { ...store, clock: { ...store.clock, now: () => now } };
}

const start = (store: Store) => startAssessment(store, { enterprise: enterprise().code, definition: definitionHash });

test('[T60] after 14 days without the server nothing new is begun, and open work goes on; a contact lets it begin again', async () => {
  const store = await newStore();
  const open = await newAssessment(store);
  const now = Date.now();
  await keepLease(store, await lease(store, now));
  expect(await wantsLease(store)).toBe(false);
  expect((await start(at(store, now + 13.9 * day))).kind).toBe('ok');
  const late = at(store, now + 14.1 * day);
  expect(await start(late)).toMatchObject({ kind: 'refused', problem: { code: 'lease.expired', detail: { days: 14 } } });
  expect(await addEnterprise(late, enterprise({ code: '91420100MA4KXYZ12A' }))).toMatchObject({
    kind: 'refused',
    problem: { code: 'lease.expired' },
  });
  value(await setAnswer(late, open, 'jc01', 7));
  expect(await wantsLease(late)).toBe(true);
  await keepLease(late, await lease(store, now + 14.1 * day));
  expect((await start(late)).kind).toBe('ok');
});

test('[T61] a clock that is set back lengthens no lease', async () => {
  const store = await newStore();
  await newAssessment(store);
  const now = Date.now();
  await keepLease(store, await lease(store, now));
  expect((await start(at(store, now + 15 * day))).kind).toBe('refused');
  expect((await start(at(store, now + day))).kind).toBe('refused');
});

test('[T63] a phone whose clock is weeks fast, or slow, begins work while it meets the server, and for fourteen days after', async () => {
  for (const wrong of [20 * day, -20 * day]) {
    const store = await newStore();
    await newAssessment(store);
    const now = Date.now();
    await keepLease(at(store, now + wrong), await lease(store, now));
    expect((await start(at(store, now + wrong))).kind).toBe('ok');
    expect((await start(at(store, now + wrong + 13.9 * day))).kind).toBe('ok');
    expect((await start(at(store, now + wrong + 14.1 * day))).kind).toBe('refused');
  }
});

test('[T62] a lease that the server did not sign for this person is not kept, and a changed one lets nothing begin', async () => {
  const store = await newStore();
  await newAssessment(store);
  const now = Date.now();
  await keepLease(store, await lease(store, now, 'somebody-else'));
  expect(await store.db.meta.get('lease')).toBeUndefined();
  const mine = await lease(store, now - 20 * day);
  await keepLease(store, mine);
  await store.db.meta.put({ key: 'lease', lease: { ...mine, until: new Date(now + 99 * day).toISOString() }, seen: 0 });
  expect((await start(store)).kind).toBe('refused');
});
