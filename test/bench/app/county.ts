/** What the county of the benchmark holds, and who works in it. */
export type County = { readonly firms: number; readonly assessments: number };

export const usualCounty: County = { firms: 20_000, assessments: 500 };

export const region = '420115';

export const surveyor = { account: 'bench', name: 'bench', role: 'surveyor', password: 'correct horse battery staple' } as const;
