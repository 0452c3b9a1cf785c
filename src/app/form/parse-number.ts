/** What a person typed into a number field. `unreadable` keeps the text: it stays on screen and does not count. */
export type ParsedNumber =
  | { readonly kind: 'blank' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'unreadable' };

/**
 * Reads numbers as Chinese keyboards write them: full-width digits, `。` for the point, thousands commas, a trailing `％` or the
 * field's own unit.
 */
export function parseNumber(text: string, unit: string | null): ParsedNumber {
  let plain = text.normalize('NFKC').replaceAll(/\s/g, '').replaceAll('。', '.').replaceAll(/[−–—]/g, '-');
  if (plain === '') return { kind: 'blank' };
  const unitText = (unit ?? '').normalize('NFKC').replaceAll(/\s/g, '');
  if (unitText !== '' && plain.endsWith(unitText)) plain = plain.slice(0, -unitText.length);
  else if (unitText.startsWith('%') && plain.endsWith('%')) plain = plain.slice(0, -1);
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replaceAll(',', '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { kind: 'unreadable' };
  const value = Number(plain);
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'unreadable' };
}
