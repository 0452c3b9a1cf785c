import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

/** Takes as long for an account that does not exist (`stored` null): the answer's time tells nobody which accounts there are. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await nobody()), password.normalize('NFKC'));
  return stored !== null && matches;
}

let nobodysHash: Promise<string> | null = null;

function nobody(): Promise<string> {
  nobodysHash ??= hash('nobody', cost);
  return nobodysHash;
}
