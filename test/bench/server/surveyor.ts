/** Who hands everything in. */
export const surveyor = {
  account: 'bench',
  name: 'bench',
  role: 'surveyor',
  region: '420115',
  password: 'correct horse battery staple',
} as const;

/** The surveyor's and those of colleagues with the same password. */
export const accounts = [surveyor.account, ...[2, 3, 4, 5].map((number) => `${surveyor.account}-${String(number)}`)] as const;
