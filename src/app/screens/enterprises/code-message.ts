import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { checkCreditCode, creditCodeLength, normaliseCreditCode } from '#domain/credit-code.ts';
import { problem, type Problem } from '#shared/problems.ts';

/** What to say about a code so far: nothing too early, and the exact character when one is wrong. */
export function codeMessage(text: string, person: { readonly left: boolean; readonly tried: boolean }): string | null {
  const outcome = checkCreditCode(text);
  if (outcome.kind === 'ok') return null;
  const typed = normaliseCreditCode(text).length;
  if (typed === 0) return person.tried ? t('shell.enterprises.codeMissing') : null;
  // A character that no code has is told at once, not after all eighteen.
  const foreign = foreignCharacter(text);
  if (foreign !== null) return problemText(foreign);
  const early = typed < creditCodeLength && !person.left && !person.tried;
  return early ? null : problemText(outcome.problem);
}

function foreignCharacter(text: string): Problem | null {
  const characters = Array.from(normaliseCreditCode(text));
  const index = characters.findIndex((character) => !/[0-9A-HJ-NP-RTUWXY]/.test(character));
  return index === -1 ? null : problem('enterprise.code-character', { position: index + 1, character: characters[index] ?? '' });
}
