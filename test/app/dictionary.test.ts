import { describe, expect, test } from 'vitest';
import { fill, t, type TextKey } from '#app/i18n/t.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { access as accessEnglish } from '#app/i18n/en/access.ts';
import { actions as actionsEnglish } from '#app/i18n/en/actions.ts';
import { form as formEnglish } from '#app/i18n/en/form.ts';
import { office as officeEnglish } from '#app/i18n/en/office.ts';
import { problemTexts as problemEnglish } from '#app/i18n/en/problem.ts';
import { shell as shellEnglish } from '#app/i18n/en/shell.ts';
import { visits as visitsEnglish } from '#app/i18n/en/visits.ts';
import { access } from '#app/i18n/zh-CN/access.ts';
import { actions } from '#app/i18n/zh-CN/actions.ts';
import { form } from '#app/i18n/zh-CN/form.ts';
import { office } from '#app/i18n/zh-CN/office.ts';
import { problemTexts } from '#app/i18n/zh-CN/problem.ts';
import { shell } from '#app/i18n/zh-CN/shell.ts';
import { visits } from '#app/i18n/zh-CN/visits.ts';
import { problemStatus } from '#shared/problems.ts';

type Texts = { readonly [key: string]: string | Texts };

const areas: readonly (readonly [string, Texts, Texts])[] = [
  ['shell', shell, shellEnglish],
  ['access', access, accessEnglish],
  ['actions', actions, actionsEnglish],
  ['form', form, formEnglish],
  ['office', office, officeEnglish],
  ['visits', visits, visitsEnglish],
  ['problem', problemTexts, problemEnglish],
];

describe('the dictionary', () => {
  test.each(areas)('[U1] %s has the same keys and blanks in both languages', (_, chinese, english) => {
    const source = flatten(chinese);
    const translation = flatten(english);
    expect([...translation.keys()].sort()).toEqual([...source.keys()].sort());
    for (const [key, text] of source) expect([key, blanks(translation.get(key) ?? '')]).toEqual([key, blanks(text)]);
  });

  test('[U1] Chinese texts use Chinese punctuation', () => {
    const offenders = areas.flatMap(([area, chinese]) =>
      [...flatten(chinese)]
        .filter(([, text]) => /\p{Script=Han}[,;:?!(]|[,;?!)]\p{Script=Han}/u.test(text))
        .map(([key]) => `${area}.${key}`),
    );
    expect(offenders).toEqual([]);
  });

  test('[U1] English texts say one of a thing in the singular', () => {
    const offenders = areas.flatMap(([area, , english]) =>
      [...flatten(english)]
        .filter(([, text]) => /\{count\} (?!different |in progress)(?:[a-z]+ )?[a-z]+s\b/u.test(text))
        .map(([key]) => `${area}.${key}`),
    );
    expect(offenders).toEqual([]);
  });

  test('[U2] every problem code has a sentence in both languages', () => {
    const codes = Object.keys(problemStatus).sort();
    expect(Object.keys(problemTexts).sort()).toEqual(codes);
    expect(Object.keys(problemEnglish).sort()).toEqual(codes);
    for (const sentence of [...Object.values(problemTexts), ...Object.values(problemEnglish)]) expect(sentence).toMatch(/[。.]$/);
  });

  test('[U2] a problem shows its numbers and names', () => {
    expect(problemText({ code: 'evidence.too-large', detail: { megabytes: 18 } })).toContain('18 MB');
    expect(problemText({ code: 'enterprise.code-character', detail: { position: 11, character: 'O' } })).toContain('第 11 位“O”');
  });

  test('a text has its blanks filled and keeps those nobody filled', () => {
    expect(t('shell.place.uploadingCount', { done: 3, total: 12 })).toBe('上传中 3/12');
    expect(fill('{count} {count?photo:photos}', { count: 1 })).toBe('1 photo');
    expect(fill('{count} {count?photo:photos}', { count: 7 })).toBe('7 photos');
    expect(fill('{count} left, {other}', { count: 2 })).toBe('2 left, {other}');
  });

  test('an unknown key shows itself instead of nothing', () => {
    expect(t('shell.no.such.key' as TextKey & 'shell.app.name')).toBe('shell.no.such.key');
  });
});

function flatten(texts: Texts, path = ''): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(path + key, value);
    else for (const [below, text] of flatten(value, `${path}${key}.`)) flat.set(below, text);
  }
  return flat;
}

/** Names of the blanks, each once: a translation may name one again to choose its plural. */
function blanks(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}
