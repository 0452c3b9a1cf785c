/** A person's PIN or passphrase on this phone: tried, set, changed, replaced. */
import type { PersonId } from '#shared/ids.ts';
import { ok, refused } from '#shared/outcome.ts';
import type { Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { browserClock } from '#store/browser-clock.ts';
import { storageOutcome, withHandle } from '#store/store-gate.ts';
import type { ProfileRow } from '#store/vault-database.ts';
import { recoverWithSecret, rewrapWithSecret } from './data-key.ts';
import { profileRow, vault } from './profile-rows.ts';
import { afterWrong, noTries, secondsToWait, triesAllowed } from './wrong-tries.ts';

/** The first secret of a profile that opened without one. */
export function setSecret(personId: PersonId, next: string): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    const row = await profileRow(personId);
    const wrapped = row === undefined ? null : await rewrapWithSecret(row, null, next);
    return wrapped === null ? refused(problem('storage.locked')) : keepWrapped(personId, wrapped);
  });
}

export async function changeSecret(personId: PersonId, secret: string, next: string): Promise<Outcome<null>> {
  const tried = await trySecret(personId, (row) => rewrapWithSecret(row, secret, next));
  return tried.kind === 'refused' ? tried : storageOutcome(() => keepWrapped(personId, tried.value));
}

/** A forgotten secret, after a sign-in that gave the person's key at the server. Everything sealed stays readable. */
export function replaceSecret(personId: PersonId, personalKey: string, next: string): Promise<Outcome<null>> {
  return storageOutcome(async () => {
    const row = await profileRow(personId);
    const wrapped = row === undefined ? null : await recoverWithSecret(row, personalKey, next);
    return wrapped === null ? refused(problem('unlock.recovery')) : keepWrapped(personId, wrapped);
  });
}

/**
 * Each try is counted before it is judged, so that ending the app gains nobody one. Refused `unlock.wrong` (`left`), `unlock.wait`
 * (`seconds`) and, after ten, `unlock.online`: a sign-in and `replaceSecret` are needed then.
 */
export function trySecret<T>(personId: PersonId, use: (row: ProfileRow) => Promise<T | null>): Promise<Outcome<T>> {
  return storageOutcome(async () => {
    const row = await profileRow(personId);
    if (row === undefined) return refused(problem('access.not-found', { entity: personId }));
    if (row.tries.wrong >= triesAllowed) return refused(problem('unlock.online'));
    const seconds = secondsToWait(row.tries, browserClock.now());
    if (seconds > 0) return refused(problem('unlock.wait', { seconds }));
    const tries = afterWrong(row.tries, browserClock.now());
    await vault.profiles.update(personId, { tries });
    const done = await use(row).catch(async (error: unknown) => {
      // The browser failed, not the person.
      await vault.profiles.update(personId, { tries: row.tries });
      throw error;
    });
    if (done === null) {
      const left = triesAllowed - tries.wrong;
      return refused(left === 0 ? problem('unlock.online') : problem('unlock.wrong', { left }));
    }
    await vault.profiles.update(personId, { tries: noTries });
    return ok(done);
  });
}

async function keepWrapped(personId: PersonId, dataKey: ProfileRow['dataKey']): Promise<Outcome<null>> {
  await withHandle(vault, () => vault.profiles.update(personId, { dataKey, tries: noTries }));
  return ok(null);
}
