/** Who hands everything in. */
export const surveyor = {
  account: 'bench',
  name: 'bench',
  role: 'surveyor',
  region: '420115',
  password: 'correct horse battery staple',
} as const;
