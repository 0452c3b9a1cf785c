import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { manifestText } from '#domain/evidence.ts';
import { questionState } from '#oplog/question-state.ts';
import { fromBase64url } from '#shared/base64url.ts';
import { newId, type EntityId } from '#shared/ids.ts';
import { attachEvidence } from '#store/commands/attach-evidence.ts';
import { addRow } from '#store/commands/change-rows.ts';
import { keepRecording } from '#store/commands/keep-recording.ts';
import { notePendingCapture } from '#store/commands/remember-place.ts';
import { setAnswer } from '#store/commands/set-answer.ts';
import { readyToWrite } from '#store/ready-to-write.ts';
import { captureMoment } from '#store/queries/capture-moment.ts';
import { readAssessment } from '#store/queries/read-assessment.ts';
import { readEvidenceBytes } from '#store/queries/read-evidence.ts';
import { readLastPlace, readPendingCapture } from '#store/queries/read-place.ts';
import type { Store } from '#store/store.ts';
import { dayKey } from '#app/i18n/format.ts';
import { updateHolds } from '#app/update-holds.ts';
import { mountScreen, unmountAll } from '../app/mount-screen.tsx';
import { until, violations } from '../app/mount.ts';
import { headBy, pullRows, registerRow } from '../store/pull-rows.ts';
import { photo, value } from '../store/test-store.ts';
import { counted } from '../store/counted.ts';
import { storeWithAssessment } from './store-with-assessment.ts';

const stamp = /已保存 \d\d:\d\d:\d\d/;

beforeEach(() => page.viewport(390, 844));
afterEach(unmountAll);

/** Waits for something that only a promise can tell. */
async function eventually<T>(read: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await read();
    if (holds(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('[U33] [promise 1] an answer under a visible stamp is in the database; tapping it again takes it back', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByText('独立的一级部门', { exact: true }).click();
  await until(() => stamp.test(root.textContent));
  expect((await readAssessment(store, id))?.answers.values).toEqual({ jc03: 'c' });
  await page.getByText('独立的一级部门', { exact: true }).click();
  await eventually(
    () => readAssessment(store, id),
    (view) => view?.answers.values['jc03'] === null || view?.answers.values['jc03'] === undefined,
  );
  await page.getByRole('button', { name: '撤销' }).click();
  await eventually(
    () => readAssessment(store, id),
    (view) => view?.answers.values['jc03'] === 'c',
  );
  unmount();
});

/** The bureau sent it back for one question. */
async function sentBack(store: Store, id: string): Promise<void> {
  const state = questionState(await store.reader.registersOf(id as EntityId), ['jc05']);
  const items = [{ question: 'jc05', comment: '请补充', paths: ['jc05'], state }];
  const written = { items, deadline: null, by: { person: 'p9', name: '赵审核' } };
  const place = { entity: 'assessment', entityId: id, owner: id, register: '@workflow' } as const;
  await pullRows(store, [registerRow(place, [headBy('server', written, { kind: 'return', reason: '依据不足' })])], []);
}

test.each([
  { kind: 'a draft', prepare: () => Promise.resolve() },
  { kind: 'a returned assessment', prepare: sentBack },
])(
  '[U61] answers in a row to $kind are not read back one by one: the store is read once when the fingers rest',
  async (given) => {
    const { store, id } = await storeWithAssessment();
    await given.prepare(store, id);
    const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
    await until(() => root.querySelectorAll('input[type="radio"]').length > 3);
    // When the fingers rest is the test's affair: on a busy machine four taps take longer than any rest.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const written = async (): Promise<number> => {
      await vi.advanceTimersByTimeAsync(0);
      return (await store.reader.meta()).written;
    };
    const tap = async (): Promise<void> => {
      const before = await written();
      root.querySelector<HTMLInputElement>('input[type="radio"]:not(:checked)')?.click();
      while ((await written()) === before);
    };
    const readsOf = (requests: readonly string[]): number =>
      requests.filter((each) => each === 'getAll registers by owner').length;
    const rest = async (requests: readonly string[]): Promise<void> => {
      await vi.advanceTimersByTimeAsync(3_000);
      while (readsOf(requests) === 0) await written();
      // What it asks after that, and what an idle moment makes ready.
      await readyToWrite(store, id);
      for (let look = 0; look < 100; look += 1) await written();
    };
    await counted(async (requests) => {
      await tap();
      await rest(requests);
    });
    const cost = await counted(async (requests) => {
      const before = await written();
      for (let answer = 0; answer < 4; answer += 1) await tap();
      expect((await written()) - before).toBe(4);
      expect(readsOf(requests)).toBe(0);
      await rest(requests);
    });
    expect(readsOf(cost.requests)).toBe(1);
    // The outbox is counted, never read.
    expect(cost.requests.filter((each) => each.startsWith('getAll ops'))).toEqual([]);
    // What this tab wrote it need not open: the header and the place, once each.
    expect(cost.decrypted).toBeLessThanOrEqual(2);
    unmount();
  },
);

test('[U61] [V81] a returned question is told as seen to once it was answered', async () => {
  const { store, id } = await storeWithAssessment();
  await sentBack(store, id);
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 .returned-note:not(.returned-done)') !== null);
  root.querySelector<HTMLInputElement>('#q-jc05 input[type="radio"]')?.click();
  await until(() => root.querySelector('#q-jc05 .returned-done') !== null);
  unmount();
});

test('[U115] the screen of an assessment fetches the questionnaire before anybody taps a section', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, loadedAhead } = await mountScreen(store, `/assessments/${id}`);
  await until(() => root.querySelector(`a[href^="/assessments/${id}/q/"]`) !== null);
  await until(() => loadedAhead.has('/assessments/:id/q/:section'));
  expect([...loadedAhead]).toEqual(['/assessments/:id', '/assessments/:id/q/:section']);
});

test('[U46] a number out of range is kept, named with its range, and tied to its box for ears', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  const box = page.getByRole('textbox', { name: /近三年平均/ });
  await userEvent.type(box, '１２０％');
  await until(() => root.textContent.includes('应在 0 到 100%之间'));
  const input = box.element();
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const described = document.getElementById(input.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '');
  expect(described?.textContent).toContain('不计入结果');
  expect(
    (
      await eventually(
        () => readAssessment(store, id),
        (view) => view?.answers.values['jc01'] === 120,
      )
    )?.state,
  ).toBe('draft');
  unmount();
});

test('[U47] while a questionnaire is open no update is offered, and its place is remembered', async () => {
  const { store, id } = await storeWithAssessment();
  const { unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await page.getByText('中层').click();
  expect(updateHolds()).toEqual(['questionnaire']);
  const place = await eventually(
    () => readLastPlace(store),
    (found) => found?.question === 'jc04',
  );
  expect(place).toMatchObject({ assessmentId: id, section: 'jc_plan' });
  unmount();
  expect(updateHolds()).toEqual([]);
});

test('[U47] an address with a question opens at that question', async () => {
  const { store, id } = await storeWithAssessment();
  const { unmount } = await mountScreen(store, `/assessments/${id}/q/jc_information?at=jc18`);
  await until(() => {
    const box = document.getElementById('q-jc18')?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.top < 600;
  });
  unmount();
});

test('[U41] a long list keeps a short document, and its last row can be reached', async () => {
  const { store, id } = await storeWithAssessment();
  for (let row = 0; row < 150; row += 1) value(await addRow(store, id, 'key_processes'));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_process`);
  await until(() => root.querySelectorAll('.repeat-row').length > 0);
  expect(root.querySelectorAll('.repeat-row').length).toBeLessThan(40);
  root.querySelector('.repeat-rows')?.scrollIntoView({ block: 'end' });
  await until(() => page.getByRole('textbox', { name: '第 150 项：工序名称' }).elements().length === 1);
  expect(root.querySelectorAll('.repeat-row').length).toBeLessThan(40);
  unmount();
});

test('[C6] [B36] a photo taken in the page is bound to its bytes and signed by the device, and the note of a pending capture is withdrawn', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 .evidence') !== null);
  await page
    .elementLocator(root.querySelector('#q-jc05') ?? root)
    .getByRole('button', { name: '拍照', exact: true })
    .click();
  expect(
    await eventually(
      () => readPendingCapture(store),
      (note) => note !== null,
    ),
  ).toMatchObject({ assessmentId: id, question: 'jc05' });
  await page.getByRole('button', { name: '按下快门' }).click();
  await page.getByRole('button', { name: '用这张' }).click();
  const view = await eventually(
    () => readAssessment(store, id),
    (found) => found?.evidence.length === 1,
  );
  const [piece] = view?.evidence ?? [];
  if (piece === undefined) throw new Error('no evidence');
  expect(piece).toMatchObject({ questions: ['jc05'], record: { method: 'inapp', mime: 'image/jpeg' } });
  const bytes = await (await readEvidenceBytes(store, piece.evidenceId))?.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer()));
  expect([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(piece.record.sha256);
  await eventually(
    () => readPendingCapture(store),
    (note) => note === null,
  );
  await until(() => root.textContent.includes('已取证'));
  // Signed as it was stored, by the device whose chain announces it.
  const { capture, signature } = piece.record;
  const device = await store.device();
  expect(capture).toMatchObject({ device, person: store.profile.personId, evidence: piece.evidenceId, questions: ['jc05'] });
  const { kty, crv, x, y } = JSON.parse((await store.keys.describe(device))?.publicKey ?? '{}') as Record<string, string>;
  const key = await crypto.subtle.importKey(
    'jwk',
    { kty, crv, x, y } as JsonWebKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const signed = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    fromBase64url(signature ?? '') ?? new Uint8Array(),
    new TextEncoder().encode(manifestText(piece.record)),
  );
  expect(signed).toBe(true);
  await page
    .getByRole('button', { name: /照片 1/u })
    .first()
    .click();
  await until(() => document.querySelector('dialog[open]')?.textContent.includes('不能证明：场景真实') === true);
  expect(document.querySelector('dialog[open]')?.textContent).toContain('还没有服务器时间可依');
  unmount();
});

test('[C7] a capture that died leads back to its question, which says that the photo did not arrive', async () => {
  const { store, id } = await storeWithAssessment();
  const yesterday = { ...store, clock: { ...store.clock, now: () => Date.now() - 86_400_000 } };
  value(await notePendingCapture(yesterday, { assessmentId: id, question: 'jc05', route: '/' }));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/profile`);
  await until(() => root.querySelector('#q-jc05')?.textContent.includes('照片未收到，请重拍') === true);
  await eventually(
    () => readPendingCapture(store),
    (note) => note === null,
  );
  unmount();
});

test('[C8] a file that is no photo is refused at its question and nothing else is touched', async () => {
  const { store, id } = await storeWithAssessment();
  value(await setAnswer(store, id, 'jc05', 'b'));
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.querySelector('#q-jc05 input[type=file]') !== null);
  const input = root.querySelector('#q-jc05 input[type=file]');
  if (input === null) throw new Error('no file input');
  await userEvent.upload(input, new File(['just words'], 'plan.txt.jpg', { type: 'image/jpeg' }));
  await until(() => root.querySelector('#q-jc05')?.textContent.includes('不是能识别的照片') === true);
  const view = await readAssessment(store, id);
  expect([view?.evidence.length, view?.answers.values['jc05']]).toEqual([0, 'b']);
  unmount();
});

test('[U48] a removed photo can be brought back, and leaves the store with its reason after', async () => {
  const { store, id } = await storeWithAssessment();
  value(await attachEvidence(store, id, 'jc05', photo(id, 2_000, 7)));
  const { root, unmount, go } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  const removeIt = async (): Promise<void> => {
    await page.getByRole('button', { name: /点开看大图/ }).click();
    await page.getByRole('button', { name: '移除' }).click();
    await page.getByRole('button', { name: '看不清' }).click();
    await until(() => root.querySelector('.evidence-open') === null);
  };
  await removeIt();
  await page.getByRole('button', { name: '撤销' }).click();
  await until(() => root.querySelector('.evidence-open') !== null);
  await removeIt();
  go(`/assessments/${id}`);
  await eventually(
    () => readAssessment(store, id),
    (view) => view?.evidence.length === 0,
  );
  unmount();
});

test('[U49] finishing says what is open and is allowed; submitting works without a network', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}`);
  await page.getByRole('button', { name: '完成填写' }).click();
  await until(() => /还有 \d+ 题未答/.test(document.querySelector('dialog[open]')?.textContent ?? ''));
  await page.getByRole('button', { name: '确认完成' }).click();
  await until(() => document.querySelector('dialog[open]')?.textContent.includes('请选择或写明不签字的原因') === true);
  await page.getByText('企业负责人不在场').click();
  await page.getByRole('button', { name: '确认完成' }).click();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await until(() => root.textContent.includes('已提交，待上传'));
  expect((await readAssessment(store, id))?.state).toBe('submitted');
  unmount();
});

test('[U38] a computed rate that cannot be is said not to count, until its numbers are put right', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_equipment`);
  const box = (name: string) => page.elementLocator(root).getByRole('textbox', { name });
  await box('生产设备总台数').fill('40');
  await box('其中数字化设备台数').fill('55');
  const said = (): boolean => root.textContent.includes('算出的数不可能，不计入结果');
  await until(said);
  expect(root.querySelector('.computed-line-value')).toBeNull();
  await box('其中数字化设备台数').fill('25');
  await until(() => !said());
  expect(root.querySelector('.computed-line-value')?.textContent).toBe('62.5%');
  unmount();
});

test('[U49] finishing names the questions whose recordings are no evidence yet', async () => {
  const { store, id } = await storeWithAssessment();
  const begunAt = new Date(store.clock.now()).toISOString();
  const about = { recordingId: newId(store.random.bytes), assessmentId: id, question: 'jc01', mime: 'audio/webm', begunAt };
  const pieces = [{ n: 1, bytes: new Uint8Array([1]), elapsed: 1_000 }];
  expect((await keepRecording(store, { ...about, moment: await captureMoment(store) }, pieces)).kind).toBe('ok');
  const { unmount } = await mountScreen(store, `/assessments/${id}`);
  await page.getByRole('button', { name: '完成填写' }).click();
  const words = (): string => document.querySelector('dialog[open]')?.textContent ?? '';
  await until(() => words().includes('有 1 段录音还没存为证据'));
  expect(words()).toContain('数字化投入占营业收入的比例');
  unmount();
});

test('[U120] a firm’s own list says since when each of its assessments is', async () => {
  const { store, id } = await storeWithAssessment();
  const firm = (await readAssessment(store, id))?.record.enterprise ?? '';
  const { root, unmount } = await mountScreen(store, `/enterprises/${firm}`);
  await until(() => root.querySelector('.assessment-row') !== null);
  expect(root.querySelector('.assessment-row')?.textContent).toContain(`${dayKey(store.clock.now())} 开始`);
  unmount();
});

test('[U49] voiding wants a reason and keeps the assessment in the log', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}`);
  await page.getByRole('button', { name: '作废这份评估' }).click();
  await page.getByRole('button', { name: '确认作废' }).click();
  await until(() => document.querySelector('dialog[open]')?.textContent.includes('请写明原因') === true);
  await userEvent.type(page.getByRole('textbox', { name: '作废原因' }), '选错了企业');
  await page.getByRole('button', { name: '确认作废' }).click();
  await until(() => root.textContent.includes('原因：选错了企业'));
  expect(await readAssessment(store, id)).toMatchObject({ state: 'voided', voidReason: '选错了企业' });
  unmount();
});

test('[U40] half way, the result names what is missing instead of a stage', async () => {
  const { store, id } = await storeWithAssessment();
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/result`);
  await until(() => root.textContent.includes('暂不能判定阶段'));
  expect(root.textContent).toContain('资料不足（已答 0%）');
  expect(root.textContent).toContain('不是国家标准');
  unmount();
});

test.each(['q/profile', 'q/jc_plan', 'q/jc_process', 'q/jz_quality', '', 'result'])(
  '[U50] axe finds nothing on %s',
  async (part) => {
    const { store, id } = await storeWithAssessment();
    for (const [path, answer] of [
      ['production_type', 'mixed'],
      ['jc01', 250],
      ['jc03', 'b'],
      ['jz01_last', 98.5],
      ['jz01_prev', 97],
    ] as const) {
      value(await setAnswer(store, id, path, answer));
    }
    const { rowId } = value(await addRow(store, id, 'key_processes'));
    value(await setAnswer(store, id, `key_processes/${rowId}/key_process_name`, '热处理'));
    value(await attachEvidence(store, id, 'jc05', photo(id, 2_000, 7)));
    const { root, unmount } = await mountScreen(store, `/assessments/${id}/${part}`);
    await until(() => root.querySelector('main h2, main h3, main article') !== null);
    expect(await violations(root)).toEqual([]);
    unmount();
  },
);

test('[U51] a questionnaire whose edition is not on the phone says so, and opens by itself when it arrives', async () => {
  // A hash of its own: a phone keeps in memory what it has read once.
  const hash = 'e'.repeat(64);
  const { store, id } = await storeWithAssessment(hash);
  const edition = await store.db.definitions.get(hash);
  if (edition === undefined) throw new Error('no edition');
  await store.db.definitions.delete(hash);
  const { root, unmount } = await mountScreen(store, `/assessments/${id}/q/jc_plan`);
  await until(() => root.textContent.includes('问卷还没有下载到本机'));
  await store.db.definitions.put(edition);
  await until(() => root.querySelector('#q-jc03') !== null);
  unmount();
});
