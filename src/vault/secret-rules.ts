/** What a PIN or passphrase must be. */

export const shortestPin = 6;
export const shortestPassphrase = 8;

/** Null when it may be used. `easy`: among the first that anybody would try. */
export function secretFault(secret: string, account: string): 'short' | 'easy' | null {
  const text = secret.normalize('NFKC').toLowerCase();
  const letters = Array.from(text);
  const isPin = /^\d+$/u.test(text);
  if (letters.length < (isPin ? shortestPin : shortestPassphrase)) return 'short';
  const isEasy =
    new Set(letters).size < 3 ||
    isRun(letters) ||
    isRepeated(text) ||
    text.includes(account.toLowerCase()) ||
    account.toLowerCase().includes(text) ||
    common.has(text) ||
    (isPin && letters.length <= 8 && isDate(text));
  return isEasy ? 'easy' : null;
}

/** 123456, fedcba98. */
function isRun(letters: readonly string[]): boolean {
  const codes = letters.map((letter) => letter.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, n) => code - (codes[n] ?? 0)));
  return steps.size === 1 && [1, -1].includes([...steps][0] ?? 0);
}

/** 123123, 5252525. */
function isRepeated(text: string): boolean {
  return [1, 2, 3, 4].some((length) => text.length > length && text.slice(length) === text.slice(0, text.length - length));
}

/** Birthdays as YYMMDD, YYYYMMDD or DDMMYY. */
function isDate(text: string): boolean {
  const parts =
    text.length === 8
      ? [[text.slice(4, 6), text.slice(6)]]
      : text.length === 6
        ? [
            [text.slice(2, 4), text.slice(4)],
            [text.slice(2, 4), text.slice(0, 2)],
          ]
        : [];
  const known = text.length === 6 || /^(?:19|20)/u.test(text);
  return known && parts.some(([month, day]) => inRange(month, 12) && inRange(day, 31));
}

function inRange(text: string | undefined, most: number): boolean {
  return Number(text) >= 1 && Number(text) <= most;
}

const common: ReadonlySet<string> = new Set(
  '112233 121212 147258 159357 258369 314159 332211 456789 520131 789456 147852 147896 963852 7758521 5201314 1314520 woaini1314 password qwertyui qwertyuiop iloveyou admin123 xunzhen1 xunzhen123 abc12345 a1234567 a12345678 1q2w3e4r 1qaz2wsx 11223344 88888888 66668888'.split(
    ' ',
  ),
);
