import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkCapabilities } from '#app/screens/gate/check-capabilities.ts';
import { createGate } from '#app/create-gate.ts';
import { heldInAnotherTab, holdUpdates, updateHolds } from '#app/update-holds.ts';

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
});

describe('the capability gate', () => {
  test('[U9] a real browser keeps data, photos and keys through a reopening', async () => {
    const { persistence: _, ...report } = await checkCapabilities();
    expect(report).toEqual({ serviceWorker: true, database: true, binary: true, cryptoKey: true });
    await expect.poll(async () => (await indexedDB.databases()).map((database) => database.name)).not.toContain('xunzhen-probe');
  });

  test('[U9] a browser that refuses to open a database is told apart from one that only loses keys', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('private', 'SecurityError');
    });
    expect(await checkCapabilities()).toMatchObject({ database: false, binary: false, cryptoKey: false });
    vi.restoreAllMocks();
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
    expect(await checkCapabilities()).toMatchObject({ database: true, binary: true, cryptoKey: false });
  });

  test('[U9] what is missing stops the start until the person goes on', async () => {
    vi.spyOn(navigator.serviceWorker, 'getRegistrations').mockRejectedValue(new DOMException('no', 'SecurityError'));
    const gate = createGate();
    await gate.check(false);
    expect(gate.state()).toMatchObject({ kind: 'missing', report: { serviceWorker: false, database: true } });
    gate.continueOnline();
    expect(gate.state().kind).toBe('passed');
  });

  test('[U8] a chat app is stopped, unless somebody has worked there before', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(
      'Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile MicroMessenger/8.0.47',
    );
    const gate = createGate();
    await gate.check(false);
    expect(gate.state()).toEqual({ kind: 'in-app', browser: 'wechat' });
    const enrolled = createGate();
    await enrolled.check(true);
    expect(enrolled.state().kind).toBe('passed');
  });
});

describe('holds on updates', () => {
  test('[U10] stand until each is given back, and other tabs see them', async () => {
    const first = holdUpdates('questionnaire');
    const second = holdUpdates('camera');
    expect(updateHolds()).toEqual(['questionnaire', 'camera']);
    await expect.poll(() => heldInAnotherTab(), { timeout: 10_000 }).toBe(true);
    first();
    first();
    expect(updateHolds()).toEqual(['camera']);
    second();
    expect(updateHolds()).toEqual([]);
    await expect.poll(() => heldInAnotherTab(), { timeout: 10_000 }).toBe(false);
  });
});
