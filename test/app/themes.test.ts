import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/app/ui/tokens.css', import.meta.url), 'utf8');

/** Text on background as the components use them. */
const pairs: readonly (readonly [string, string])[] = [
  ['ink', 'page'],
  ['ink', 'surface'],
  ['ink', 'surface-press'],
  ['ink', 'accent-soft'],
  ['ink', 'amber-soft'],
  ['ink', 'red-soft'],
  ['ink', 'green-soft'],
  ['ink-soft', 'page'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'surface-sunken'],
  ['ink-soft', 'accent-soft'],
  ['ink-faint', 'surface'],
  ['ink-faint', 'surface-sunken'],
  ['accent', 'page'],
  ['accent', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-press'],
  ['on-accent-soft', 'accent'],
  ['amber', 'surface'],
  ['amber', 'amber-soft'],
  ['green', 'surface'],
  ['green', 'green-soft'],
  ['red', 'surface'],
  ['red', 'red-soft'],
  ['chrome-ink', 'chrome'],
  ['chrome-soft', 'chrome'],
];

describe('themes', () => {
  test.each([
    ['light', 4.5],
    ['dark', 4.5],
    ['sunlight', 7],
  ] as const)('[U4] text in the %s theme has a contrast of at least %d:1', (theme, least) => {
    const tokens = tokensOf(theme);
    const tooWeak = pairs
      .map(([text, ground]) => ({ text, ground, ratio: contrast(tokens, text, ground) }))
      .filter(({ ratio }) => !(ratio >= least));
    expect(tooWeak).toEqual([]);
  });

  test.each(['light', 'dark', 'sunlight'] as const)(
    '[U4] edges of controls in the %s theme have a contrast of at least 3:1',
    (theme) => {
      const tokens = tokensOf(theme);
      expect(contrast(tokens, 'line-strong', 'surface')).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens, 'focus', 'page')).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens, 'accent', 'rail')).toBeGreaterThanOrEqual(3);
    },
  );
});

/** Colours of a theme: those of `:root`, overwritten by its own. */
function tokensOf(theme: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const [, selector, body] of css.matchAll(/^(:root[^{\n]*) \{([^}]*)\}/gm)) {
    if (selector !== ':root' && selector !== `:root[data-theme='${theme}']`) continue;
    for (const [, name, value] of (body ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g))
      if (name && value) tokens.set(name, value);
  }
  return tokens;
}

/** WCAG 2 contrast ratio. */
function contrast(tokens: ReadonlyMap<string, string>, text: string, ground: string): number {
  const [a, b] = [luminance(tokens.get(text)), luminance(tokens.get(ground))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string | undefined): number {
  if (colour === undefined) return Number.NaN;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
