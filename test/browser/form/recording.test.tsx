import { page } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEvidenceBytes } from '#store/queries/read-evidence.ts';
import { listRecordings, readRecording } from '#store/queries/read-recordings.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import type { Store } from '#store/store.ts';
import { until } from '../app/mount.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const pages = new Set<HTMLIFrameElement>();

beforeEach(() => page.viewport(390, 844));
afterEach(() => {
  for (const each of pages) each.remove();
});

/** A page of the app with a life of its own: taken away, nothing in it runs any more and nothing of it says goodbye. */
async function openPage(store: Store, id: string): Promise<{ readonly root: HTMLElement; readonly die: () => void }> {
  const frame = document.createElement('iframe');
  frame.allow = 'microphone; autoplay';
  frame.style.cssText = 'width:390px;height:800px;border:0';
  pages.add(frame);
  document.body.append(frame);
  const inside = frame.contentDocument;
  if (inside === null) throw new Error('no page');
  // Opened by this page it has this one's address: about:blank could start no worker.
  inside.open();
  inside.write('<!doctype html><meta charset="utf-8"><body>');
  inside.close();
  inside.documentElement.dataset['of'] = `${store.profile.personId}/${id}`;
  // What the test runner compiles into each module.
  for (const name of Object.getOwnPropertyNames(window).filter((each) => each.startsWith('__vitest')))
    Reflect.set(frame.contentWindow ?? {}, name, Reflect.get(window, name));
  const script = inside.createElement('script');
  script.type = 'module';
  script.src = new URL('./phone-page.tsx', import.meta.url).href;
  inside.head.append(script);
  await until(() => inside.querySelector('#q-jc05 .evidence') !== null);
  return { root: inside.body, die: () => frame.remove() };
}

function press(root: HTMLElement, words: string): void {
  const button = [...root.querySelectorAll('button')].find(
    (each) => each.textContent.includes(words) || each.getAttribute('aria-label') === words,
  );
  if (button === undefined) throw new Error(`no button ${words}`);
  button.click();
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function recordAndDie(store: Store, id: string): Promise<void> {
  const { root, die } = await openPage(store, id);
  press(root.querySelector<HTMLElement>('#q-jc05') ?? root, '录音');
  await eventually(async () => ((await listRecordings(store, id))[0]?.elapsed ?? 0) > 2_000);
  die();
}

test('[C32] a recording whose page died is offered at its question, and is evidence of when it was recorded once it is kept', async () => {
  const { store, id } = await storeWithAssessment();
  await recordAndDie(store, id);
  const { root } = await openPage(store, id);
  await until(() => root.querySelector('#q-jc05')?.textContent.includes('有段录音还没存为证据') === true);
  const [left] = await listRecordings(store, id);
  const sealed = await store.db.recordings.toArray();
  expect(sealed.length).toBeGreaterThan(2);
  // What it is of, and how its container begins: neither lies there in clear.
  const lying = sealed.map((row) => new TextDecoder('latin1').decode(row.sealed)).join('|');
  expect(['jc05', 'audio/webm', '\u001aEß£', 'OpusHead'].filter((word) => lying.includes(word))).toEqual([]);
  const kept = left === undefined ? '' : new TextDecoder('latin1').decode(await (await readRecording(store, left)).arrayBuffer());
  expect(['\u001aEß£', 'OpusHead'].filter((word) => !kept.includes(word))).toEqual([]);
  expect(root.textContent).not.toContain('照片未收到');
  expect(await readPendingCapture(store)).toBeNull();
  press(root, '存为证据');
  await eventually(async () => (await readAssessment(store, id))?.evidence.length === 1);
  const piece = (await readAssessment(store, id))?.evidence[0];
  expect(piece).toMatchObject({
    questions: ['jc05'],
    record: { mime: 'audio/webm', duration: left?.elapsed, capturedAt: left?.begunAt, position: null },
  });
  const sound = await readEvidenceBytes(store, piece?.evidenceId ?? '');
  const decoded = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(
    (await sound?.arrayBuffer()) ?? new ArrayBuffer(),
  );
  expect(decoded.duration).toBeGreaterThan(1);
  await eventually(async () => (await store.db.recordings.count()) === 0);
  await until(() => root.querySelector('#q-jc05')?.textContent.includes('有段录音还没存为证据') === false);
});

test('[C32] what another page records is not offered while that one lives; thrown away by the person, nothing of it stays', async () => {
  const { store, id } = await storeWithAssessment();
  const first = await openPage(store, id);
  press(first.root.querySelector<HTMLElement>('#q-jc05') ?? first.root, '录音');
  await eventually(async () => (await store.db.recordings.count()) > 1);
  const second = await openPage(store, id);
  // Both have asked whether somebody records it.
  await eventually(async () => {
    const waiting = (await navigator.locks.query()).pending?.filter(({ name }) => name?.startsWith('recording|'));
    return new Set(waiting?.map(({ clientId }) => clientId)).size === 2;
  });
  expect(second.root.textContent).not.toContain('有段录音还没存为证据');
  second.die();
  first.die();
  const { root } = await openPage(store, id);
  await until(() => root.textContent.includes('有段录音还没存为证据'));
  press(root, '不要这段');
  await eventually(async () => (await store.db.recordings.count()) === 0);
  expect((await readAssessment(store, id))?.evidence).toEqual([]);
  // One that ends as it should leaves nothing either.
  press(root.querySelector<HTMLElement>('#q-jc05') ?? root, '录音');
  await eventually(async () => (await store.db.recordings.count()) > 1);
  press(root, '录好了');
  await eventually(async () => (await readAssessment(store, id))?.evidence.length === 1);
  await eventually(async () => (await store.db.recordings.count()) === 0);
});

test('[C32] what a full phone could not save is told, and offered at its question while the page lives on', async () => {
  const { store, id } = await storeWithAssessment();
  const { root } = await openPage(store, id);
  const question = root.querySelector<HTMLElement>('#q-jc05') ?? root;
  press(question, '录音');
  await eventually(async () => (await store.db.recordings.count()) > 1);
  const storage = question.ownerDocument.defaultView?.navigator.storage ?? navigator.storage;
  const roomy = storage.estimate.bind(storage);
  storage.estimate = () => Promise.resolve({ quota: 1_000_000, usage: 1_000_000 });
  press(root, '录好了');
  await until(() => question.textContent.includes('有段录音还没存为证据'));
  expect(question.textContent).toContain('手机存储已满');
  expect((await readAssessment(store, id))?.evidence).toEqual([]);
  storage.estimate = roomy;
  press(question, '存为证据');
  await eventually(async () => (await readAssessment(store, id))?.evidence.length === 1);
  await eventually(async () => (await store.db.recordings.count()) === 0);
  await until(() => !question.textContent.includes('有段录音还没存为证据'));
});
