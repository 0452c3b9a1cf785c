/** 统一社会信用代码 by GB 32100-2015: 17 characters of a 31-letter alphabet without I O S V Z, and a check character. */
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

export const creditCodeLength = 18;

/**
 * What people type and paste: full-width letters, blanks, hyphens and small letters are made plain. It does not guess: a letter
 * outside the alphabet stays, so that the person is told.
 */
export function normaliseCreditCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff-]/gu, '')
    .toUpperCase();
}

/** The normalised code, or the one thing to mend: its length, a character with its place (from 1), or the check character. */
export function checkCreditCode(text: string): Outcome<string> {
  const code = normaliseCreditCode(text);
  if (code.length !== creditCodeLength) {
    return refused(problem('enterprise.code-length', { length: code.length, expected: creditCodeLength }));
  }
  for (const [index, character] of Array.from(code).entries()) {
    if (!alphabet.includes(character)) {
      return refused(problem('enterprise.code-character', { character, position: index + 1 }));
    }
  }
  if (creditCodeCheckCharacter(code.slice(0, 17)) !== code[17]) {
    return refused(problem('enterprise.code-check-digit', { found: code.slice(17) }));
  }
  return ok(code);
}

/** Character 18 for the first 17, which must be of the alphabet. */
export function creditCodeCheckCharacter(first17: string): string {
  let sum = 0;
  for (const [index, character] of Array.from(first17).entries()) sum += alphabet.indexOf(character) * (weights[index] ?? 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/**
 * A valid code for demonstration data. `DEM` stands where an organisation code begins, which no registration authority gives out:
 * recognisable as invented at a glance.
 */
export function demoCreditCode(county: string, number: number): string {
  const first17 = `91${county}DEM${String(number).padStart(6, '0')}`;
  return first17 + creditCodeCheckCharacter(first17);
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^i mod 31. */
const weights = Array.from({ length: 17 }).reduce<readonly number[]>(
  (made) => [...made, made.length === 0 ? 1 : ((made.at(-1) ?? 1) * 3) % 31],
  [],
);
