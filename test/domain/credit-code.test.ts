import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCreditCode, creditCodeCheckCharacter, demoCreditCode, normaliseCreditCode } from '#domain/credit-code.ts';

/** Codes of well-known public bodies and firms, as printed on their licences. */
const known = ['91350100M000100Y43', '914403001922038216', '91110000802100433B', '91330100799655058B'];

test.each(known)('[M1] %s, a published code, is valid', (code) => {
  expect(checkCreditCode(code)).toEqual({ kind: 'ok', value: code });
});

test('[M1] the three faults are told apart', () => {
  expect(checkCreditCode('91420115DEM')).toMatchObject({
    kind: 'refused',
    problem: { code: 'enterprise.code-length', detail: { length: 11, expected: 18 } },
  });
  expect(checkCreditCode('91350100M0001O0Y43')).toMatchObject({
    kind: 'refused',
    problem: { code: 'enterprise.code-character', detail: { character: 'O', position: 14 } },
  });
  expect(checkCreditCode('91350100M000100Y44')).toMatchObject({
    kind: 'refused',
    problem: { code: 'enterprise.code-check-digit', detail: { found: '4' } },
  });
});

test('[M1] blanks, hyphens, full-width and small letters are read as the code they mean', () => {
  expect(normaliseCreditCode(' ９１350100-m000100y43\u200b')).toBe('91350100M000100Y43');
});

const character = fc.constantFrom(...Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY'));

test('[M1] one changed character, or two neighbours swapped, is always found', () => {
  fc.assert(
    fc.property(fc.array(character, { minLength: 17, maxLength: 17 }), fc.nat(17), character, (letters, at, other) => {
      const first17 = letters.join('');
      const code = first17 + creditCodeCheckCharacter(first17);
      expect(checkCreditCode(code).kind).toBe('ok');
      if (code[at] !== other) {
        const changed = code.slice(0, at) + other + code.slice(at + 1);
        expect(checkCreditCode(changed).kind).toBe('refused');
      }
      if (at < 17 && code[at] !== code[at + 1]) {
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        expect(checkCreditCode(swapped).kind).toBe('refused');
      }
    }),
  );
});

test('[M2] demo codes are valid, distinct and carry DEM where an organisation code begins', () => {
  const codes = Array.from({ length: 200 }, (_, index) => demoCreditCode('420115', index + 1));
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) {
    expect(checkCreditCode(code)).toEqual({ kind: 'ok', value: code });
    expect(code.slice(8, 11)).toBe('DEM');
  }
});
