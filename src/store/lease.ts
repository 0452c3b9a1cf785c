/**
 * New work offline for 14 days at a time: the server signs until when. Finishing and sending what was begun is never refused. A clock
 * that is set back gains nothing: the latest time ever seen counts.
 */
import { problem } from '#shared/problems.ts';
import type { Problem } from '#shared/problems.ts';
import type { Lease } from './database.ts';
import { withHandle } from './store-gate.ts';
import type { Store } from './store.ts';

/** A phone whose lease is older than this asks for another at its next contact. */
export const renewAfter = 12 * 60 * 60 * 1000;

const day = 24 * 60 * 60 * 1000;

/** Keeps what the server has signed and nothing else. Its time stands above what a wrong clock made this phone see. */
export async function keepLease(store: Store, lease: Lease): Promise<void> {
  if (!(await isSigned(store, lease))) return;
  // A clock that is weeks fast is no absence of weeks.
  const seen = Date.parse(lease.at);
  const ahead = store.clock.now() - seen;
  await withHandle(store.db, () => store.db.meta.put({ key: 'lease', lease, seen, ahead }));
}

/** Null while new work may begin; also where no server has given a lease yet. */
export async function leaseProblem(store: Store): Promise<Problem | null> {
  const { lease, seen } = await readLease(store);
  if (lease === null || !(await isSigned(store, lease))) return lease === null ? null : expired(lease);
  return Date.parse(lease.until) > seen ? null : expired(lease);
}

/** Whether the next contact should bring another. */
export async function wantsLease(store: Store): Promise<boolean> {
  const { lease, seen } = await readLease(store);
  return lease === null || seen - Date.parse(lease.at) > renewAfter;
}

/** The lease with the latest time seen, this moment among them. */
async function readLease({ db, clock }: Store): Promise<{ readonly lease: Lease | null; readonly seen: number }> {
  const row = await withHandle(db, () => db.meta.get('lease'));
  if (row?.key !== 'lease') return { lease: null, seen: clock.now() };
  const now = clock.now() - (row.ahead ?? 0);
  const seen = Math.max(row.seen, now);
  // Noted when it has moved by a minute, so that asking often does not write often.
  if (seen - row.seen > 60_000) await withHandle(db, () => db.meta.put({ ...row, seen }));
  return { lease: row.lease, seen };
}

function isSigned({ keys, profile }: Store, { at, until, signature }: Lease): Promise<boolean> {
  return keys.isServers(`lease|${profile.personId}|${at}|${until}`, signature);
}

function expired({ at, until }: Lease): Problem {
  return problem('lease.expired', { days: Math.round((Date.parse(until) - Date.parse(at)) / day) });
}
