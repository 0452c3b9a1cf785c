/** How one phone shows the app: kept in localStorage, since it must be known before the first paint and says nothing about anyone. */
import { createSignal } from 'solid-js';
import { changeLocale, type Locale } from './i18n/t.ts';

export type Theme = 'auto' | 'light' | 'dark' | 'sunlight';
export type TextSize = 'normal' | 'large' | 'larger';
export type LockAfter = '1' | '5' | '15';
export type Preferences = {
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly language: Locale;
  /** Photos wait for a connection that is not mobile data. */
  readonly photosWait: boolean;
  /** Minutes without a touch after which a store with a PIN locks itself. */
  readonly lockAfter: LockAfter;
  /** Keys shown for the PIN or passphrase. */
  readonly secretKeys: 'digits' | 'letters';
};

const key = 'xunzhen.preferences';
const scales: Readonly<Record<TextSize, string>> = { normal: '1', large: '1.15', larger: '1.3' };
const [current, setCurrent] = createSignal<Preferences>(readPreferences());

/** What holds now; reactive. */
export const preferences = current;

/** Shows the kept preferences and follows the system's dark mode from here on. The language's texts load before it resolves. */
export async function applyPreferences(): Promise<void> {
  show(current());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(current()));
  if (current().language !== 'zh-CN') await changeLocale(current().language);
}

export function changePreferences(change: Partial<Preferences>): void {
  const next = { ...current(), ...change };
  setCurrent(next);
  show(next);
  write(next);
  if (change.language !== undefined) void changeLocale(change.language);
}

function show(wanted: Preferences): void {
  const root = document.documentElement;
  const dark = wanted.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['theme'] = wanted.theme === 'auto' ? (dark ? 'dark' : 'light') : wanted.theme;
  root.style.setProperty('--text-scale', scales[wanted.textSize]);
  const bar = getComputedStyle(root).getPropertyValue('--chrome').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', bar === '' ? '#0b5a63' : bar);
}

function readPreferences(): Preferences {
  const fallback: Preferences = {
    theme: 'auto',
    textSize: 'normal',
    language: 'zh-CN',
    photosWait: false,
    lockAfter: '5',
    secretKeys: 'digits',
  };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>;
    return {
      theme: oneOf(kept['theme'], ['auto', 'light', 'dark', 'sunlight'], fallback.theme),
      textSize: oneOf(kept['textSize'], ['normal', 'large', 'larger'], fallback.textSize),
      language: oneOf(kept['language'], ['zh-CN', 'en'], fallback.language),
      photosWait: kept['photosWait'] === true,
      lockAfter: oneOf(kept['lockAfter'], ['1', '5', '15'], fallback.lockAfter),
      secretKeys: oneOf(kept['secretKeys'], ['digits', 'letters'], fallback.secretKeys),
    };
  } catch {
    return fallback;
  }
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((option) => option === value) ?? fallback;
}

function write(next: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // A browser without localStorage shows the choice until it is closed.
  }
}
