import { dictionary } from '@zxcvbn-ts/language-common';
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';

/** Characters of the shortest password. ASVS 5.0 6.2.1 asks for 8. */
export const shortestPassword = 10;

/**
 * ASVS 5.0 6.2: long enough, none of 49,000 common ones, and without words that everybody here would try. Nothing is asked about kinds of
 * characters, and anything up to 256 characters may be pasted.
 */
export function weakness(password: string, person: { readonly account: string; readonly name: string }): Problem | null {
  const text = password.normalize('NFKC').toLowerCase();
  const isWeak =
    Array.from(text).length < shortestPassword ||
    common.has(text) ||
    new Set(text).size < 4 ||
    [person.account, person.name, ...contextWords].some(
      (word) => word.length > 2 && remainder(text, word) < shortestPassword - 4,
    );
  return isWeak ? problem('auth.weak-password', { shortest: shortestPassword }) : null;
}

const common: ReadonlySet<string> = new Set(dictionary['passwords-common'].map(String));
const contextWords = ['xunzhen', '巡诊', 'password', 'hubei', 'wuhan'];

/** Characters left when a word is taken out; without end where it does not occur. */
function remainder(text: string, word: string): number {
  const rest = text.replaceAll(word.toLowerCase(), '');
  return rest === text ? Infinity : Array.from(rest).length;
}
