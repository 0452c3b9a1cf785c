import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { saveBeforeLock } from '#app/before-lock.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEvidenceBytes } from '#store/queries/read-evidence.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import { readSignatures } from '#store/queries/read-signatures.ts';
import type { Store } from '#store/store.ts';
import type { AssessmentView, EvidenceView } from '#store/views.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { photo, value } from '../store/test-store.ts';
import { realPhoto } from './real-photo.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

async function eventually<T>(read: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await read();
    if (holds(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function pieces(store: Store, id: string, holds: (found: readonly EvidenceView[]) => boolean) {
  const read = async (): Promise<AssessmentView | null> => readAssessment(store, id);
  return (await eventually(read, (view) => view !== null && holds(view.evidence)))?.evidence ?? [];
}

/** More than a second of it. */
function recordedSome(): boolean {
  const [, minutes, seconds] = /还可录 (\d):(\d\d)/u.exec(document.querySelector('dialog[open]')?.textContent ?? '') ?? [];
  return minutes !== undefined && Number(minutes) * 60 + Number(seconds) < 119;
}

const strip = (root: HTMLElement) => page.elementLocator(root.querySelector('#q-jc05') ?? root);

test('[C30] a burst keeps each picture as it is taken, retakes one, moves on to another question, and asks what else it proves', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 .evidence') !== null);
  await strip(root).getByRole('button', { name: '拍照', exact: true }).click();
  await page.getByRole('button', { name: '连拍' }).click();
  const shutter = page.getByRole('button', { name: '按下快门' });
  await shutter.click();
  await pieces(store, id, (found) => found.length === 1);
  await shutter.click();
  const [first] = await pieces(store, id, (found) => found.length === 2);
  // The first one again: it makes room for the new one.
  await page.getByRole('button', { name: '第 1 张，点开可重拍' }).click();
  await until(() => document.body.textContent.includes('重拍第 1 张'));
  await shutter.click();
  await pieces(store, id, (found) => found.length === 2 && found.every(({ evidenceId }) => evidenceId !== first?.evidenceId));
  await userEvent.selectOptions(page.getByRole('combobox', { name: '拍给哪道题' }), 'jc03');
  await eventually(
    () => readPendingCapture(store),
    (note) => note?.question === 'jc03',
  );
  await shutter.click();
  const three = await pieces(store, id, (found) => found.length === 3);
  expect(three.map(({ questions }) => questions)).toEqual([['jc05'], ['jc05'], ['jc03']]);
  await page.getByRole('button', { name: '拍完了' }).click();
  await until(() => document.body.textContent.includes('这 3 份证据还证明哪些题？'));
  expect(await violations(document.querySelector<HTMLElement>('dialog.sheet[open]') ?? root)).toEqual([]);
  root.ownerDocument.querySelector<HTMLInputElement>('.link-section[open] input')?.click();
  await page.getByRole('button', { name: /加到选中的 1 道题/u }).click();
  await pieces(store, id, (found) => found.every(({ questions }) => questions.length === 2));
  await eventually(
    () => readPendingCapture(store),
    (note) => note === null,
  );
  unmount();
});

test('[C23] a lens that zooms is zoomed by a slider and by two fingers, and no further than it goes', async () => {
  const asked: number[] = [];
  // The browser's own fake camera has no lens to move.
  const { getCapabilities, applyConstraints } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.getCapabilities = () => ({ zoom: { min: 1, max: 8, step: 0.1 } }) as MediaTrackCapabilities;
  MediaStreamTrack.prototype.applyConstraints = (constraints) => {
    asked.push((constraints?.advanced?.[0] as { readonly zoom: number } | undefined)?.zoom ?? 0);
    return Promise.resolve();
  };
  onTestFinished(() => void Object.assign(MediaStreamTrack.prototype, { getCapabilities, applyConstraints }));
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 .evidence') !== null);
  await strip(root).getByRole('button', { name: '拍照', exact: true }).click();
  await until(() => document.querySelector('.camera-zoom input') !== null);
  const slider = document.querySelector<HTMLInputElement>('.camera-zoom input');
  if (slider === null) throw new Error('no slider');
  slider.value = '2';
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  expect(asked).toEqual([2]);
  await until(() => document.querySelector('.camera-zoom')?.textContent.includes('2.0 倍') === true);
  const stage = document.querySelector('.camera-stage');
  const finger = (type: string, pointerId: number, clientX: number): void =>
    void stage?.dispatchEvent(new PointerEvent(type, { pointerId, clientX, clientY: 300, bubbles: true }));
  finger('pointerdown', 1, 100);
  finger('pointerdown', 2, 200);
  finger('pointermove', 2, 250);
  expect(asked.at(-1)).toBeCloseTo(3);
  finger('pointermove', 2, 2000);
  expect(asked.at(-1)).toBe(8);
  unmount();
});

test('[C27] a voice note is a sound of its length that the server takes; closing and locking keep what was recorded', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 .evidence') !== null);
  const record = strip(root).getByRole('button', { name: '录音' });
  await record.click();
  await until(recordedSome);
  await page.getByRole('button', { name: '暂停' }).click();
  await page.getByRole('button', { name: '继续录' }).click();
  await page.getByRole('button', { name: '录好了' }).click();
  const [note] = await pieces(store, id, (found) => found.length === 1);
  expect(note?.record).toMatchObject({ mime: 'audio/webm', method: 'inapp', width: 0, height: 0 });
  expect(note?.record.duration).toBeGreaterThan(1_000);
  expect(note?.record.duration).toBeLessThan(120_000);
  const sound = await readEvidenceBytes(store, note?.evidenceId ?? '');
  expect(sound?.type).toBe('audio/webm');
  const decoded = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(
    (await sound?.arrayBuffer()) ?? new ArrayBuffer(),
  );
  expect(decoded.duration).toBeGreaterThan(0.5);
  // The lock comes in the middle of the next one.
  await record.click();
  await until(recordedSome);
  expect(await saveBeforeLock()).toBe(true);
  expect((await readAssessment(store, id))?.evidence.length).toBe(2);
  unmount();
});

test('[C24] a drawing is a piece of its own beside the photo, for the same questions', async () => {
  const { store, id } = await storeWithAssessment();
  const picture = await realPhoto(id);
  const { evidenceId } = value(await attachEvidence(store, id, 'jc05', picture));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('.evidence-open') !== null);
  root.querySelector<HTMLElement>('.evidence-open')?.click();
  await page.getByRole('button', { name: '标注、打码、裁正' }).click();
  await until(() => document.querySelector('.editor-picture > svg') !== null);
  await page.getByRole('button', { name: '存为副本' }).click();
  await until(() => document.querySelector('.editor')?.textContent.includes('先画点什么') === true);
  const layer = document.querySelector<SVGSVGElement>('.editor-picture > svg');
  const box = layer?.getBoundingClientRect();
  if (layer == null || box === undefined) throw new Error('no layer');
  const point = (type: string, x: number, y: number): void => {
    const at = { clientX: box.left + box.width * x, clientY: box.top + box.height * y };
    layer.dispatchEvent(new PointerEvent(type, { ...at, pointerId: 1, isPrimary: true, bubbles: true }));
  };
  layer.setPointerCapture = () => undefined;
  const stroke = (): void => {
    point('pointerdown', 0.2, 0.2);
    point('pointermove', 0.5, 0.6);
    point('pointerup', 0.6, 0.7);
  };
  stroke();
  expect(layer.querySelectorAll('path').length).toBe(1);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  expect(layer.querySelectorAll('path').length).toBe(0);
  stroke();
  expect(await violations(document.querySelector<HTMLElement>('.editor') ?? root)).toEqual([]);
  await page.getByRole('button', { name: '存为副本' }).click();
  const both = await pieces(store, id, (found) => found.length === 2);
  const copy = both.find((piece) => piece.evidenceId !== evidenceId);
  expect(copy).toMatchObject({
    questions: ['jc05'],
    record: { method: 'derived', derivedFrom: evidenceId, position: null, width: 320, height: 240 },
  });
  expect(copy?.record.original.sha256).toBe(picture.record.sha256);
  expect(copy?.record.sha256).not.toBe(picture.record.sha256);
  unmount();
});

test('[C31] of 300 photos on a question only those in sight are pictures', async () => {
  const { store, id } = await storeWithAssessment();
  for (let number = 0; number < 300; number += 1) value(await attachEvidence(store, id, 'jc05', photo(id, 200, number % 250)));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelectorAll('#q-jc05 .evidence-item').length === 9);
  await page.getByRole('button', { name: /300/u }).first().click();
  await until(() => root.querySelectorAll('#q-jc05 .evidence-item').length === 300);
  await until(() => root.querySelectorAll('#q-jc05 .evidence-item img').length > 0);
  expect(root.querySelectorAll('#q-jc05 .evidence-item img').length).toBeLessThan(80);
  root.querySelectorAll('#q-jc05 .evidence-item')[299]?.scrollIntoView();
  await until(() => root.querySelectorAll('#q-jc05 .evidence-item')[299]?.querySelector('img') !== null);
  expect(root.querySelectorAll('#q-jc05 .evidence-item img').length).toBeLessThan(120);
  unmount();
}, 240_000);

test('[V70] [V71] [V72] both sides sign, a later answer makes it void and says what to do, signing again holds', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}`);
  await page.getByRole('button', { name: '完成填写' }).click();
  await sign('企业签字', '王厂长');
  await sign('走访人员签字', '李科长');
  // Both hold: no reason is asked.
  await until(() => document.querySelector('.unsigned-reason') === null);
  await page.getByRole('button', { name: '确认完成' }).click();
  await eventually(
    () => readAssessment(store, id),
    (now) => now?.state === 'finished',
  );
  await until(() => root.textContent.includes('有效，签字后没有改动'));
  const { signatures, reason } = await readSignatures(store, id);
  expect(signatures.map(({ side, name, holds }) => [side, name, holds])).toEqual([
    ['firm', '王厂长', true],
    ['staff', '李科长', true],
  ]);
  expect(reason).toBeNull();
  const view = await readAssessment(store, id);
  expect(view?.state).toBe('finished');
  expect(view?.evidence.map(({ record, questions }) => [record.method, record.mime, questions])).toEqual([
    ['signature', 'image/png', []],
    ['signature', 'image/png', []],
  ]);
  value(await setAnswer(store, id, 'jc03', 'c'));
  await until(() => root.textContent.includes('签字后有改动，签字已失效'));
  expect((await readAssessment(store, id))?.state).toBe('draft');
  expect(root.textContent).toContain('重新签字');
  await sign('企业签字', '王厂长');
  await sign('走访人员签字', '李科长');
  await until(() => !root.textContent.includes('签字已失效'));
  // Those of before stay on record.
  expect((await readSignatures(store, id)).signatures.map(({ holds }) => holds)).toEqual([false, false, true, true]);
  unmount();
});

async function sign(button: string, name: string): Promise<void> {
  // The overview behind an open sheet has the same buttons.
  const place = document.querySelector<HTMLElement>('dialog[open]') ?? document.body;
  await page.elementLocator(place).getByRole('button', { name: button }).click();
  await until(() => document.querySelector('canvas.signature-pad') !== null);
  await until(() => (document.querySelector<HTMLCanvasElement>('canvas.signature-pad')?.width ?? 0) > 300);
  await page.getByRole('button', { name: '签好了' }).click();
  await until(() => document.body.textContent.includes('请先写签字人姓名'));
  await userEvent.fill(page.getByRole('textbox', { name: '签字人姓名' }), name);
  await page.getByRole('button', { name: '签好了' }).click();
  await until(() => document.body.textContent.includes('还没有签名'));
  const canvas = document.querySelector<HTMLCanvasElement>('canvas.signature-pad');
  const box = canvas?.getBoundingClientRect();
  if (canvas == null || box === undefined) throw new Error('no pad');
  const point = (target: EventTarget, type: string, x: number): void => {
    const at = { clientX: box.left + x, clientY: box.top + 60 + (x % 40) };
    target.dispatchEvent(
      new PointerEvent(type, {
        ...at,
        pointerId: 1,
        isPrimary: true,
        bubbles: true,
        cancelable: true,
        buttons: 1,
        pressure: 0.5,
      }),
    );
  };
  canvas.setPointerCapture = () => undefined;
  point(canvas, 'pointerdown', 20);
  for (let x = 30; x < 200; x += 10) point(canvas, 'pointermove', x);
  point(canvas, 'pointerup', 200);
  await page.getByRole('button', { name: '签好了' }).click();
  await until(() => document.querySelector('canvas.signature-pad') === null);
}
