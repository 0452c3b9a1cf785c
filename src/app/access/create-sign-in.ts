import { worksAtDesk } from '#domain/person.ts';
import { createEffect, createMemo, createResource, untrack, type Accessor } from 'solid-js';
import { useNavigate, useSearchParams } from '@solidjs/router';
import { useAppSession } from '#app/app-session.ts';
import { createOnline } from '#app/ui/create-online.ts';
import { isWide } from '#app/ui/is-wide.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Problem } from '#shared/problems.ts';
import type { CopyHeader } from '#replica/copy-format.ts';
import type { Profile } from '#store/store.ts';
import { createSteps, type Steps } from './create-steps.ts';
import { isPrepared } from './is-prepared.ts';
import { safeAddress } from './safe-address.ts';

export type SignIn = Steps & {
  readonly profiles: Accessor<readonly Profile[]>;
  /** The person whose session has run out and who signs in again, null otherwise. */
  readonly again: Accessor<Profile | null>;
  /** The person who sets a new PIN after a sign-in, null otherwise. */
  readonly resetting: Accessor<Profile | null>;
  /** Somebody whose database is gone and whose second copy waits for a sign-in, null otherwise. */
  readonly lost: Accessor<CopyHeader | null>;
  readonly online: Accessor<boolean>;
  readonly open: (personId: PersonId) => Promise<void>;
  readonly enter: () => void;
};

export function createSignIn(): SignIn {
  const session = useAppSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const online = createOnline();
  const [lost] = createResource(findLost);
  const profileAt = (key: string): Profile | null =>
    session.profiles().find((profile) => profile.personId === search[key]) ?? null;
  const again = createMemo(() => profileAt('again'));
  const resetting = createMemo(() => profileAt('reset'));

  const enter = (): void => {
    const opening = session.opening();
    const desk = opening.kind === 'open' && worksAtDesk(opening.field.profile.role) && isWide();
    navigate(safeAddress(search['next']) ?? (desk ? '/office' : '/'), { replace: true });
  };
  const onEntered = async (): Promise<Problem | null> => {
    const opening = session.opening();
    if (opening.kind === 'failed') return opening.problem;
    if (opening.kind === 'locked') enter();
    if (opening.kind !== 'open') return null;
    const { setupProgress } = await import('#store/queries/setup-progress.ts');
    const progress = await setupProgress(opening.field.store);
    if (isPrepared(progress)) enter();
    else steps.prepare();
    return null;
  };
  const steps = createSteps(session, resetting, onEntered);

  // The store that was open last opens by itself, a moment after this form stands.
  createEffect(() => {
    const { kind } = session.opening();
    if (kind === 'open' && steps.step().kind === 'form' && !steps.busy() && again() === null) untrack(enter);
  });

  return {
    ...steps,
    profiles: session.profiles,
    again,
    resetting,
    lost: () => (session.profiles().length === 0 ? (lost.latest ?? null) : null),
    online,
    enter,
    open: (personId) =>
      steps.run(async () => {
        await session.open(personId);
        return onEntered();
      }),
  };
}

/** Nobody waits for it: on a first visit there is nothing to find. */
async function findLost(): Promise<CopyHeader | null> {
  try {
    const [{ listProfiles }, { findLostPeople }] = await Promise.all([
      import('#vault/profile-rows.ts'),
      import('#store/second-copy/find-copies.ts'),
    ]);
    const enrolled = (await listProfiles()).map(({ personId }) => personId);
    return (await findLostPeople(enrolled))[0] ?? null;
  } catch {
    return null;
  }
}
