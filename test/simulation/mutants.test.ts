import { expect, test } from 'vitest';
import { mutants } from './mutants.ts';
import { judgeMutant, judgeMutants } from './run-mutant.ts';

test('each fault planted into the core breaks a promise within its budget, or breaks none for the reason given', async () => {
  const rows = await judgeMutants(mutants, 1, () => undefined);
  expect(rows).toHaveLength(mutants.length);
  expect(rows.filter(({ asStated }) => !asStated)).toEqual([]);
}, 900_000);

test('a mutant whose line is gone fails instead of testing nothing', async () => {
  const [first] = mutants;
  if (first === undefined) throw new Error('no mutants');
  const patches = [{ file: 'src/replica/accept-push.ts', find: 'no such line', put: '' }];
  await expect(judgeMutant({ ...first, patches }, 1)).rejects.toThrow('0 places');
});
