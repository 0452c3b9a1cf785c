import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, passwordMatches } from '#server/auth/password.ts';
import { verifyMeanwhile } from '#server/device-signature.ts';

test('[H161] passwords are looked at two at a time: a push, which holds the database meanwhile, does not wait behind all of them', async () => {
  const stored = await hashPassword('correct horse');
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = sign('sha256', Buffer.from('push'), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  let looked = 0;
  const tries = Array.from({ length: 24 }, async (_, index) => {
    const matches = await passwordMatches(stored, index % 2 === 0 ? 'correct horse' : 'wrong');
    looked += 1;
    return matches;
  });
  expect(await verifyMeanwhile(JSON.stringify(publicKey.export({ format: 'jwk' })), signature, 'push')).toBe(true);
  expect(looked).toBeLessThan(12);
  expect(await Promise.all(tries)).toEqual(tries.map((_, index) => index % 2 === 0));
});

test('[H161] one that fails lets the next one through', async () => {
  const broken = Array.from({ length: 4 }, () => passwordMatches('no hash', 'any'));
  for (const { status } of await Promise.allSettled(broken)) expect(status).toBe('rejected');
  expect(await passwordMatches(null, 'any')).toBe(false);
});
