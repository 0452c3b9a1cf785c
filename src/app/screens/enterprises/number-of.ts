/** A number as people type it (full-width digits, thousands marks), null when empty, `wrong` when it cannot be meant. */
export function numberOf(text: string, rule: { readonly whole: boolean; readonly max: number }): number | null | 'wrong' {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  if (plain === '') return null;
  if (!/^\d+(?:\.\d+)?$/.test(plain)) return 'wrong';
  const value = Number(plain);
  return value > rule.max || (rule.whole && !Number.isInteger(value)) ? 'wrong' : value;
}
