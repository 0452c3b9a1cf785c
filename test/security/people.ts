import type { Role } from '#domain/person.ts';

/** Nowhere else in the product: whoever prints it gives something away. */
export const secret = 'Zq7-hostile-client-Secret-9f';

export const people: readonly { readonly account: string; readonly role: Role; readonly region: string }[] = [
  { account: 'surveyor', role: 'surveyor', region: '420115' },
  { account: 'colleague', role: 'surveyor', region: '420115' },
  { account: 'neighbour', role: 'surveyor', region: '420114' },
  { account: 'reviewer', role: 'reviewer', region: '420115' },
];
