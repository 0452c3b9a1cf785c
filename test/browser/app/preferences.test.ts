import { beforeEach, expect, test } from 'vitest';
import { locale, t } from '#app/i18n/t.ts';
import { applyPreferences, changePreferences } from '#app/preferences.ts';
import '../../../src/app/ui/tokens.css';
import '../../../src/app/ui/base.css';

beforeEach(() => changePreferences({ theme: 'light', textSize: 'normal', language: 'zh-CN' }));

test('[U7] theme and text size show at once and are kept for the next start', async () => {
  await applyPreferences();
  changePreferences({ theme: 'sunlight', textSize: 'larger' });
  expect(document.documentElement.dataset['theme']).toBe('sunlight');
  expect(Number.parseFloat(getComputedStyle(document.documentElement).fontSize)).toBeCloseTo(16 * 1.3);
  expect(JSON.parse(localStorage.getItem('xunzhen.preferences') ?? '{}')).toEqual({
    theme: 'sunlight',
    textSize: 'larger',
    language: 'zh-CN',
    photosWait: false,
    lockAfter: '5',
    secretKeys: 'digits',
  });
});

test('[U7] another language shows when all its texts are here', async () => {
  changePreferences({ language: 'en' });
  await expect.poll(() => locale()).toBe('en');
  expect(t('shell.place.uploadingCount', { done: 3, total: 12 })).toBe('Uploading 3/12');
  expect(document.documentElement.lang).toBe('en');
  changePreferences({ language: 'zh-CN' });
  await expect.poll(() => t('shell.nav.today')).toBe('今日');
});
