import { checkCreditCode, creditCodeLength } from './credit-code.ts';

/**
 * The credit code in what a licence's QR code says: an address with the code in it, plain or escaped, or lines of text. Null where
 * there is none. One that stands by itself is taken before one inside a longer run of letters, where a check character alone proves
 * little; so the region in the middle must be digits too.
 */
export function creditCodeIn(text: string): string | null {
  const letters = `${text}\n${unescaped(text)}`.normalize('NFKC').toUpperCase();
  const runs = letters.match(/[0-9A-Z]{18,}/gu) ?? [];
  return first(runs.filter((run) => run.length === creditCodeLength)) ?? first(runs.flatMap(windowsOf));
}

function first(candidates: readonly string[]): string | null {
  return candidates.find((code) => /^[1-9A-Y]\w\d{6}/u.test(code) && checkCreditCode(code).kind === 'ok') ?? null;
}

function windowsOf(run: string): readonly string[] {
  return Array.from({ length: run.length - creditCodeLength + 1 }, (_, at) => run.slice(at, at + creditCodeLength));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
