/** Texts of the reviewer's desk. */
export const office = {} as const;
