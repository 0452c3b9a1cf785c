import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), cost));
}

/** Takes as long for an account that does not exist (`stored` null): the answer's time tells nobody which accounts there are. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const known = stored ?? (await nobody());
  const matches = await inTurn(() => verify(known, password.normalize('NFKC')));
  return stored !== null && matches;
}

let nobodysHash: Promise<string> | null = null;

function nobody(): Promise<string> {
  nobodysHash ??= hash('nobody', cost);
  return nobodysHash;
}

/** Node does such work in four threads. The others stay free: a push has its signature checked in one while it holds the database. */
const atOnce = 2;
let underWay = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (underWay === atOnce) await new Promise<void>((turn) => waiting.push(turn));
  else underWay += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The next one takes over this one's place.
    if (next === undefined) underWay -= 1;
    else next();
  }
}
