/** Somebody who answers without pause until the page dies, and a note of everything that the page showed as saved. */
import type { Page } from '@playwright/test';

type OnScreen = { readonly values: Readonly<Record<string, string>>; readonly photos: number };
type Attempt = { readonly number: number; readonly key: string; readonly value: string };
type Shown = OnScreen & { readonly performed: number };

export type BusyPerson = {
  /** Lets a new page report here. */
  readonly watch: (page: Page) => Promise<void>;
  /** Answers at random on the section that is on screen until the page dies. */
  readonly begin: (page: Page, section: string, names: readonly string[], seed: number) => void;
  /** What contradicts what was shown as saved, on the section that is on screen after a restart. */
  readonly contradictions: (page: Page, section: string, names: readonly string[]) => Promise<readonly string[]>;
  /** Stamps seen and answers tried so far: a run in which nothing happened shows nothing. */
  readonly counts: () => { readonly stamps: number; readonly attempts: number };
};

export function busyPerson(): BusyPerson {
  const expected = new Map<string, string>();
  const photos = new Map<string, number>();
  let attempts: Attempt[] = [];
  let section = '';
  let stamps = 0;
  let tried = 0;

  const contradicted = (found: OnScreen, at: string, names: readonly string[]): readonly string[] => {
    const wrong: string[] = [];
    for (const name of names) {
      const shown = expected.get(name);
      const now = found.values[name];
      if (shown === undefined || now === shown) continue;
      if (!attempts.some(({ key, value }) => key === name && value === now))
        wrong.push(`${name}: shown as saved ${shown}, found ${now ?? 'nothing'}`);
    }
    const least = photos.get(at) ?? 0;
    if (found.photos < least) wrong.push(`${String(found.photos)} photos where ${String(least)} were shown as saved`);
    return wrong;
  };

  return {
    watch: async (page) => {
      await page.exposeBinding('xzAttempt', (_, attempt: Attempt) => {
        tried += 1;
        attempts.push(attempt);
      });
      await page.exposeBinding('xzShown', (_, shown: Shown) => {
        stamps += 1;
        for (const [key, value] of Object.entries(shown.values)) expected.set(key, value);
        photos.set(section, Math.max(photos.get(section) ?? 0, shown.photos));
        attempts = attempts.filter(({ number }) => number > shown.performed);
      });
    },
    begin: (page, at, names, seed) => {
      section = at;
      attempts = [];
      void page.evaluate(answerWithoutPause, { names, seed }).catch(() => undefined);
    },
    contradictions: async (page, at, names) => {
      // Cards fill in as the store is read: what is missing for good is still missing after a while.
      let found = await page.evaluate(valuesOnScreen, names);
      for (let looks = 0; looks < 50 && contradicted(found, at, names).length > 0; looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        found = await page.evaluate(valuesOnScreen, names);
      }
      const wrong = contradicted(found, at, names);
      // What is there now is what a restart has to keep.
      for (const [name, value] of Object.entries(found.values)) expected.set(name, value);
      photos.set(at, found.photos);
      attempts = [];
      return wrong;
    },
    counts: () => ({ stamps, attempts: tried }),
  };
}

/** Runs in the page. Each answer is announced, and the announcement has arrived, before it is given. */
async function answerWithoutPause({ names, seed }: { readonly names: readonly string[]; readonly seed: number }): Promise<void> {
  const ports = window as unknown as {
    readonly xzAttempt: (attempt: unknown) => Promise<void>;
    readonly xzShown: (shown: unknown) => Promise<void>;
  };
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const radiosOf = (name: string) => [
    ...document.querySelectorAll<HTMLInputElement>(`article input[type="radio"][name="${name}"]`),
  ];
  const boxOf = (name: string) => document.querySelector<HTMLInputElement>(`article[data-names~="${name}"] .field-box input`);
  const valueOf = (name: string): string | null =>
    radiosOf(name).find(({ checked }) => checked)?.value ?? (radiosOf(name).length > 0 ? null : (boxOf(name)?.value ?? null));
  let performed = 0;
  let number = 0;
  const note = (): void => {
    if (document.querySelector('.save-line')?.textContent.includes('已保存') !== true) return;
    const values: Record<string, string> = {};
    for (const name of names) {
      const value = valueOf(name);
      if (value !== null && value !== '') values[name] = value;
    }
    const photos = names.flatMap((name) => [...document.querySelectorAll(`article[data-names~="${name}"] .evidence-open`)]);
    void ports.xzShown({ performed, values, photos: new Set(photos).size });
  };
  new MutationObserver(note).observe(document.querySelector('.save-line')?.parentElement ?? document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  for (;;) {
    const name = names[Math.floor(random() * names.length)] ?? '';
    const radios = radiosOf(name).filter(({ checked }) => !checked);
    const box = boxOf(name);
    const radio = radios[Math.floor(random() * radios.length)];
    const value = radio?.value ?? String(1 + Math.floor(random() * 99));
    if (radio !== undefined || box !== null) {
      number += 1;
      await ports.xzAttempt({ number, key: name, value });
      performed = number;
      if (radio !== undefined) radio.click();
      else if (box !== null) {
        box.focus();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, value);
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        if (random() < 0.5) box.blur();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, random() * 90));
  }
}

/** Runs in the page. */
export function valuesOnScreen(names: readonly string[]): OnScreen {
  const values: Record<string, string> = {};
  for (const name of names) {
    const radios = [...document.querySelectorAll<HTMLInputElement>(`article input[type="radio"][name="${name}"]`)];
    const box = document.querySelector<HTMLInputElement>(`article[data-names~="${name}"] .field-box input`);
    const value = radios.length > 0 ? radios.find(({ checked }) => checked)?.value : box?.value;
    if (value !== undefined && value !== '') values[name] = value;
  }
  const photos = names.flatMap((name) => [...document.querySelectorAll(`article[data-names~="${name}"] .evidence-open`)]);
  return { values, photos: new Set(photos).size };
}
