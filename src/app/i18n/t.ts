/**
 * Every text a person reads comes from here. Chinese is the source: its files give the keys their types; English has the same
 * keys and loads only when chosen. The shell's texts come with the first load, the other areas with their own screens.
 */
import { createSignal } from 'solid-js';
import { problemTexts } from './zh-CN/problem.ts';
import { shell } from './zh-CN/shell.ts';
import type { access } from './zh-CN/access.ts';
import type { actions } from './zh-CN/actions.ts';
import type { firm } from './zh-CN/firm-link.ts';
import type { form } from './zh-CN/form.ts';
import type { office } from './zh-CN/office.ts';
import type { visits } from './zh-CN/visits.ts';
import type { workflow } from './zh-CN/workflow.ts';

type Dictionary = {
  readonly shell: typeof shell;
  readonly access: typeof access;
  readonly actions: typeof actions;
  readonly form: typeof form;
  readonly firm: typeof firm;
  readonly office: typeof office;
  readonly visits: typeof visits;
  readonly workflow: typeof workflow;
};
export type Area = keyof Dictionary;
export type Locale = 'zh-CN' | 'en';

type Texts = { readonly [key: string]: string | Texts };

type KeysOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysOf<T[K]>}` }[keyof T & string];
type TextAt<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? TextAt<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never;
type BlanksOf<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | BlanksOf<Rest> : never;

export type TextKey = KeysOf<Dictionary>;
export type TextParameters = Readonly<Record<string, string | number>>;
type ParametersFor<K extends TextKey> = [BlanksOf<TextAt<Dictionary, K>>] extends [never]
  ? []
  : [parameters: Readonly<Record<BlanksOf<TextAt<Dictionary, K>>, string | number>>];

const loaded: Record<Locale, Partial<Record<Area | 'problem', Texts>>> = {
  'zh-CN': { shell, problem: problemTexts },
  en: {},
};
const wantedAreas = new Set<Area | 'problem'>(['shell', 'problem']);
const [currentLocale, setCurrentLocale] = createSignal<Locale>('zh-CN');

/** The language on screen; reactive. */
export const locale = currentLocale;

/** The text of a key in the chosen language with its blanks filled. Reactive: texts on screen follow a change of language. */
export function t<K extends TextKey>(key: K, ...rest: ParametersFor<K>): string {
  const [area, ...path] = key.split('.') as [Area, ...string[]];
  const text = textAt(loaded[currentLocale()][area], path) ?? textAt(loaded['zh-CN'][area], path);
  return text === null ? key : fill(text, rest[0] ?? {});
}

/**
 * Fills `{name}` with its value. A translation may choose by number: `{photos?photo:photos}` is `photo` for 1, else `photos`.
 */
export function fill(text: string, parameters: TextParameters): string {
  return text.replace(
    /\{(\w+)(?:\?([^:}]*):([^}]*))?\}/g,
    (whole, name: string, one: string | undefined, other: string | undefined) => {
      const value = parameters[name];
      if (value === undefined) return whole;
      if (one !== undefined && other !== undefined) return value === 1 ? one : other;
      return String(value);
    },
  );
}

/** Loads an area's texts in the chosen language; the route of its first screen awaits this together with the screen's code. */
export async function loadArea(area: Area | 'problem'): Promise<void> {
  wantedAreas.add(area);
  await Promise.all([loadInto('zh-CN', area), currentLocale() === 'en' ? loadInto('en', area) : null]);
}

/** Changes the language. Texts load first, so that nothing on screen is ever half translated. */
export async function changeLocale(next: Locale): Promise<void> {
  await Promise.all([...wantedAreas].map((area) => loadInto(next, area)));
  setCurrentLocale(next);
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** A text by its path inside an area that has no typed keys (problem codes). */
export function textOf(area: 'problem', key: string): string | null {
  return textAt(loaded[currentLocale()][area], [key]) ?? textAt(loaded['zh-CN'][area], [key]);
}

async function loadInto(language: Locale, area: Area | 'problem'): Promise<void> {
  if (loaded[language][area] !== undefined) return;
  loaded[language][area] = await (language === 'en' ? loadEnglish(area) : loadChinese(area));
}

async function loadChinese(area: Area | 'problem'): Promise<Texts> {
  switch (area) {
    case 'shell':
      return shell;
    case 'access':
      return (await import('./zh-CN/access.ts')).access;
    case 'actions':
      return (await import('./zh-CN/actions.ts')).actions;
    case 'form':
      return (await import('./zh-CN/form.ts')).form;
    case 'firm':
      return (await import('./zh-CN/firm-link.ts')).firm;
    case 'office':
      return (await import('./zh-CN/office.ts')).office;
    case 'visits':
      return (await import('./zh-CN/visits.ts')).visits;
    case 'workflow':
      return (await import('./zh-CN/workflow.ts')).workflow;
    case 'problem':
      return problemTexts;
  }
}

async function loadEnglish(area: Area | 'problem'): Promise<Texts> {
  switch (area) {
    case 'shell':
      return (await import('./en/shell.ts')).shell;
    case 'access':
      return (await import('./en/access.ts')).access;
    case 'actions':
      return (await import('./en/actions.ts')).actions;
    case 'form':
      return (await import('./en/form.ts')).form;
    case 'firm':
      return (await import('./en/firm-link.ts')).firm;
    case 'office':
      return (await import('./en/office.ts')).office;
    case 'visits':
      return (await import('./en/visits.ts')).visits;
    case 'workflow':
      return (await import('./en/workflow.ts')).workflow;
    case 'problem':
      return (await import('./en/problem.ts')).problemTexts;
  }
}

function textAt(texts: Texts | undefined, path: readonly string[]): string | null {
  let at: string | Texts | undefined = texts;
  for (const step of path) {
    if (at === undefined || typeof at === 'string') return null;
    at = at[step];
  }
  return typeof at === 'string' ? at : null;
}
